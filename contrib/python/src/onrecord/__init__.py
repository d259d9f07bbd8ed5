"""Attributed statements from news articles: calls the program `onrecord`, which this wheel installs beside Python."""

import json
import os
import shutil
import subprocess
import sysconfig

__all__ = ["Failed", "binary", "extract", "extract_all", "read_sql"]


class Failed(RuntimeError):
    """The program could not be run, or could not read what it was given."""


def binary():
    """Path of the program: that of this installation, else the one on the path."""
    name = "onrecord.exe" if os.name == "nt" else "onrecord"
    folders = [sysconfig.get_path("scripts"), sysconfig.get_path("scripts", f"{os.name}_user")]
    for path in [os.path.join(folder, name) for folder in folders if folder]:
        if os.path.isfile(path):
            return path
    found = shutil.which(name)
    if found is None:
        raise Failed("the program `onrecord` is not installed")
    return found


def extract(text, **known):
    """The statements of an article, in the order of its text: dicts as `onrecord schema extract` describes them. Offsets are
    indexes into `text`. `known`: title, url, outlet, published (YYYY-MM-DD). Raises Failed when the text cannot be read."""
    record = next(iter(extract_all([{"text": text, **known}])))
    if record["status"] == "error":
        raise Failed(record.get("message", "the text could not be read"))
    return record["statements"]


def extract_all(articles, threads=None):
    """One record for each article (a dict with "text", and "id", "title", "url", "outlet", "published" where known), in their
    order, also for one that cannot be read: its "status" says so. One run of the program for all of them."""
    lines = "".join(json.dumps(article) + "\n" for article in articles)
    if not lines:
        return []
    command = [binary(), "extract", "--jsonl", "-"] + (["--threads", str(threads)] if threads else [])
    done = subprocess.run(command, input=lines.encode(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    # 3: some lines cannot be read, and their records say so
    if done.returncode not in (0, 3):
        raise Failed(done.stderr.decode(errors="replace").strip() or f"onrecord ended with {done.returncode}")
    # not splitlines, which takes signs inside a text for ends of lines
    return [json.loads(line) for line in done.stdout.decode().split("\n") if line]


def read_sql(database, query="SELECT * FROM attributions", parameters=()):
    """Rows of a database as dicts, read only. `pandas.read_sql` on the same file gives a table."""
    import sqlite3
    from pathlib import Path

    connection = sqlite3.connect(f"{Path(database).resolve().as_uri()}?mode=ro", uri=True)
    try:
        connection.row_factory = sqlite3.Row
        return [dict(row) for row in connection.execute(query, parameters)]
    finally:
        connection.close()
