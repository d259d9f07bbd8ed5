#!/usr/bin/env python3
"""How much accuracy does another house style cost?

    python3 eval/style.py BIN [--shared ../shared]

Rewrites the annotated articles of PolNeAR dev in five styles, moving the annotation along, runs `BIN extract --jsonl -` on each
version and prints e2e F1 (see eval/polnear/score.py in shared) with the loss against the text as published:

    straight     "…" and ' for every mark
    british      single marks ‘…’, inner ones double, apostrophes intact
    guillemets   « … »
    open         no closing mark where a quotation goes on in the next paragraph
    lines        single line breaks between paragraphs

Standard library only. Exit 0; 2 when shared is absent or the program fails.
"""
import argparse
import json
import os
import re
import subprocess
import sys


def marks(text):
    """[(position, 'open' | 'close')] of the double quotation marks, paragraph by paragraph"""
    out, pos = [], 0
    for line in text.splitlines(keepends=True):
        opened = False
        for k, c in enumerate(line):
            if c == "“" or (c == '"' and not opened):
                opened = True
                out.append((pos + k, "open"))
            elif c == "”" or (c == '"' and opened):
                opened = False
                out.append((pos + k, "close"))
        pos += len(line)
    return out


def straight(text):
    return [(i, i + 1, {"“": '"', "”": '"', "‘": "'", "’": "'"}[c]) for i, c in enumerate(text) if c in "“”‘’"]


def british(text):
    edits, depth, at = [], 0, dict(marks(text))
    inner = False
    for i, c in enumerate(text):
        if i in at:
            depth = 1 if at[i] == "open" else 0
            inner = False
            edits.append((i, i + 1, "‘" if at[i] == "open" else "’"))
        elif depth and c == "‘":
            inner = True
            edits.append((i, i + 1, "“"))
        elif depth and inner and c == "’" and not text[i + 1:i + 2].isalnum():
            inner = False
            edits.append((i, i + 1, "”"))
    return edits


def guillemets(text):
    return [(i, i + 1, "«" if kind == "open" else "»") for i, kind in marks(text)]


def open_(text):
    closing = {i for i, kind in marks(text) if kind == "close"}
    return [(m.start(), m.start() + 1, "") for m in re.finditer(r'[”"](?=[ \t]*\n\s*[“"])', text) if m.start() in closing]


def lines(text):
    return [(m.start(), m.end(), "\n") for m in re.finditer(r"\n[ \t]*(?:\n[ \t]*)+", text)]


STYLES = {"as published": lambda text: [], "straight": straight, "british": british, "guillemets": guillemets, "open": open_,
          "lines": lines}


def rewrite(article, style):
    text, out, moved, pos = article["text"], [], [0] * (len(article["text"]) + 1), 0
    size = 0
    for start, end, new in [*STYLES[style](text), (len(text), len(text), "")]:
        for i in range(pos, start):
            moved[i] = size + i - pos
        out.append(text[pos:start])
        size += start - pos
        for i in range(start, end):
            moved[i] = size
        out.append(new)
        size += len(new)
        pos = end
    moved[len(text)] = size
    spans = lambda a: {k: ([[moved[s], moved[e]] for s, e in v] if k in ("source", "cue", "content") else v) for k, v in a.items()}
    return dict(article, text="".join(out), attributions=[spans(a) for a in article["attributions"]])


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("binary")
    ap.add_argument("--shared", default=os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "shared"))
    a = ap.parse_args()
    corpus = os.path.join(a.shared, "eval", "polnear")
    if not os.path.isdir(corpus):
        print(f"{corpus} is absent: nothing to measure", file=sys.stderr)
        return 2
    sys.path.insert(0, corpus)
    import score
    gold = [json.loads(line) for line in open(os.path.join(corpus, "polnear-dev.jsonl"), encoding="utf-8")]
    base = None
    print("| style | e2e | loss | quoted e2e | exact |\n|---|---|---|---|---|")
    for style in STYLES:
        articles = [rewrite(g, style) for g in gold]
        feed = "".join(json.dumps({"id": x["id"], "text": x["text"]}) + "\n" for x in articles)
        p = subprocess.run([a.binary, "extract", "--jsonl", "-"], input=feed.encode(), stdout=subprocess.PIPE)
        if p.returncode:
            print(f"extract failed with exit code {p.returncode}", file=sys.stderr)
            return 2
        found = {r["id"]: {"attributions": r["statements"]} for r in map(json.loads, p.stdout.decode().splitlines())}
        rows = score.run({x["id"]: x for x in articles}, found)
        e2e = 100 * rows["all"]["e2e"][2]
        base = e2e if base is None else base
        print(f"| {style} | {e2e:.1f} | {base - e2e:+.1f} | {100 * rows['direct+mixed']['e2e'][2]:.1f} | {100 * rows['all']['exact'][2]:.1f} |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
