#!/usr/bin/env python3
"""Measure conflicts on the texts of our own in eval/own: headlines, pairs, and affairs told by articles.

    python3 eval/own.py target/release/onrecord [--show]

heaps    flags over a heap of headlines: precision leaving out headlines that merely report, share across claims, recall, claims hit
pairs    verdicts on pairs: precision and recall of contradiction
affairs  planted conflicts and traps in articles: how many of each are flagged, and how many flags are neither
--show prints what is missed and what is flagged wrongly. Standard library only.
"""
import collections, itertools, json, os, re, subprocess, sys, tempfile

HERE = os.path.dirname(os.path.abspath(__file__)) + "/own"
BINARY, SHOW = "", False
# what was measured, by name; eval/gate.py holds it to what was measured before
FIGURES = {}


def rows(path):
    return [json.loads(line) for line in open(path, encoding="utf-8")]


def run(*args, **more):
    return subprocess.run([BINARY, *args], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, **more).stdout


def flags(db, *more):
    return json.loads(run("--db", db, "conflicts", "--format", "json", "--limit", "0", *more))["conflicts"]


def show(*words):
    if SHOW:
        print("   ", *words)


def heap(name, folder):
    lines = rows(f"{HERE}/{name}.jsonl")
    db, source = f"{folder}/{name}.db", f"{folder}/{name}.jsonl"
    with open(source, "w", encoding="utf-8") as file:
        for number, line in enumerate(lines):
            file.write(json.dumps({"id": str(number), "text": line["text"]}) + "\n")
    run("--db", db, "import", source)
    gold = set()
    for (i, a), (j, b) in itertools.combinations(enumerate(lines), 2):
        if a["claim"] == b["claim"] and {a["stance"], b["stance"]} == {"for", "against"}:
            gold.add((i, j))
    count, hit = collections.Counter(), set()
    for flag in flags(db):
        i, j = sorted(int(flag[side]["ref"]) for side in "ab")
        a, b = lines[i], lines[j]
        if (i, j) in gold:
            kind = "right"
            hit.add(a["claim"])
        elif a["claim"] != b["claim"]:
            kind = "across"
        else:
            kind = "reporting" if "obs" in (a["stance"], b["stance"]) else "wrong"
        count[kind] += 1
        if kind in ("across", "wrong"):
            show(kind, "|", a["text"], "|", b["text"], "|", flag["why"])
    flagged, judged = sum(count.values()), sum(count.values()) - count["reporting"]
    contested = len({lines[i]["claim"] for i, _ in gold})
    FIGURES[f"{name} precision"] = count["right"] / max(1, judged)
    FIGURES[f"{name} recall"] = count["right"] / len(gold)
    print(f"{name}: {flagged} flags, precision {count['right'] / max(1, judged):.3f}, across claims {count['across'] / max(1, flagged):.3f}, "
          f"recall {count['right'] / len(gold):.3f}, claims {len(hit)} of {contested}")


def pairs():
    gold = {row["id"]: row for row in rows(f"{HERE}/pairs.jsonl")}
    out = run("compare", "--jsonl", f"{HERE}/pairs.jsonl").decode().splitlines()
    flagged = [gold[row["id"]] for row in map(json.loads, out) if row["pred"] == "contradiction"]
    right = [row for row in flagged if row["label"] == "contradiction"]
    for row in flagged:
        if row["label"] != "contradiction":
            show(row["label"], "|", row["a"], "|", row["b"])
    all_gold = sum(row["label"] == "contradiction" for row in gold.values())
    FIGURES["pairs precision"] = len(right) / max(1, len(flagged))
    FIGURES["pairs recall"] = len(right) / all_gold
    print(f"pairs: {len(flagged)} flags, precision {len(right) / max(1, len(flagged)):.3f}, recall {len(right) / all_gold:.3f}")


def words(text):
    return re.sub(r"[^a-z0-9]+", " ", text.lower()).strip()


def is_in(quote, text):
    """the statement holds the stretch, or nearly all of its words"""
    quote, text = words(quote), words(text)
    own = set(quote.split())
    return quote in text or text in quote or len(own & set(text.split())) >= 0.7 * len(own)


def affairs(name, folder):
    place = f"{HERE}/{name}"
    gold = rows(f"{place}/gold.jsonl")
    count, by_kind, others = collections.Counter(), collections.defaultdict(lambda: [0, 0]), 0
    for affair in sorted({item["affair"] for item in gold}):
        db = f"{folder}/{name}-{affair}.db"
        run("--db", db, "add", *sorted(f"{place}/{file}" for file in os.listdir(place) if file.startswith(affair + "-")))
        found, used = flags(db), set()
        for item in (item for item in gold if item["affair"] == affair):
            fits = [flag["id"] for flag in found for one, other in ("ab", "ba")
                    if is_in(item["a"]["quote"], flag[one]["text"]) and is_in(item["b"]["quote"], flag[other]["text"])]
            used.update(fits)
            count[item["label"], bool(fits)] += 1
            if item["label"] == "conflict":
                by_kind[item["kind"]][1] += 1
                by_kind[item["kind"]][0] += bool(fits)
            if bool(fits) != (item["label"] == "conflict"):
                show(item["label"], item["kind"], "|", item["a"]["quote"], "|", item["b"]["quote"])
        for flag in found:
            if flag["id"] not in used:
                others += 1
                show("not planted", "|", flag["a"]["text"], "|", flag["b"]["text"], "|", flag["why"])
    hit, traps = count["conflict", True], count["trap", True]
    FIGURES[f"{name} conflicts found"] = hit / max(1, hit + count["conflict", False])
    FIGURES[f"{name} traps avoided"] = 1 - traps / max(1, traps + count["trap", False])
    FIGURES[f"{name} flags that were planted"] = hit / max(1, hit + others)
    kinds = ", ".join(f"{kind} {a} of {b}" for kind, (a, b) in sorted(by_kind.items()))
    print(f"{name}: conflicts {hit} of {hit + count['conflict', False]} ({kinds}), traps {traps} of {traps + count['trap', False]}, "
          f"flags that were not planted {others}")


def measure(binary, show=False):
    global BINARY, SHOW
    BINARY, SHOW = binary, show
    with tempfile.TemporaryDirectory() as folder:
        for name in ("heap-1", "heap-2"):
            heap(name, folder)
        pairs()
        for name in ("affairs-1", "affairs-2"):
            affairs(name, folder)
    return FIGURES


if __name__ == "__main__":
    measure(sys.argv[1], "--show" in sys.argv)
