#!/usr/bin/env python3
"""Figures on texts of our own may not fall unnoticed.

    python3 eval/gate.py BIN            measure, and compare with eval/figures.json
    python3 eval/gate.py BIN --accept   measure, and write eval/figures.json: what changed is read in the diff

Statements, names, roles and organisations on eval/own/articles.jsonl (62 invented articles with all attributions marked by their
writers), conflicts on the rest of eval/own. Every figure is a share, and more is better. Exit code 1 when one is lower than it was.
Standard library only.
"""
import json
import os
import subprocess
import sys
import unicodedata

import own

HERE = os.path.dirname(os.path.abspath(__file__))
RECORDED = f"{HERE}/figures.json"
# what rounding may cost
SLACK = 0.0005


def words(text):
    plain = unicodedata.normalize("NFD", (text or "").lower().replace("’", "'"))
    plain = "".join(c if c.isalnum() else " " for c in plain if not unicodedata.combining(c))
    return {word for word in plain.split() if word not in ("the", "a", "an", "of", "for", "and", "s")}


def places(text, pieces, after):
    """code points of a statement, whose pieces are exact words; none when they are not there"""
    found, at = set(), max(0, after - 300)
    for piece in pieces:
        start = text.find(piece, at)
        start = start if start >= 0 else text.find(piece)
        if start < 0:
            return None
        at = start + len(piece)
        found.update(range(start, at))
    return found


def gold_of(article):
    found, after = [], 0
    for statement in article["statements"]:
        place = places(article["text"], statement["content"], after)
        if place:
            after = min(place)
            # what the outlet describes is not on record
            if statement["act"] not in ("believe", "intend"):
                found.append((place, statement))
    return found


def matched(gold, said):
    """one to one, the best first"""
    pairs = [(2 * len(g & p) / (len(g) + len(p)), i, j) for i, (g, _) in enumerate(gold) for j, (p, _) in enumerate(said) if g & p]
    taken_i, taken_j = set(), set()
    for dice, i, j in sorted(pairs, key=lambda pair: (-pair[0], pair[1:])):
        if dice >= 0.5 and i not in taken_i and j not in taken_j:
            taken_i.add(i)
            taken_j.add(j)
            yield gold[i][1], said[j][1]


def articles(binary):
    rows = [json.loads(line) for line in open(f"{HERE}/own/articles.jsonl", encoding="utf-8")]
    feed = "".join(json.dumps({"id": row["id"], "text": row["text"]}, ensure_ascii=False) + "\n" for row in rows)
    out = subprocess.run([binary, "extract", "--jsonl", "-"], input=feed.encode(), stdout=subprocess.PIPE, check=True).stdout
    count = dict.fromkeys(("gold", "said", "match", "person", "name", "role", "role right", "org", "org right"), 0)
    for row, record in zip(rows, map(json.loads, out.decode().splitlines())):
        gold = gold_of(row)
        said = [({i for a, b in s["content"] for i in range(a, b)}, s) for s in record["statements"] if s["on_record"]]
        count["gold"] += len(gold)
        count["said"] += len(said)
        for wanted, found in matched(gold, said):
            speaker = found["speaker"] or {}
            count["match"] += 1
            if wanted["type"] == "person":
                count["person"] += 1
                count["name"] += words(wanted["speaker"].split(";")[0]) == words(speaker.get("name"))
            for key, field in (("role", "role"), ("org", "organization")):
                if wanted[key]:
                    count[key] += 1
                    count[f"{key} right"] += bool(words(wanted[key]) & words(speaker.get(field)))
    share = lambda part, whole: count[part] / max(1, count[whole])
    return {
        "articles: statements precision": share("match", "said"),
        "articles: statements recall": share("match", "gold"),
        "articles: full names of persons": share("name", "person"),
        "articles: roles": share("role right", "role"),
        "articles: organisations": share("org right", "org"),
    }


def main():
    figures = {**articles(sys.argv[1]), **own.measure(sys.argv[1])}
    figures = {name: round(value, 4) for name, value in figures.items()}
    if "--accept" in sys.argv:
        with open(RECORDED, "w", encoding="utf-8") as file:
            json.dump(figures, file, indent=1)
            file.write("\n")
        return 0
    before = json.load(open(RECORDED, encoding="utf-8"))
    lower = 0
    for name in sorted({*before, *figures}):
        was, now = before.get(name), figures.get(name)
        if was is None or now is None:
            print(f"{name}: was {was}, is {now}: the lists of figures differ")
            lower += 1
        elif now < was - SLACK:
            print(f"{name}: FELL from {was} to {now}")
            lower += 1
        else:
            print(f"{name}: {now}" + (f", was {was}" if now > was + SLACK else ""))
    if lower:
        print("If that is meant, say why in docs/accuracy.md and run it with --accept.", file=sys.stderr)
    return 1 if lower else 0


if __name__ == "__main__":
    sys.exit(main())
