#!/usr/bin/env python3
"""Makes an archive of invented statements, through the program's own `import`, and times the commands that read it.

    python3 benches/archive.py BIN STATEMENTS [--db FILE] [--runs N]

Everything is made of a seed: the same number gives the same archive, and a larger one begins with a smaller one. One speaker in a thousand says a large
share of it, as in the news. With --db the database is kept, and not made again where it exists. Prints one line a
figure; times are user and system CPU of whole processes, the median of the runs, files warm. Standard library only.
"""
import argparse, json, os, random, resource, statistics, subprocess, sys, tempfile, time

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


def timed(command, runs=1, stdin=None):
    """seconds of CPU (median), wall (median), peak MiB, exit code"""
    cpu, wall = [], []
    for _ in range(runs):
        before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.time()
        p = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, stdin=stdin)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        wall.append(time.time() - start)
        cpu.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return statistics.median(cpu), statistics.median(wall), after.ru_maxrss / 1024, p.returncode


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("bin")
    arguments.add_argument("statements", type=int)
    arguments.add_argument("--db")
    arguments.add_argument("--runs", type=int, default=7)
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        db = given.db or os.path.join(folder, "archive.db")
        names = {}
        lines = os.path.join(folder, "archive.jsonl")
        with open(lines, "w", encoding="utf-8") as out:
            for n in range(given.statements):
                row, name = statement(n)
                names[name] = names.get(name, 0) + 1
                out.write(json.dumps(row, ensure_ascii=False) + "\n")
        if not os.path.exists(db):
            cpu, wall, peak, code = timed([given.bin, "--db", db, "-q", "import", lines])
            if code != 0:
                sys.exit(f"import failed with exit code {code}")
            print(f"import: {1000 * cpu / given.statements:.2f} ms CPU a statement, {wall:.0f} s wall, {peak:.0f} MiB")
        print(f"{os.path.getsize(db) / given.statements / 1024:.2f} KiB a statement, {len(names)} speakers")
        most = max(names, key=names.get)
        rare = min((name for name in names if names[name] == 2), default=most)
        command = [given.bin, "--db", db]
        for what, rest in [
            ("quotes --speaker, the most quoted", ["quotes", "--speaker", most, "--limit", "20"]),
            ("quotes --speaker, a rare one", ["quotes", "--speaker", rare, "--limit", "20"]),
            ("quotes --words", ["quotes", "--words", "Ostnes storm rebuilt", "--limit", "20"]),
            ("quotes, the newest", ["quotes", "--limit", "20"]),
            ("speakers --limit 20", ["speakers", "--limit", "20"]),
            ("conflicts", ["conflicts"]),
            ("stats", ["stats"]),
        ]:
            cpu, wall, peak, code = timed(command + rest, given.runs)
            print(f"{what}: {1000 * cpu:.0f} ms CPU, {1000 * wall:.0f} ms wall, {peak:.0f} MiB" + (f", exit code {code}" if code else ""))


main()
