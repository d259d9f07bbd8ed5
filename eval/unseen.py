#!/usr/bin/env python3
"""unseen.py BINARY [SHARED]: figures on the articles that training keeps back (training/prepare.py) and whose errors nobody reads.

39 articles of PolNeAR's training part, scored like eval/polnear and eval/speakers; every tenth invented article, scored like eval/news.
Prints figures only, on purpose. Needs the project's shared material; says so and exits 0 when it is absent.
"""
import hashlib
import json
import os
import re
import subprocess
import sys
import tempfile

CORPUS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "training", "corpus")


def number(name):
    return int(hashlib.sha256(name.encode()).hexdigest(), 16)


def rows(path):
    return [json.loads(line) for line in open(path, encoding="utf-8")]


def dump(path, records):
    with open(path, "w", encoding="utf-8") as out:
        out.writelines(json.dumps(r, ensure_ascii=False) + "\n" for r in records)


def extracted(binary, articles):
    feed = "".join(json.dumps({"id": a["id"], "text": a["text"]}, ensure_ascii=False) + "\n" for a in articles)
    out = subprocess.run([binary, "extract", "--jsonl", "-"], input=feed.encode(), stdout=subprocess.PIPE, check=True).stdout.decode()
    return [json.loads(line) for line in out.split("\n") if line]


def main(binary, shared="../shared"):
    if not os.path.isdir(shared):
        return print(f"skipped: no shared material at {shared}")
    tell = lambda *command: print(subprocess.run([sys.executable, *command], stdout=subprocess.PIPE, text=True).stdout.rstrip())
    with tempfile.TemporaryDirectory() as work:
        gold = [a for a in rows(f"{shared}/eval/polnear/polnear-train.jsonl") if number(a["id"]) % 20 == 0]
        found = extracted(binary, gold)
        dump(f"{work}/gold.jsonl", gold)
        dump(f"{work}/records.jsonl", found)
        dump(f"{work}/pred.jsonl", [{"id": r["id"], "attributions": [{k: s[k] for k in ("source", "cue", "content")} for s in r["statements"]]}
                                    for r in found])
        print(f"== {len(gold)} articles of PolNeAR's training part")
        tell(f"{shared}/eval/polnear/compare.py", f"{work}/gold.jsonl", f"onrecord={work}/pred.jsonl", "--ci", "0")
        tell(f"{shared}/eval/speakers/score.py", f"{work}/records.jsonl", "--gold", f"{work}/gold.jsonl", "--who", f"{shared}/eval/speakers/who-train.jsonl")
        tell(f"{shared}/training/to_gold.py", f"{work}/theirs.jsonl")
        tell(f"{shared}/training/to_gold.py", f"{work}/ours.jsonl", CORPUS)
        invented = [a for name in ("theirs", "ours") for a in rows(f"{work}/{name}.jsonl") if number(a["id"]) % 10 == 0]
        everyday, long = ([a for a in invented if re.match(ids, a["id"])] for ids in (r"n2\d-", r"n1?\d-"))
        for articles, what in ((everyday, "everyday invented articles (training/corpus/everyday.jsonl)"), (long, "long invented articles (training/corpus/newsrooms.jsonl)"),
                               ([a for a in invented if a not in long + everyday], "other invented articles")):
            dump(f"{work}/invented.jsonl", articles)
            dump(f"{work}/records.jsonl", extracted(binary, articles))
            print(f"== {len(articles)} {what}")
            tell(f"{shared}/eval/news/score.py", f"{work}/records.jsonl", f"{work}/invented.jsonl")


if __name__ == "__main__":
    main(*sys.argv[1:])
