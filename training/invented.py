"""invented.py OUT.jsonl FOLDER...: invented articles (exact words of their annotation) in the shape that targets.py reads.

PolNeAR's habits are followed: quotation marks, and the punctuation before a closing one, belong to the content; so does a leading "that";
an attribution by name and colon or dash has that mark for its cue. Each attribution keeps speaker, type, role, org, kind and act.
"""
import glob
import json
import re
import sys

OPENING, CLOSING = "“‘\"'«", "”’\"'»"
KEPT = ("speaker", "type", "role", "org", "kind", "act")


def content_of(text, statement, after):
    """spans of the content's pieces, each looked for behind the one before; None if one is not in the text"""
    spans, at = [], max(0, after - 300)
    for words in statement["content"]:
        start = text.find(words, at)
        start = start if start >= 0 else text.find(words)
        if start < 0:
            return None
        end = at = start + len(words)
        while start > 0 and text[start - 1] in OPENING:
            start -= 1
        closing = re.match(rf"[,.?!;…]?[{CLOSING}]+", text[end:end + 3])
        if closing and statement["kind"] != "indirect":
            end += closing.end()
        if text[max(0, start - 5):start].lower() == "that ":
            start -= 5
        spans.append([start, end])
    return spans


def nearest(text, words, to, content):
    """the occurrence of `words` outside the content that is nearest to one of the spans `to`"""
    hits = [m.start() for m in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text)]
    hits = [h for h in hits if not any(a < h + len(words) and h < b for a, b in content)]
    if not hits:
        return []
    start = min(hits, key=lambda h: min(min(abs(h + len(words) - a), abs(h - b)) for a, b in to))
    return [[start, start + len(words)]]


def attribution(text, statement, after):
    content = content_of(text, statement, after)
    if not content:
        return None
    cue = nearest(text, statement["cue"], content, content) if statement["cue"] else []
    before = text[max(0, content[0][0] - 3):content[0][0]]
    mark = re.search(r"[:–—-]\s*$", before)
    if not statement["cue"] and mark:
        at = content[0][0] - len(before) + mark.start()
        cue = [[at, at + 1]]
    source = nearest(text, statement["source"], cue or content, content) if statement["source"] else []
    return {"source": source, "cue": cue, "content": content} | {k: statement[k] for k in KEPT}


def main(path, *folders):
    with open(path, "w", encoding="utf-8") as out:
        for name in (name for folder in folders for name in sorted(glob.glob(f"{folder}/*.jsonl"))):
            for article in map(json.loads, open(name, encoding="utf-8")):
                found, after = [], 0
                for statement in article["statements"]:
                    one = attribution(article["text"], statement, after)
                    if one:
                        found.append(one)
                        after = one["content"][0][0]
                record = {k: article[k] for k in ("id", "text", "roles")} | {"attributions": found}
                out.write(json.dumps(record, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
