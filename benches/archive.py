#!/usr/bin/env python3
"""Makes an archive of invented statements, through the program's own `import`, and times the commands that read it.

    python3 benches/archive.py BIN STATEMENTS [STATEMENTS …] [--db FOLDER] [--runs N]

Everything is made of a seed: the same number gives the same archive, and a larger one begins with a smaller one. One speaker says more than a third of it,
more than anyone does in the news. With --db the databases are kept in a folder, and not made again where they exist. Prints a table: a row for a command, a column for an archive,
and between two archives the exponent (1: the time grows in step with the statements). Times are milliseconds of user and system CPU of
whole processes, the median of the runs (7), files warm; behind them the peak in MiB. "one more" is `import` of one statement into a copy
of the archive. Standard library only.
"""
import argparse, json, math, os, random, shutil, statistics, subprocess, sys, tempfile, time

FIRST = "Ada Bela Carin Dario Edda Falk Greta Henk Ilva Jorin Kaja Lorn Mira Nils Orla Pavo Quirin Runa Silke Tomas".split()
LAST = "Vond Harl Brisk Quell Sorn Tamm Ulde Varn Wess Yorn Zell Ankar Brede Corvin Dall Eskil".split()
ENDS = "er mann sen ström ova icz idis ner rath well lund berg".split()
ROLES = ["harbour minister", "mayor of Estrand", "spokeswoman of the ferry board", "chief engineer", "party leader", None]
DOES = "will open|stays shut|was closed|has cost too much|needs new piles|must be rebuilt|was built too low|carries more people".split("|")
WHEN = "in spring|before the vote|on Monday|this year|after the storm|by June|next week|in ten days".split("|")
PLACES = [a + b for a in "Est Bor Kal Lund Mar Nor Ost Pel Ras Tor".split() for b in "rand vik haven stad mouth dal nes by".split()]


def word(r):
    """an invented noun, one of 60,000"""
    return "".join(r.choice("bdfgklmnprstvz") + r.choice("aeiou") for _ in range(3)) + r.choice("lnrs")


def statement(n):
    r = random.Random(n)
    # Zipf's law over speakers; their number grows with the archive
    speaker = min(int(r.paretovariate(0.7)) - 1, n // 12 + 8)
    s = random.Random(f"speaker {speaker}")
    name = f"{s.choice(FIRST)} {s.choice(LAST)}{s.choice(ENDS)}{speaker // 400 or ''}"
    text = (f"the {word(r)} of {r.choice(PLACES)} {r.choice(DOES)} {r.choice(WHEN)}, and the {word(r)} took "
            f"{r.randrange(2, 990)} tons of {word(r)} from the {word(r)}")
    return {"id": f"a{n}", "text": text[0].upper() + text[1:], "speaker": name, "role": s.choice(ROLES), "outlet": f"Outlet {r.randrange(60)}",
            "published": f"20{r.randrange(20, 32)}-{r.randrange(1, 13):02}-{r.randrange(1, 29):02}"}, name


def timed(command, runs=1):
    """seconds of CPU (median), wall (median), peak MiB (of the largest run), exit code (of the last)"""
    cpu, wall, peak, code = [], [], 0, 0
    for _ in range(runs):
        start = time.time()
        child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = code = os.waitstatus_to_exitcode(status)
        wall.append(time.time() - start)
        cpu.append(used.ru_utime + used.ru_stime)
        peak = max(peak, used.ru_maxrss / 1024)
    return statistics.median(cpu), statistics.median(wall), peak, code


def made(binary, statements, db, lines):
    """makes the archive where it is not there yet; its speakers with the number of their statements, and the figures of the import"""
    names, figures = {}, {}
    with open(lines, "w", encoding="utf-8") as out:
        for n in range(statements):
            row, name = statement(n)
            names[name] = names.get(name, 0) + 1
            out.write(json.dumps(row, ensure_ascii=False) + "\n")
    if not os.path.exists(db):
        cpu, _, peak, code = timed([binary, "--db", db, "-q", "import", lines])
        if code != 0:
            sys.exit(f"import failed with exit code {code}")
        figures["import, a statement"] = (1000 * cpu / statements, peak)
    return names, figures


def asked(binary, db, names, runs):
    """the commands that read, and their figures"""
    most = max(names, key=names.get)
    rare = min((name for name in names if names[name] == 2), default=most)
    for what, rest in [
        ("quotes --speaker, the most quoted", ["quotes", "--speaker", most, "--limit", "20"]),
        ("quotes --speaker, a rare one", ["quotes", "--speaker", rare, "--limit", "20"]),
        ("quotes --words", ["quotes", "--words", "Ostnes storm rebuilt", "--limit", "20"]),
        ("quotes, the newest", ["quotes", "--limit", "20"]),
        ("speakers --limit 20", ["speakers", "--limit", "20"]),
        ("conflicts", ["conflicts"]),
        ("stats", ["stats"]),
    ]:
        cpu, _, peak, code = timed([binary, "--db", db] + rest, runs)
        # 1: there is nothing to list
        if code not in (0, 1):
            sys.exit(f"{what} failed with exit code {code}")
        yield what, (1000 * cpu, peak)


def one_more(binary, db, folder, statements, names):
    """what another statement costs: of a speaker seldom quoted, and of the one quoted most"""
    most = max(names, key=names.get)
    rare = min((name for name in names if names[name] == 2), default=most)
    for what, name in [("one more, of a rare speaker", rare), ("one more, of the most quoted", most)]:
        copy, line = os.path.join(folder, "copy.db"), os.path.join(folder, "one.jsonl")
        shutil.copyfile(db, copy)
        with open(line, "w", encoding="utf-8") as out:
            out.write(json.dumps({**statement(statements)[0], "id": "more", "speaker": name}, ensure_ascii=False) + "\n")
        cpu, _, peak, code = timed([binary, "--db", copy, "-q", "import", line])
        os.remove(copy)
        if code != 0:
            sys.exit(f"{what} failed with exit code {code}")
        yield what, (1000 * cpu, peak)


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("bin")
    arguments.add_argument("statements", type=int, nargs="+")
    arguments.add_argument("--db", metavar="FOLDER")
    arguments.add_argument("--runs", type=int, default=7)
    given = arguments.parse_args()
    table = {}
    with tempfile.TemporaryDirectory() as folder:
        for statements in given.statements:
            db = os.path.join(given.db or folder, f"archive-{statements}.db")
            lines = os.path.join(folder, "archive.jsonl")
            names, figures = made(given.bin, statements, db, lines)
            figures.update(asked(given.bin, db, names, given.runs))
            figures.update(one_more(given.bin, db, folder, statements, names))
            table[statements] = figures
            beside = (os.path.getsize(db) - sum(len(statement(n)[0]["text"].encode()) for n in range(statements))) / statements
            print(f"{statements} statements of {len(names)} speakers: {beside:.0f} bytes a statement beside its text", flush=True)
    sizes = list(table)
    head = [f"{n}: ms, MiB" if n == sizes[0] else f"{n}: ms, MiB | exponent" for n in sizes]
    print("", "| | " + " | ".join(head) + " |", "|---" * (2 * len(sizes)) + "|", sep="\n")
    for what in dict.fromkeys(what for figures in table.values() for what in figures):
        cells, before = [], None
        for n in sizes:
            if what not in table[n]:
                cells += ["", ""][: 1 + (n != sizes[0])]
                continue
            ms, peak = table[n][what]
            cells.append(f"{ms:.1f}, {peak:.0f}")
            if n != sizes[0]:
                cells.append(f"{math.log(ms / before[1]) / math.log(n / before[0]):.2f}" if before else "")
            before = (n, ms)
        print(f"| {what} | " + " | ".join(cells) + " |")


main()
