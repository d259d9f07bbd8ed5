"""Fits the choice of what a denial denies in its article: `python denials.py SHARED BINARY ROWS_BINARY OUT.json`.

Learns from the affairs of eval/own that have a denials.json, and from the denials of training articles (places only: denials.jsonl). BINARY:
onrecord; ROWS_BINARY: `cargo build --release --example denial_rows`. Conditional logit over the candidates and nothing; a denial with several
right candidates counts them together. Prints what a share of so much is worth, on articles and affairs that the weights did not see (eight
parts, each left out once).
"""
import glob
import hashlib
import json
import os
import re
import subprocess
import sys
import tempfile

import numpy as np
import torch

from targets import nameless

HERE = os.path.dirname(os.path.abspath(__file__))
PENALTY = 0.03


def rows_of(binary, rows_binary, path):
    with tempfile.TemporaryDirectory() as work:
        db = os.path.join(work, "one.db")
        subprocess.run([binary, "-q", "--db", db, "add", path], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        out = subprocess.run([rows_binary, db], stdout=subprocess.PIPE, check=True, text=True).stdout
    return [json.loads(line) for line in out.split("\n") if line]


def marked_affairs(folder):
    """[(file of articles, {title: [(denial, targets)]})], all as spans of code points"""
    marked = json.load(open(f"{folder}/denials.json", encoding="utf-8"))
    for path in sorted(glob.glob(f"{folder}/*.jsonl")):
        texts = {a["id"]: a for a in read(path)}
        where = lambda file, words: [[texts[file]["text"].find(words), texts[file]["text"].find(words) + len(words)]]
        of = {a["title"]: [] for a in texts.values()}
        for m in marked:
            if m["file"] in texts:
                targets = [where(m["file"], t["text"]) for t in m["targets"] if t["file"] == m["file"] and t["text"] in texts[m["file"]]["text"]]
                of[texts[m["file"]]["title"]].append((where(m["file"], m["denial"]), targets))
        yield path, of


def marked_articles(shared, work):
    """the same of training articles, whose ids become their titles"""
    marked = {}
    for m in read(os.path.join(HERE, "denials.jsonl")):
        marked.setdefault(m["article"], []).append((m["denial"], m["targets"]))
    for name, paths in (("real", [f"{shared}/eval/polnear/polnear-train.jsonl"]),
                        ("invented", sorted(glob.glob(f"{shared}/training/invented/*.jsonl")) + sorted(glob.glob(f"{HERE}/corpus/*.jsonl")))):
        path = os.path.join(work, f"{name}.jsonl")
        articles = [a for p in paths for a in read(p) if nameless(a["id"]) in marked]
        of = {a["id"]: marked[nameless(a["id"])] for a in articles}
        with open(path, "w", encoding="utf-8") as out:
            out.writelines(json.dumps({"id": a["id"], "title": a["id"], "text": a["text"]}) + "\n" for a in articles)
        yield path, of


def read(path):
    return [json.loads(line) for line in open(path, encoding="utf-8")]


def choices(binary, rows_binary, path, of):
    """[(kind of text, affair or article, row, right)]: right says which candidates are denied; its last says that none is"""
    chars = lambda spans: {i for a, b in spans for i in range(a, b)}
    holds = lambda spans, others: len(chars(spans) & chars(others)) > max(3, 0.6 * min(len(chars(spans)), len(chars(others))) - 1)
    kind = os.path.basename(path)[:-6]
    for row in rows_of(binary, rows_binary, path):
        title = row["denial"]["title"]
        if title in of:
            meant = [t for denial, targets in of[title] if holds(row["denial"]["content"], denial) for t in targets]
            right = [any(holds(told["content"], t) for t in meant) for told in row["told"]]
            known = any(holds(row["denial"]["content"], denial) for denial, _ in of[title])
            if known or kind not in ("real", "invented"):
                yield (kind if kind in ("real", "invented") else "affairs"), (title if kind in ("real", "invented") else kind), row, right + [not any(right)]


def arrays(found, features, nothing):
    width = features + nothing
    most = max(len(right) for _, _, _, right in found)
    x, keep, right = np.zeros((len(found), most, width), np.float32), np.zeros((len(found), most), bool), np.zeros((len(found), most), bool)
    for i, (_, _, row, ok) in enumerate(found):
        n = len(ok) - 1
        x[i, :n, :features] = row["rows"]
        x[i, n, features:] = row["nothing"]
        keep[i, :n + 1] = True
        right[i, :n + 1] = ok
    return torch.from_numpy(x), torch.from_numpy(keep), torch.from_numpy(right)


def fit(x, keep, right):
    weights = torch.zeros(x.shape[-1], requires_grad=True)
    optimiser = torch.optim.LBFGS([weights], lr=1, max_iter=200, line_search_fn="strong_wolfe")

    def closure():
        optimiser.zero_grad()
        log = (x @ weights).masked_fill(~keep, -1e9).log_softmax(-1)
        loss = -log.masked_fill(~right, -1e9).logsumexp(-1).mean() + PENALTY * (weights ** 2).sum() / 10
        loss.backward()
        return loss

    optimiser.step(closure)
    return weights.detach()


def tell(name, shares, found):
    with_target = sum(any(right[:-1]) for _, _, _, right in found)
    print(f"{name}: {len(found)} denials, {with_target} of something told in their article")
    for least in (0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8):
        given = [(s, right) for s, (_, _, _, right) in zip(shares, found) if s[:len(right) - 1].max() >= least]
        ok = sum(right[int(s[:len(right) - 1].argmax())] for s, right in given)
        print(f"  share of {least} and more: {len(given)} given, {ok} right ({ok / max(1, len(given)):.2f}), recall {ok / max(1, with_target):.2f}")


def main(shared, binary, rows_binary, path):
    source = open(os.path.join(HERE, "..", "src", "compare", "denied.rs"), encoding="utf-8").read()
    names = [re.findall(r'^    "(.*)",$', part, re.M) for part in source.split("pub const ")[1:3]]
    with tempfile.TemporaryDirectory() as work:
        marked = [m for n in (5, 6) for m in marked_affairs(os.path.join(HERE, "..", "eval", "own", f"affairs-{n}"))]
        marked += marked_articles(shared, work)
        found = [c for m in marked for c in choices(binary, rows_binary, *m)]
    x, keep, right = arrays(found, *map(len, names))
    shares = lambda weights, x, keep: (x @ weights).masked_fill(~keep, -1e9).softmax(-1).numpy()
    part = np.array([int(hashlib.sha256(of.encode()).hexdigest(), 16) % 8 for _, of, _, _ in found])
    left_out = np.zeros(keep.shape, np.float32)
    for k in range(8):
        inside = torch.from_numpy(part != k)
        left_out[part == k] = shares(fit(x[inside], keep[inside], right[inside]), x[~inside], keep[~inside])
    for kind in ("affairs", "real", "invented"):
        of_kind = [i for i, c in enumerate(found) if c[0] == kind]
        tell(kind, left_out[of_kind], [found[i] for i in of_kind])
    weights = fit(x, keep, right)
    told, nothing = weights[:len(names[0])].tolist(), weights[len(names[0]):].tolist()
    with open(path, "w", encoding="utf-8") as out:
        json.dump({"told": [round(w, 4) for w in told], "nothing": [round(w, 4) for w in nothing]}, out, indent=1)
        out.write("\n")
    ranked = sorted(zip(names[0] + [f"nothing: {n}" for n in names[1]], told + nothing), key=lambda w: -abs(w[1]))
    print("; ".join(f"{name} {w:.2f}" for name, w in ranked))


if __name__ == "__main__":
    main(*sys.argv[1:])
