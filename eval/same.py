#!/usr/bin/env python3
"""Do two binaries say the same, byte for byte?

    python3 eval/same.py OLD NEW [--shared ../shared] [--quick] [--keep DIR]

    extract    records of PolNeAR's training and development articles and of eval/news (of the training ones, every tenth with --quick)
    demo       tables, export and all conflicts of the sample articles
    heaps      eval/own/heap-*.jsonl imported: all conflicts
    affairs    eval/own/affairs-1 added: export and all conflicts
    pairs      verdicts on eval/own/pairs.jsonl

After a refactoring they must. What OLD said is kept in DIR (made if it is missing) and not asked again. Standard library only. Exit
code 0 when all is the same, 1 when something differs, 2 when the shared articles are absent.
"""
import argparse
import glob
import hashlib
import json
import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(HERE)


def run(binary, *args, feed=b""):
    # exit codes 1 and 3 say that nothing was found or that a line was bad: the output counts all the same
    env = {**os.environ, "COLUMNS": "120", "NO_COLOR": "1"}
    done = subprocess.run([binary, *args], input=feed, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=env)
    return done.stdout + f"exit {done.returncode}\n".encode()


def conflicts(binary, db):
    return run(binary, "--db", db, "conflicts", "--limit", "0", "--all", "--format", "json")


def export(binary, db):
    return run(binary, "--db", db, "export", "--format", "jsonl")


def feed(path, step=1):
    lines = [json.loads(line) for line in open(path, encoding="utf-8") if line.strip()]
    kept = ({k: a[k] for k in ("id", "title", "text") if a.get(k)} for a in lines[::step])
    return "".join(json.dumps(a, ensure_ascii=False) + "\n" for a in kept).encode()


def demo(binary, folder):
    db = f"{folder}/demo.db"
    return run(binary, "--db", db, "demo") + export(binary, db) + conflicts(binary, db)


def heap(name):
    def task(binary, folder):
        lines = [json.loads(line) for line in open(f"{HERE}/own/{name}.jsonl", encoding="utf-8")]
        source, db = f"{folder}/{name}.jsonl", f"{folder}/{name}.db"
        with open(source, "w", encoding="utf-8") as file:
            file.writelines(json.dumps({"id": str(n), "text": line["text"]}) + "\n" for n, line in enumerate(lines))
        return run(binary, "--db", db, "import", source) + conflicts(binary, db)

    return task


def affairs(binary, folder):
    db = f"{folder}/affairs.db"
    files = sorted(f for f in glob.glob(f"{HERE}/own/affairs-1/*") if not f.endswith("gold.jsonl"))
    # relative names: the place of a file is part of what is exported
    return run(binary, "--db", db, "add", *(os.path.relpath(f) for f in files)) + export(binary, db) + conflicts(binary, db)


def tasks(shared, quick):
    yield "demo", demo
    yield "pairs", lambda binary, _: run(binary, "compare", "--jsonl", f"{HERE}/own/pairs.jsonl")
    yield "heap-1", heap("heap-1")
    yield "heap-2", heap("heap-2")
    yield "affairs", affairs
    for name, path, step in [
        ("news", "news/news-dev.jsonl", 1),
        ("polnear-dev", "polnear/polnear-dev.jsonl", 1),
        ("polnear-train", "polnear/polnear-train.jsonl", 10 if quick else 1),
    ]:
        def extract(binary, _, path=path, step=step):
            return run(binary, "extract", "--jsonl", "-", feed=feed(f"{shared}/eval/{path}", step))

        yield f"{name}-{step}", extract


def first_difference(a, b):
    for n, (x, y) in enumerate(zip(a.split(b"\n"), b.split(b"\n"))):
        if x != y:
            at = next((i for i, (p, q) in enumerate(zip(x, y)) if p != q), min(len(x), len(y)))
            near = slice(max(0, at - 120), at + 80)
            return f"line {n + 1}, byte {at}:\n    old …{x[near].decode(errors='replace')}…\n    new …{y[near].decode(errors='replace')}…"
    return "one is longer"


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("old")
    ap.add_argument("new")
    ap.add_argument("--shared", default=os.path.join(ROOT, "..", "shared"))
    ap.add_argument("--quick", action="store_true")
    ap.add_argument("--keep")
    a = ap.parse_args()
    if not os.path.isdir(f"{a.shared}/eval"):
        print(f"SKIPPED: {a.shared}/eval is absent", file=sys.stderr)
        return 2
    old, new = os.path.abspath(a.old), os.path.abspath(a.new)
    keep = os.path.join(a.keep or tempfile.mkdtemp(), hashlib.sha256(open(old, "rb").read()).hexdigest()[:16])
    os.makedirs(keep, exist_ok=True)
    os.chdir(ROOT)
    differs = 0
    for name, task in tasks(os.path.abspath(a.shared), a.quick):
        kept = f"{keep}/{name}"
        if not os.path.exists(kept):
            with tempfile.TemporaryDirectory() as folder:
                said = task(old, folder)
            open(kept, "wb").write(said)
        before = open(kept, "rb").read()
        with tempfile.TemporaryDirectory() as folder:
            after = task(new, folder)
        if before == after:
            print(f"{name}: the same, {len(before)} bytes", flush=True)
        else:
            differs += 1
            print(f"{name}: DIFFERS at {first_difference(before, after)}", flush=True)
    return 1 if differs else 0


if __name__ == "__main__":
    sys.exit(main())
