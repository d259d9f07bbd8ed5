"""Every export, opened by a program that it is for, on the sample articles and one that wants to do harm.

    python3 tests/opened/check.py target/release/onrecord

Needs what requirements.txt names (`pip install -r`). Exit code 0: all holds; 1: something does not; 2: a library is missing, and
nothing that needs it was checked.
"""

import asyncio
import datetime
import html.parser
import importlib
import json
import re
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

BINARY = str(Path(sys.argv[1] if len(sys.argv) > 1 else "target/release/onrecord").resolve())
HOSTILE = (
    "“=cmd|' /C calc'!A0 is no sum for us, and neither is \t<script>alert(1)</script> one,” Ada Quist 🌊, the mayor | of Tern, said.\n\n"
    "Bo Ferrant denied that “the \u202epier\u202c \x1b[31mwas \"red\" & ‘unsafe’”.\n"
)
faults, missing, checks = [], [], 0


def check(holds, told):
    global checks
    checks += 1
    if not holds:
        faults.append(told)
        print(f"FAULT: {told}", file=sys.stderr)


def onrecord(*args):
    done = subprocess.run([BINARY, "--db", "opened.db", *args], cwd=folder, capture_output=True, text=True)
    if done.returncode != 0:
        raise SystemExit(f"onrecord {' '.join(args)}: {done.returncode}\n{done.stderr}")
    return done.stdout


def library(name):
    """The library, or none where it is missing."""
    try:
        return importlib.import_module(name)
    except ImportError:
        missing.append(name)
        return None


def armed(text):
    """What a cell holds once the sign that keeps a spreadsheet from running it is off, and characters shown by their number are back."""
    text = text[1:] if text[:1] == "'" and text[1:2] in "=+-@\t\r" else text
    return re.sub("⟨U\\+([0-9A-F]{4,6})⟩", lambda found: chr(int(found[1], 16)), text)


def same_text(format, texts):
    """Every format holds the words of every row, character by character."""
    check([armed(text) for text in texts] == [row["text"] for row in rows], f"{format}: the words are not those of the rows")


def tables():
    onrecord("export", "--format", "csv", "-o", "table.csv")
    onrecord("export", "--format", "csv", "--bom", "-o", "excel.csv")
    onrecord("export", "--format", "tsv", "-o", "table.tsv")
    onrecord("export", "--format", "jsonl", "-o", "table.jsonl")
    check((folder / "excel.csv").read_bytes() == b"\xef\xbb\xbf" + (folder / "table.csv").read_bytes(), "--bom: only a mark more")
    if pandas := library("pandas"):
        for name, sign in [("table.csv", ","), ("excel.csv", ","), ("table.tsv", "\t")]:
            read = pandas.read_csv(folder / name, sep=sign, dtype=str, keep_default_na=False, encoding="utf-8-sig")
            check(list(read["id"]) == ids, f"pandas, {name}: {len(read)} rows")
            if sign == ",":
                same_text(f"pandas, {name}", read["text"])
        same_text("pandas, table.jsonl", pandas.read_json(folder / "table.jsonl", lines=True, dtype=False)["text"])
        with sqlite3.connect(folder / "opened.db") as database:
            read = pandas.read_sql("SELECT * FROM attributions", database)
        check(set(read["id"]) == set(ids), "pandas, the database: other rows")
    if polars := library("polars"):
        read = polars.read_csv(folder / "table.csv", infer_schema=False)
        check(read["id"].to_list() == ids, "polars, table.csv: other rows")
        same_text("polars, table.jsonl", polars.read_ndjson(folder / "table.jsonl", infer_schema_length=None)["text"].to_list())
        # the way to Parquet that docs/design.md names
        polars.read_ndjson(folder / "table.jsonl", infer_schema_length=None).write_parquet(folder / "table.parquet")
        same_text("polars, table.parquet", polars.read_parquet(folder / "table.parquet")["text"].to_list())


def workbook():
    onrecord("export", "-o", "book.xlsx")
    openpyxl = library("openpyxl")
    if not openpyxl:
        return
    book = openpyxl.load_workbook(folder / "book.xlsx")
    check(book.sheetnames == ["Attributions", "Speakers", "Conflicts", "Decisions"], f"openpyxl: sheets {book.sheetnames}")
    for sheet in book:
        check(sheet.freeze_panes == "A2" and sheet.auto_filter.ref, f"openpyxl, {sheet.title}: no frozen header or no filter")
        formulas = [cell.coordinate for line in sheet for cell in line if cell.data_type == "f"]
        check(not formulas, f"openpyxl, {sheet.title}: formulas {formulas[:3]}")
    sheet = book["Attributions"]
    names = [cell.value for cell in sheet[1]]
    column = lambda name: [line[names.index(name)].value for line in sheet.iter_rows(min_row=2)]
    check(column("id") == ids, "openpyxl: ids are not the rows'")
    days = [day for day in column("published") if day is not None]
    check(days and all(isinstance(day, (datetime.date, datetime.datetime)) for day in days), "openpyxl: days are no dates")
    written = [re.sub(r"_x00([0-9A-Fa-f]{2})_", lambda m: chr(int(m[1], 16)), text) for text in column("text")]
    same_text("openpyxl", written)


def pages():
    onrecord("export", "--format", "html", "-o", "table.html")
    found = []

    class Reader(html.parser.HTMLParser):
        def handle_starttag(self, tag, attributes):
            found.append(tag)
            harm = [name for name, value in attributes if name.startswith("on") or str(value).startswith("javascript:")]
            check(not harm, f"html: {harm}")

    Reader().feed((folder / "table.html").read_text(encoding="utf-8"))
    check(found.count("tr") == len(rows) + 1, f"html: {found.count('tr')} lines")
    check("script" not in found and "img" not in found, "html: an element of an article")
    lines = onrecord("export", "--format", "md").splitlines()
    cells = {len(re.findall(r"(?<!\\)\|", line)) for line in lines}
    check(len(lines) == len(rows) + 2 and len(cells) == 1, f"md: {len(lines)} lines, {cells} signs a line")


def linked():
    onrecord("export", "--format", "jsonld", "-o", "linked.jsonld")
    if jsonld := library("pyld.jsonld" if library("pyld") else "pyld"):
        expanded = jsonld.expand(json.loads((folder / "linked.jsonld").read_text(encoding="utf-8")))
        kinds = {kind for node in expanded for kind in node["@type"]}
        check(kinds == {"https://schema.org/Quotation", "https://schema.org/Claim"}, f"pyld: {kinds}")
        same_text("pyld", [node["https://schema.org/text"][0]["@value"] for node in expanded])
    if pyshacl := library("pyshacl"):
        shapes = """
            @prefix sh: <http://www.w3.org/ns/shacl#> . @prefix s: <https://schema.org/> .
            [] a sh:NodeShape ; sh:targetClass s:Quotation, s:Claim ;
                sh:property [ sh:path s:text ; sh:minCount 1 ; sh:maxCount 1 ] ;
                sh:property [ sh:path s:identifier ; sh:minCount 1 ; sh:maxCount 1 ] ;
                sh:property [ sh:path s:isPartOf ; sh:minCount 1 ; sh:maxCount 1 ; sh:class s:NewsArticle ] ;
                sh:property [ sh:path s:spokenByCharacter ; sh:node [ sh:property [ sh:path s:name ; sh:minCount 1 ] ] ] .
            [] a sh:NodeShape ; sh:targetClass s:NewsArticle ; sh:property [ sh:path s:datePublished ; sh:maxCount 1 ] ."""
        holds, _, told = pyshacl.validate(
            str(folder / "linked.jsonld"), data_graph_format="json-ld", shacl_graph=shapes, shacl_graph_format="turtle"
        )
        check(holds, f"pyshacl: {told}")


def places():
    """Web annotations and brat point at the words that they name, counted in characters of the article's text."""
    page = json.loads(onrecord("export", "--format", "webannotation"))
    texts = {id: json.loads(onrecord("articles", "show", id, "--format", "json"))["article"]["text"] for id in articles}
    check([note["id"].rsplit(":", 1)[1] for note in page["items"]] == ids, "web annotations: other rows")
    for row, note in zip(rows, page["items"]):
        for target in note["target"]:
            place, quote = target["selector"]
            words = texts[row["article"]][place["start"] : place["end"]]
            check(words == quote["exact"] and quote["prefix"] + quote["exact"] in texts[row["article"]], f"web annotation {note['id']}")
    onrecord("export", "--format", "brat", "-o", "brat")
    for id in articles:
        text, names = (folder / f"brat/{id}.txt").read_text(encoding="utf-8"), set()
        check(text == texts[id], f"brat, {id}: another text")
        # the forms of https://brat.nlplab.org/standoff.html
        for line in (folder / f"brat/{id}.ann").read_text(encoding="utf-8").split("\n")[:-1]:
            if found := re.fullmatch(r"(T\d+)\t(Content|Cue|Source) (\d+ \d+(?:;\d+ \d+)*)\t(.*)", line):
                pieces = [text[slice(*map(int, piece.split()))] for piece in found[3].split(";")]
                check(" ".join(pieces) == found[4] and "\n" not in "".join(pieces), f"brat, {id}: {line}")
                names.add(found[1])
            elif found := re.fullmatch(r"R\d+\tSaid(?:By|With) Arg1:(T\d+) Arg2:(T\d+)", line):
                check({found[1], found[2]} <= names, f"brat, {id}: {line}")
            else:
                found = re.fullmatch(r"A\d+\t\w+ (T\d+)(?: \w+)?", line) or re.fullmatch(r"#\d+\tAnnotatorNotes (T\d+)\t.+", line)
                check(found and found[1] in names, f"brat, {id}: {line!r}")


def package():
    onrecord("export", "--format", "datapackage", "-o", "package")
    if frictionless := library("frictionless"):
        report = frictionless.validate(str(folder / "package/datapackage.json"))
        check(report.valid, f"frictionless: {report.flatten(['type', 'note'])[:5]}")


def datasette():
    onrecord("export", "--format", "datasette", "-o", "metadata.json")
    if not library("datasette"):
        return
    from datasette.app import Datasette

    metadata = json.loads((folder / "metadata.json").read_text(encoding="utf-8"))
    served = Datasette([str(folder / "opened.db")], metadata=metadata)
    described = metadata["databases"]["opened"]

    async def ask():
        await served.invoke_startup()
        async def got(path):
            answer = await served.client.get(path)
            check(answer.status_code == 200, f"datasette: {path} {answer.status_code}")
            return answer
        listed = (await got("/opened/attributions.json?_size=1000&_shape=array")).json()
        check({row["id"] for row in listed} == set(ids), "datasette: other rows")
        found = (await got("/opened/attributions.json?_search=gates&_shape=array")).json()
        check(0 < len(found) < len(ids), f"datasette: a search finds {len(found)}")
        for table in described["tables"]:
            page = await got(f"/opened/{table}")
            check("<script>alert(1)" not in page.text, f"datasette: {table}")
        for name, query in described.get("queries", {}).items():
            answer = (await got(f"/opened/{name}.json?_shape=array")).json()
            check(isinstance(answer, list), f"datasette: the query {name}: {query['sql']}")

    asyncio.run(ask())


with tempfile.TemporaryDirectory() as made:
    folder = Path(made)
    onrecord("demo", "--report", "demo.html")
    (folder / "hostile.txt").write_text(HOSTILE, encoding="utf-8")
    onrecord("add", "hostile.txt", "--published", "2024-05-13", "--outlet", "=1+1 <b>Herald</b> | \"Tern\"")
    rows = json.loads(onrecord("export", "--format", "json"))["attributions"]
    ids, articles = [row["id"] for row in rows], sorted({row["article"] for row in rows})
    onrecord("decide", ids[-1], "verified", "--source", "https://court.example/7", "--by", "=Mira")
    rows = json.loads(onrecord("export", "--format", "json"))["attributions"]
    check(any("=cmd" in row["text"] for row in rows), "the hostile words are found")
    for part in [tables, workbook, pages, linked, places, package, datasette]:
        part()
print(f"{checks} checks of exports, {len(faults)} faults")
if missing:
    print(f"SKIPPED: what needs {', '.join(sorted(set(missing)))}, which is not installed", file=sys.stderr)
raise SystemExit(1 if faults else 2 if missing else 0)
