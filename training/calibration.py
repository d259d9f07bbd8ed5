"""Fits the two curves that make confidences come true: `python calibration.py RECORDS.jsonl RANKING.jsonl`, two lines for data/model/thresholds.toml.

RECORDS: the program's statements (`cargo run --release --example extract_with`, curves of thresholds.toml emptied) of articles that its weights
have not seen; RANKING: their annotation (training/prepare.py). A statement is right when its content shares half with the annotated one and its
source overlaps; a speaker when a person has the full name, anything else a word of the name. Bins of equal size, made monotone by pooling
(pool adjacent violators), points in between by straight lines. Standard library only.
"""
import json
import re
import sys
import unicodedata

BINS = 14


def rows(path):
    return [json.loads(line) for line in open(path, encoding="utf-8")]


def words(name):
    plain = "".join(c for c in unicodedata.normalize("NFD", name.lower().replace("’", "'")) if not unicodedata.combining(c))
    return [w for w in re.findall(r"\w+", re.sub(r"'s\b", "", plain)) if w not in ("the", "a", "an", "of", "for", "and")]


def places(spans):
    return {i for a, b in spans for i in range(a, b)}


def named(gold, voice):
    """whether the voice is the annotated one; None where the annotation does not tell"""
    if gold.get("type") is None or not voice:
        return None
    wanted, got = [words(n) for n in gold["speaker"].split("; ")], words(voice["name"])
    if not gold["speaker"]:
        return not got
    return got in wanted if gold["type"] == "person" else any(set(got) & set(w) for w in wanted)


def pairs(records, gold):
    statements, speakers = [], []
    found = {r["id"]: r["statements"] for r in records}
    for article in gold:
        said = found.get(article["id"], [])
        own, theirs = [places(a["content"]) for a in article["attributions"]], [places(s["content"]) for s in said]
        near = sorted(((2 * len(g & p) / (len(g) + len(p)), i, j) for i, g in enumerate(own) for j, p in enumerate(theirs) if g & p), reverse=True)
        match, taken = {}, set()
        for dice, i, j in near:
            if dice >= 0.5 and j not in match and i not in taken:
                match[j] = article["attributions"][i]
                taken.add(i)
        for j, s in enumerate(said):
            a = match.get(j)
            source = a is not None and (bool(places(a["source"]) & places(s["source"])) or not a["source"] and not s["source"])
            statements.append((s["confidence"], bool(source)))
            right = named(a, s["speaker"]) if a else None
            if right is not None:
                speakers.append((s["speaker"]["confidence"], right))
    return statements, speakers


def curve(points):
    """[[confidence given, share right]] of rising shares"""
    points = sorted(points)
    size = max(1, len(points) // BINS)
    bins = [points[i:i + size] for i in range(0, len(points), size)]
    pools = [[sum(c for c, _ in b), sum(r for _, r in b), len(b)] for b in bins]
    merged = []
    for pool in pools:
        merged.append(pool)
        while len(merged) > 1 and merged[-2][1] / merged[-2][2] >= merged[-1][1] / merged[-1][2]:
            last = merged.pop()
            merged[-1] = [a + b for a, b in zip(merged[-1], last)]
    return [[round(c / n, 3), round(r / n, 3)] for c, r, n in merged]


def main(records, ranking):
    for name, points in zip(("statement", "speaker"), pairs(rows(records), rows(ranking))):
        print(f"{name} = {json.dumps(curve(points))}  # {len(points)} of training articles kept for fitting")


if __name__ == "__main__":
    main(*sys.argv[1:])
