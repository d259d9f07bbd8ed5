"""Writes what the fuzz targets begin with into fuzz/seeds/TARGET: the invented report of tests/fixtures, and what it lacks.

`python3 fuzz/seeds.py`. Every name and event is invented.
"""

import os
import shutil
import zipfile

HERE = os.path.dirname(os.path.abspath(__file__))
SEEDS = os.path.join(HERE, "seeds")
FIXTURES = os.path.join(HERE, "..", "tests", "fixtures")

# the files of tests/fixtures that a target begins with
OF_FIXTURES = {
    "text": ["report.txt"], "html": ["report.html"], "json": ["wiki.json", "wrapped.json", "nested.json"], "feed": ["feed.rss", "feed.atom"],
    "mail": ["mail.eml"], "mailbox": ["letters.mbox"], "warc": ["crawl.warc"], "table": ["export.csv", "export.tsv"], "pdf": ["columns.pdf", "scanned.pdf"],
    "docx": ["report.docx"], "odt": ["report.odt"], "epub": ["issue.epub"], "xlsx": ["report.xlsx"], "zip": ["collection.zip"],
    "gzip": ["report.txt.gz", "crawl.warc.gz"], "zstd": ["report.txt.zst"],
}
# the files inside these, as they are: a change to a packed one leads to a wrong checksum and no further
INSIDE = {"docx": ("report.docx", ["word/document.xml"]), "odt": ("report.odt", ["content.xml"]), "xlsx": ("report.xlsx", ["xl/worksheets/sheet1.xml"]),
          "epub": ("issue.epub", ["OEBPS/text/a.xhtml", "OEBPS/book.opf"])}

PAGE = """<!DOCTYPE html><html lang="en"><head><title>Ferry to run on Sundays - Ormsay Herald</title><meta name="author" content="Ilse Kahn"><meta property="article:published_time" content="2024-05-14T08:00:00Z">
<script type="application/ld+json">{"@context": "https://schema.org", "@graph": [{"@type": "NewsArticle", "headline": "Ferry to run on Sundays", "author": [{"@type": "Person", "givenName": "Ilse", "familyName": "Kahn"}],
"datePublished": "2024-05-14", "articleBody": "The ferry will run on Sundays from June, its owner said."}]}</script></head><body><div id="cookie-banner"><p>We use cookies.</p></div><main><article itemscope><h1 itemprop="headline">Ferry to run on Sundays</h1>
<time itemprop="datePublished" datetime="2024-05-14">14 May 2024</time><figure><img src="a.jpg"><figcaption>The ferry on Monday.</figcaption></figure><p>The ferry will run on Sundays from June, its owner <q>Søren Bjørk</q> told passengers on Monday.<br>He wrote:</p>
<blockquote><p>We have waited for this for years.</p><cite>Søren Bjørk</cite></blockquote><ul><li>Tickets cost four crowns.</li></ul><table><tr><td>June</td><td>July</td></tr></table><p>&quot;It is high time,&quot; said Hanne Vasgaard.</p></article></main></body></html>
"""
MARKDOWN = "---\ntitle: Ferry to run on Sundays\nauthor: [Ilse Kahn]\ndate: 2024-05-14\n---\n\n# Ferry\n\n> “It is *high* time,” said [Hanne Vasgaard](https://x.example).\n\n1. Tickets cost `four` crowns.\n\n| a | b |\n|---|---|\n| June | July |\n"
TEXTS = [
    "LONDON, 15 November 2023 (Herald) - The ferry will run on Sundays, its owner said.\n\nQ. When?\nA. In June.\n\nMILLER (through translator): We waited.\n",
    "By Ilse Kahn | 13 May 2024\n\n10:42 BST\nThe ferry has left, its owner says.\n\n11:05 BST\n“It is high time,” said Hanne Vasgaard.\n\n(Reporting by Ilse Kahn; Editing by Randi Tveit)\n",
    "date 04/07/2022\noutlet Ormsay Herald\ntitle Ferry\n\nORMSAY, MAY 14 - THE FERRY WILL RUN ON SUNDAYS, ITS OWNER SAID.\n",
]
LINES = '{"id": "1", "text": "“No,” she said.", "title": "Ferry", "published": "2024-05-14"}\n{"text": "The harbour board denied it.", "outlet": "Ormsay Herald", "url": "https://x.example/\\u00e9\\ud83d\\ude00"}\n\n{"text": ""}\n'
PARTS = ("From: Ilse Kahn <ilse@x.example>\r\nTo: desk@x.example\r\nSubject: =?utf-8?B?RmVycnk=?=\r\nMIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain; charset=iso-8859-1\r\n"
         "Content-Transfer-Encoding: quoted-printable\r\n\r\n=93No,=94 she said in the caf=E9.\r\n--b\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n\r\nPHA+Tm8sIHNoZSBzYWlkLjwvcD4=\r\n--b--\r\n")
JSON_FEED = '{"version": "https://jsonfeed.org/version/1.1", "title": "Ormsay Herald", "items": [{"id": "1", "url": "https://x.example/1", "title": "Ferry", "content_text": "The ferry will run, she said.", "date_published": "2024-05-14T08:00:00Z"}]}'
ODS = ('<office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x"><office:body><office:spreadsheet><table:table table:name="A"><table:table-row><table:table-cell office:value-type="string"><text:p>title</text:p></table:table-cell>'
       '<table:table-cell office:value-type="string"><text:p>text</text:p></table:table-cell></table:table-row><table:table-row><table:table-cell office:value-type="string"><text:p>Ferry</text:p></table:table-cell>'
       '<table:table-cell office:value-type="string" table:number-columns-repeated="2"><text:p>The ferry will run, she said.</text:p></table:table-cell></table:table-row></table:table></office:spreadsheet></office:body></office:document-content>')
WRITTEN = {"text": TEXTS, "html": [PAGE], "markdown": [MARKDOWN], "jsonl": [LINES], "mail": [PARTS], "json": [JSON_FEED], "feed": [JSON_FEED], "ods": [ODS]}


def main():
    shutil.rmtree(SEEDS, ignore_errors=True)
    for target in sorted({*OF_FIXTURES, *WRITTEN}):
        folder = os.path.join(SEEDS, target)
        os.makedirs(folder)
        for name in OF_FIXTURES.get(target, []):
            shutil.copyfile(os.path.join(FIXTURES, name), os.path.join(folder, name))
        packed, names = INSIDE.get(target, (None, []))
        for name in names:
            with zipfile.ZipFile(os.path.join(FIXTURES, packed)) as archive, open(os.path.join(folder, os.path.basename(name)), "wb") as file:
                file.write(archive.read(name))
        for n, text in enumerate(WRITTEN.get(target, [])):
            with open(os.path.join(folder, f"written-{n}"), "w", encoding="utf-8", newline="") as file:
                file.write(text)


if __name__ == "__main__":
    main()
