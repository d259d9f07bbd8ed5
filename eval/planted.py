#!/usr/bin/env python3
"""Planted edits: are versions of a quotation found, and nothing else called one?

    cargo build --release --example flags
    python3 eval/planted.py target/release/onrecord target/release/examples/flags ARTICLES.jsonl [--show]

Extracts the statements of the articles, takes every third one that can be edited, changes a negation, a number, a name or a modal in a copy that
another outlet gives to the same speaker, hides the copies among the untouched statements and unedited copies, and looks at the flags.
Prints precision and recall of the firm version flags, and how many other firm flags there are per 1,000 statements.
"""
import collections, json, random, re, subprocess, sys, tempfile

NAMES = ["Velmora", "Tarrick", "Osmunda", "Brisco", "Kallinen", "Dravosk", "Ferrand", "Quillon"]
MODALS = {"will": "may", "may": "will", "must": "may", "can": "must", "should": "will", "could": "must", "might": "must", "would": "must"}
AUXILIARY = r"\b(is|are|was|were|will|would|can|could|should|must|does|did|has|had|have|may|might)\b"


def negation(text, rng):
    if re.search(r"\bnot \b", text):
        return re.sub(r"\bnot ", "", text, count=1)
    if re.search(r"n['’]t\b", text):
        return None
    found = re.search(AUXILIARY + r"(?= \w)", text)
    return found and text[: found.end()] + " not" + text[found.end():]


def number(text, rng):
    found = [m for m in re.finditer(r"(?<![\w.,-])\d[\d,.]*\d(?![\w-])|(?<![\w.,-])\d(?![\w.,-])", text)]
    if not found:
        return None
    m = rng.choice(found)
    value = float(m.group().replace(",", "").rstrip(".")) if re.fullmatch(r"[\d,]*\.?\d+", m.group()) else None
    return value is not None and text[: m.start()] + f"{value + rng.choice([1, 2, 3, 10]):g}" + text[m.end():]


def name(text, rng):
    found = [m for m in re.finditer(r"(?<=[a-z,] )[A-Z][a-z]{3,}(?![\w'’-])", text)]
    if not found:
        return None
    m = rng.choice(found)
    return text[: m.start()] + rng.choice(NAMES) + text[m.end():]


def modal(text, rng):
    found = [m for m in re.finditer(r"\b(" + "|".join(MODALS) + r")\b(?! not)", text)]
    if not found:
        return None
    m = rng.choice(found)
    return text[: m.start()] + MODALS[m.group()] + text[m.end():]


EDITS = {"negation": negation, "number": number, "name": name, "modal": modal}


def statements(binary, articles):
    """the statements of the articles, as the comparison takes them"""
    feed = "".join(json.dumps({"id": a["id"], "text": a["text"]}) + "\n" for a in articles)
    out = subprocess.run([binary, "extract", "--jsonl", "-"], input=feed.encode(), stdout=subprocess.PIPE, check=True).stdout.decode()
    texts = {str(a["id"]): a["text"] for a in articles}
    rows = []
    for record in map(json.loads, filter(None, out.split("\n"))):
        text = texts[record["id"]]
        for s in record["statements"]:
            who = s.get("speaker") or {}
            known = who.get("type") in ("person", "organization") and who.get("name")
            rows.append({
                "text": s["text"], "sentence": text[s["context"][0]:s["context"][1]], "speaker": who.get("name") or None,
                "speaker_key": who["name"].lower() if known else None, "speaker_type": who.get("type"), "role": who.get("role"),
                "organization": who.get("organization"), "country": who.get("country"), "outlet": "Dev", "published": None,
                "article": record["id"], "kind": s["kind"], "act": s["act"], "negated": False, "on_record": s["on_record"],
                "cue": " ".join(text[a:b] for a, b in s["cue"]) or ":",
            })
    return rows


def main():
    binary, flags, path = sys.argv[1:4]
    articles = [json.loads(line) for line in open(path, encoding="utf-8") if line.strip()]
    rng = random.Random(20261124)
    rows = statements(binary, articles)
    untouched = len(rows)
    planted = {}
    wanted = list(EDITS)
    for i in range(0, untouched, 3):
        row = rows[i]
        if len(row["text"].split()) < 8 or not row["speaker_key"]:
            continue
        rng.shuffle(wanted)
        for kind in wanted:
            edited = EDITS[kind](row["text"], rng)
            if edited and edited != row["text"]:
                planted[(i, len(rows))] = kind
                rows.append({**row, "text": edited, "sentence": row["sentence"].replace(row["text"], edited), "outlet": "Copy", "article": f"copy of {row['article']}"})
                break
    for i in range(1, untouched, 9):  # wire copies, which differ in nothing
        rows.append({**rows[i], "outlet": "Wire", "article": f"wire copy of {rows[i]['article']}"})
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as f:
        f.writelines(json.dumps({"sid": n, **row}) + "\n" for n, row in enumerate(rows))
        f.flush()
        out = subprocess.run([flags, f.name], stdout=subprocess.PIPE, check=True).stdout.decode()
    found = [json.loads(line) for line in out.split("\n") if line]
    firm = [f for f in found if f["firm"]]
    versions = [f for f in firm if f["kind"] == "version"]
    # a copy of a copy is the same edit
    pair = lambda f: (min(f["a"], f["b"]), max(f["a"], f["b"]))
    right = {pair(f) for f in versions} & set(planted)
    hit = collections.Counter(planted[p] for p in right)
    total = collections.Counter(planted.values())
    same_text = lambda f: any({rows[f["a"]]["text"], rows[f["b"]]["text"]} == {rows[a]["text"], rows[b]["text"]} for a, b in planted)
    true = sum(pair(f) in planted or same_text(f) for f in versions)
    clean = [f for f in firm if f["a"] < untouched and f["b"] < untouched]
    print(f"{untouched} statements, {len(planted)} planted, {len(rows) - untouched - len(planted)} plain copies")
    print(f"versions: precision {true / max(1, len(versions)):.3f} ({true}/{len(versions)}), recall {len(right) / max(1, len(planted)):.3f}")
    print("recall by edit:", ", ".join(f"{k} {hit[k]}/{total[k]}" for k in EDITS))
    print(f"firm flags among the untouched: {len(clean)}, {1000 * len(clean) / max(1, untouched):.1f} per 1,000 statements")
    if "--show" in sys.argv:
        for f in clean:
            print("CLEAN", f["kind"], f["rule"], f["score"], f["words"], "\n   ", *(f"{rows[f[k]]['speaker']}: {f['texts'][n]}\n    " for n, k in enumerate("ab")))
        for f in versions:
            if not (pair(f) in planted or same_text(f)):
                print("WRONG", f["rule"], f["words"], "\n   ", "\n    ".join(f["texts"]))
        got = {pair(f): f for f in found}
        for p, kind in planted.items():
            if p not in right:
                f = got.get(p)
                print("MISSED", kind, f and (f["kind"], f["rule"], f["firm"], f["words"]), "\n   ", rows[p[0]]["text"], "\n   ", rows[p[1]]["text"])


main()
