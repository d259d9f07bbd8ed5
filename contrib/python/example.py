"""The wheel in use, cell by cell; every claim is checked. Run by `check.sh` in an environment that has the wheel and nothing else."""

import subprocess
import tempfile
from pathlib import Path

import onrecord

# %% One article
TEXT = "“It will hold,” Mayor Ada Quist said on Monday. Harbour master Bo Ferrant denied that the pier was unsafe."
statements = onrecord.extract(TEXT, outlet="Herald", published="2024-05-13")
for statement in statements:
    print(statement["speaker"]["name"], statement["act"], statement["text"], sep=" | ")
assert [s["speaker"]["name"] for s in statements] == ["Ada Quist", "Bo Ferrant"]
assert [s["act"] for s in statements] == ["say", "deny"]

# %% Offsets are indexes into the text
for statement in statements:
    pieces = [TEXT[start:end] for start, end in statement["content"]]
    assert " … ".join(pieces) == statement["text"], (pieces, statement["text"])

# %% Many articles in one run, each with an answer
records = onrecord.extract_all([{"id": "a", "text": TEXT}, {"id": "b", "text": ""}, {"id": "c"}])
assert [(r["id"], r["status"]) for r in records] == [("a", "ok"), ("b", "skipped"), ("c", "error")], records
assert onrecord.extract_all([]) == []
# signs that end a line elsewhere end none here
odd = "a\u2028b\u2029c\x85d"
assert [r["id"] for r in onrecord.extract_all([{"id": odd, "text": TEXT}, {"id": "b", "text": TEXT}])] == [odd, "b"]

# %% A database, read as tables
with tempfile.TemporaryDirectory() as folder:
    article = Path(folder, "story.txt")
    article.write_text(TEXT, encoding="utf-8")
    database = Path(folder, "own #1.db")
    subprocess.run([onrecord.binary(), "--db", database, "add", "--quiet", article], check=True)
    rows = onrecord.read_sql(database, "SELECT speaker, role, text FROM attributions WHERE act = ?", ("deny",))
    assert [row["speaker"] for row in rows] == ["Bo Ferrant"], rows
    try:
        onrecord.read_sql(database, "DELETE FROM statements")
        raise SystemExit("the database could be written")
    except Exception as refused:
        assert "readonly" in str(refused), refused
    try:
        import pandas
        import sqlite3

        print(pandas.read_sql("SELECT speaker, text FROM attributions", sqlite3.connect(database)))
    except ImportError:
        print("pandas is not installed: its example was left out")
print("all holds")
