#!/usr/bin/env python3
"""speaker_confidence.py RECORDS-DIR [SHARED]: of the speakers given with such a confidence, how many are named rightly?

RECORDS-DIR: what `run.py … polnear speakers news --keep RECORDS-DIR` leaves. Right: the full name of a person, the words of anything else
("same" of eval/speakers for PolNeAR dev, "name" of eval/news for the other outlets).
"""
import collections
import json
import sys

EDGES = [0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 1.01]


def rows(path):
    return [json.loads(line) for line in open(path, encoding="utf-8") if line.strip()]


def matched(gold_spans, statements):
    """the statement whose content shares at least half with the gold's"""
    own = {i for a, b in gold_spans for i in range(a, b)}
    best = max(((2 * len(own & c) / (len(own) + len(c)), s) for s, c in ((s, {i for a, b in s["content"] for i in range(a, b)}) for s in statements)),
               key=lambda x: x[0], default=(0, None))
    return best[1] if best[0] >= 0.5 else None


def tell(name, pairs):
    table = collections.defaultdict(list)
    for confidence, right in pairs:
        table[max(e for e in EDGES if e <= confidence)].append((confidence, right))
    print(name)
    for edge in sorted(table):
        cell = table[edge]
        print(f"  from {edge:.2f}: {len(cell):4} given, mean {sum(c for c, _ in cell) / len(cell):.2f}, right {sum(r for _, r in cell) / len(cell):.2f}")


def main(folder, shared="../shared"):
    sys.path.insert(0, f"{shared}/eval/speakers")
    import score as speakers
    sys.path.insert(0, f"{shared}/eval/news")
    del sys.modules["score"]
    import score as news
    found = {r["id"]: r["statements"] for r in rows(f"{folder}/polnear-records.jsonl")}
    who = {o["id"]: o["speakers"] for o in rows(f"{shared}/eval/speakers/who-dev.jsonl")}
    pairs = []
    for article in rows(f"{shared}/eval/polnear/polnear-dev.jsonl"):
        for entry in who.get(article["id"], []):
            for k in entry["attributions"]:
                s = matched(article["attributions"][k - 1]["content"], found.get(article["id"], []))
                if s and s.get("speaker") and not entry.get("unsure") and entry["type"] != "nobody":
                    got = speakers.words(s["speaker"]["name"])
                    wants = [speakers.words(n) for n in entry["name"].split("; ")]
                    right = any(got == w if entry["type"] == "person" else set(got) & set(w) for w in wants)
                    pairs.append((s["speaker"]["confidence"], bool(right)))
    tell("PolNeAR dev", pairs)
    found = {r["id"]: r["statements"] for r in rows(f"{folder}/news-records.jsonl")}
    pairs = []
    for article in rows(f"{shared}/eval/news/news-dev.jsonl"):
        for gold in article["statements"]:
            s = matched(gold["content"], found.get(article["id"], []))
            if s and s.get("speaker") and gold["type"] != "anonymous":
                pairs.append((s["speaker"]["confidence"], news.same_name(gold["speaker"], s["speaker"]["name"], gold["type"] == "person")))
    tell("news dev", pairs)


if __name__ == "__main__":
    main(*sys.argv[1:])
