#!/usr/bin/env python3
"""Of the statements given 0.9, how many are right?

    python3 eval/calibration.py BIN [--shared ../shared]

Runs `BIN extract --jsonl -` on PolNeAR dev and prints, for bins of confidence, the share of statements whose content is matched
(Dice ≥ 0.5) and whose source is right, and the expected calibration error. Standard library only; exit 2 when shared is absent.
"""
import argparse
import json
import os
import subprocess
import sys

EDGES = [0, 0.3, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 1.001]


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("binary")
    ap.add_argument("--shared", default=os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "shared"))
    ap.add_argument("--records", help="records made before, instead of a run")
    a = ap.parse_args()
    corpus = os.path.join(a.shared, "eval", "polnear")
    if not os.path.isdir(corpus):
        print(f"{corpus} is absent: nothing to measure", file=sys.stderr)
        return 2
    sys.path.insert(0, corpus)
    import score
    gold = score.load(os.path.join(corpus, "polnear-dev.jsonl"))
    if a.records:
        lines = open(a.records, encoding="utf-8").read().splitlines()
    else:
        feed = "".join(json.dumps({"id": i, "text": g["text"]}) + "\n" for i, g in gold.items())
        p = subprocess.run([a.binary, "extract", "--jsonl", "-"], input=feed.encode(), stdout=subprocess.PIPE, check=True)
        lines = p.stdout.decode().splitlines()
    rows = []
    for record in map(json.loads, lines):
        article = gold[record["id"]]
        art = score.Art(article["text"])
        _, found = score.score_article(article, record["statements"], 0.5)
        known = {}
        for s in record["statements"]:
            known.setdefault((art.words(s["content"]), art.words(s["source"])), s["confidence"])
        rows += [(known[p["c"], p["s"]], p["e2e"], p["match"] is not None) for p in found]
    print("| confidence | statements | mean confidence | right | content found |\n|---|---|---|---|---|")
    error = 0.0
    for lo, hi in zip(EDGES, EDGES[1:]):
        part = [r for r in rows if lo <= r[0] < hi]
        if part:
            n = len(part)
            mean, right, content = (sum(r[k] for r in part) / n for k in range(3))
            error += n / len(rows) * abs(mean - right)
            print(f"| {lo:.2f}–{min(hi, 1):.2f} | {n} | {mean:.2f} | {right:.2f} | {content:.2f} |")
    print(f"\nexpected calibration error {error:.3f} over {len(rows)} statements")
    return 0


if __name__ == "__main__":
    sys.exit(main())
