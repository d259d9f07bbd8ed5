"""Annotation → targets of pieces: which label each piece has in each layer, and what it points at.

Layers of labels
  label   attributions: O, B/I-source, B/I-cue, B/I-content
  name    words that name a speaker, at any mention: O, B/I-person, B/I-other (bodies, documents, groups, described people)
  role    roles as printed: O, B/I-title, B/I-organisation
Links, from a piece to the first piece of what it points at
  content → cue, cue → source, title or organisation → name of its holder,
  anchor of an attribution (first piece of its source, else of its cue, else of its content) → every mention of its speaker,
  the same and each name of a person → every place where the title, and the body, in which they speak is printed
An attribution that lies inside the content of another one is not learned: a piece has one label.
Classes
  kind of speaker, at the anchor; act, and whether the source voiced it (1) or the outlet tells of an inner state or a deed (0), at the first
  piece of the cue
"""
import hashlib
import json
import os
import re
import tomllib

import numpy as np

IGNORE = -100
NONE = -1
LABELS = ["O", "B-source", "I-source", "B-cue", "I-cue", "B-content", "I-content"]
PARTS = {"source": 1, "cue": 3, "content": 5}
NAMES = {"person": 1, "other": 3}
TITLE, ORGANISATION = 1, 3
KINDS = ["person", "organization", "document", "group", "unnamed person", "anonymous"]
OTHER_WORDS = {"unnamed": "unnamed person", "nobody": "anonymous"}
# the articles of corpus/newsrooms.jsonl and everyday.jsonl
NEWSROOMS = "n"
ACTS = ["say", "deny", "accuse", "support", "oppose", "demand", "ask", "promise", "find", "decide", "believe", "intend"]
# of training/acts.jsonl
LETTERS = dict(zip("sncuodqpfebi", ACTS))
# Readers of other newsrooms call what stands behind a neutral cue "say" in 95 of 100, whatever is said; some of our annotators went by the content
# alone ("he said they lied": accuse). Those are not learned from; a denial is one whatever its cue.
BY_CONTENT = {"accuse", "support", "oppose", "demand", "promise", "decide", "ask"}
NEUTRAL = re.compile(r"^\W*$|\b(sa(y|id|ys|ying)|t(ell|old|elling)|add(s|ed|ing)?\b|argu|warn|describ|not(e|es|ed|ing)\b|claim|insist|report|confirm|suggest|"
                     r"announc|writ|wrote|accord|explain|point|stat(e|es|ed|ing)\b|tweet|posted|remark|comment|recall|stress|emphasi|observ|conced|acknowledg|admit)")
BREAK = 1
SPEAKERS = 3
TITLES, BODIES = ("title", "role"), ("org",)
STATES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "data", "lexicons", "places.toml")
# "Danish" stands for Denmark
PEOPLES = {name: s["people"].split("; ") for s in tomllib.load(open(STATES, "rb"))["state"] for name in s["names"].split("; ") if name and s["people"]}
NO_NAMES = set("i you he she it we they his her its our their my the a an this that these those in on at and but so if as when who what".split())


class Article:
    """Pieces of one article with all targets; arrays of one length, piece indexes within the article."""

    def __init__(self, pieces, gold=None):
        self.id, self.gold = pieces["id"], gold
        self.ids = np.array(pieces["ids"], dtype=np.int64)
        self.features = np.array(pieces["features"], dtype=np.int64)
        self.spans, self.starts = pieces["spans"], pieces["starts"]
        self.first = [s for s, _ in self.spans]
        n = len(self.ids)
        self.label, self.name, self.role = (np.zeros(n, dtype=np.int64) for _ in range(3))
        self.to_cue, self.to_source, self.to_name = (np.full(n, IGNORE, dtype=np.int64) for _ in range(3))
        self.speakers = np.full((n, SPEAKERS), IGNORE, dtype=np.int64)  # at anchors: entities meant, then NONE
        self.mention = np.full(n, NONE, dtype=np.int64)  # at first pieces of mentions: whose
        self.title, self.body = (np.full(n, IGNORE, dtype=np.int64) for _ in range(2))  # at anchors and names: which, or NONE
        self.title_at, self.body_at = (np.full(n, NONE, dtype=np.int64) for _ in range(2))  # at first pieces: which
        self.kind, self.act, self.voiced = (np.full(n, IGNORE, dtype=np.int64) for _ in range(3))
        self.anchors = []
        if gold:
            self.text = gold["text"]
            self._attributions(gold)
            self._speakers(gold)
            self._roles(gold)
            self._capacities(gold, "title", TITLES)
            self._capacities(gold, "body", BODIES)

    # places

    def pieces(self, start, end):
        lo = int(np.searchsorted(self.first, start, side="left"))
        while lo > 0 and self.spans[lo - 1][1] > start and self.spans[lo - 1][0] < self.spans[lo - 1][1]:
            lo -= 1
        hi = int(np.searchsorted(self.first, end, side="left"))
        while lo < hi and self.ids[lo] == BREAK:
            lo += 1
        while hi > lo and self.ids[hi - 1] == BREAK:
            hi -= 1
        return lo, hi

    def places(self, words):
        """where the words stand, as character spans"""
        if not words:
            return []
        edge = lambda c: r"\b" if c.isalnum() else ""
        pattern = edge(words[0]) + re.escape(words) + edge(words[-1])
        return [m.span() for m in re.finditer(pattern, self.text)]

    def put(self, layer, tag, start, end):
        lo, hi = self.pieces(start, end)
        if lo < hi:
            layer[lo:hi] = tag + 1
            layer[lo] = tag
        return lo, hi

    # attributions

    def _attributions(self, gold):
        all_of = lambda a, roles: {i for r in roles for s, e in a.get(r, []) for i in range(s, e)}
        contents = [all_of(a, ["content"]) for a in gold["attributions"]]
        for a, own in zip(gold["attributions"], contents):
            cue = all_of(a, ["cue"]) or own
            nested = gold["nested"] and any(len(own) < len(o) and own <= o and cue <= o for o in contents)
            if not nested:
                self._attribution(a)
        for i in np.flatnonzero(self.ids == BREAK):
            # a break inside a content belongs to it; at an edge it is nobody's
            if self.label[i] > 0 and (self.label[i] % 2 == 1 or i + 1 == len(self.ids) or self.label[i + 1] != self.label[i]):
                self.label[i] = 0

    def _attribution(self, a):
        at = {}
        for part, tag in PARTS.items():
            spans = [self.pieces(s, e) for s, e in a.get(part, [])]
            at[part] = [lo for lo, hi in spans if lo < hi]
            for lo, hi in spans:
                if lo < hi:
                    self.label[lo:hi] = tag + 1
                    self.label[lo] = tag
                if part == "content" and at["cue"]:
                    self.to_cue[lo:hi] = at["cue"][0]
        if at["cue"]:
            self.to_source[at["cue"][0]] = at["source"][0] if at["source"] else NONE
            if a.get("act") in ACTS:
                self.act[at["cue"][0]] = ACTS.index(a["act"])
            if "voiced" in a:
                self.voiced[at["cue"][0]] = a["voiced"]

    # speakers

    def _speakers(self, gold):
        """gold attributions carry `speaker` (names joined by "; ") and `type`; None where the annotation is unsure"""
        people, others = {}, {}
        for a in gold["attributions"]:
            for name in filter(None, (a.get("speaker") or "").split("; ")):
                (people if a["type"] == "person" else others).setdefault(name, len(people) + len(others))
        for r in gold["roles"]:
            if r["name"][:1].isupper() and " " in r["name"]:
                people.setdefault(r["name"], len(people) + len(others))
        sources = [tuple(s) for a in gold["attributions"] for s in a.get("source", [])]
        self.named = np.zeros(len(self.ids), dtype=bool)
        self._people(people)
        self._others(others, sources)
        self._unknown_names()
        for a in gold["attributions"]:
            spot = a.get("source") or a.get("cue") or a.get("content")
            anchor = self.pieces(*spot[0])[0] if spot else len(self.ids)
            if anchor >= len(self.ids) or a.get("type") is None:
                continue
            meant = [people.get(n, others.get(n)) for n in filter(None, a["speaker"].split("; "))][:SPEAKERS]
            self.speakers[anchor] = meant + [NONE] * (SPEAKERS - len(meant))
            self.kind[anchor] = KINDS.index(OTHER_WORDS.get(a["type"], a["type"]))
            self.anchors.append((anchor, a))

    def _mention(self, entity, tag, span):
        lo, hi = self.pieces(*span)
        if lo < hi and not self.named[lo:hi].any():
            self.put(self.name, tag, *span)
            self.named[lo:hi] = True
            self.mention[lo] = entity

    def _people(self, people):
        """full names first, then their ends ("De Santis", "Santis"), then first names, each where it is nobody else's"""
        forms = {}
        for name, entity in people.items():
            words = name.split()
            for k in range(len(words)):
                forms.setdefault(" ".join(words[k:]), set()).add(entity)
            if len(words) > 1 and len(words[0]) > 2:
                forms.setdefault(words[0], set()).add(entity)
        for form in sorted(forms, key=lambda f: (-len(f.split()), -len(f), f)):
            if form[:1].islower() and " " not in form or len(form) < 2:
                continue
            for span in self.places(form):
                lo, hi = self.pieces(*span)
                if len(forms[form]) == 1:
                    self._mention(next(iter(forms[form])), NAMES["person"], span)
                elif lo < hi and not self.named[lo:hi].any():
                    self.put(self.name, NAMES["person"], *span)
                    self.named[lo:hi] = True

    def _others(self, others, sources):
        for name, entity in sorted(others.items(), key=lambda x: -len(x[0])):
            acronym = re.search(re.escape(name) + r" \(([A-Z][\w.]+)\)", self.text)
            for words in [name] + ([acronym.group(1)] if acronym else self._initials(name)):
                for span in self.places(words):
                    lo, hi = self.pieces(*span)
                    in_source = any(s <= span[0] and span[1] <= e for s, e in sources)
                    if in_source or any(c.isupper() for c in words[1:]) or words[:1].isupper() and self.text[span[0] - 2:span[0]] not in ("", "\n\n", ". ", "“"):
                        self._mention(entity, NAMES["other"], span)
                    elif lo < hi and not self.named[lo:hi].any():
                        self.name[lo:hi] = IGNORE
                        self.mention[lo] = entity

    def _initials(self, name):
        """"HAC" for "Harbour Access Council", whether or not a bracket says so: of the capitalised words, or of all"""
        words = re.findall(r"\w+", name)
        of = {"".join(w[0] for w in words if w[0].isupper()), "".join(w[0].upper() for w in words)}
        return sorted(letters for letters in of if len(letters) > 2 and re.search(rf"\b{letters}\b", self.text))

    def _unknown_names(self):
        """capitalised words that nobody annotated may be names: not learned from, unless they touch a name"""
        n = len(self.ids)
        for i in range(n):
            if self.named[i] or self.features[i] % 3 == 0 or self.name[i] == IGNORE:
                continue
            touches = i > 0 and self.named[i - 1] or i + 1 < n and self.named[i + 1]
            if not touches and self.text[slice(*self.spans[i])].lower() not in NO_NAMES:
                self.name[i] = IGNORE

    # roles

    def _roles(self, gold):
        after = 0
        for r in gold["roles"]:
            at = self.text.find(r["phrase"], max(0, after - 400))
            at = at if at >= 0 else self.text.find(r["phrase"])
            if at < 0:
                continue
            after = at
            phrase = r["phrase"]
            name = phrase.find(r["name"]) if r["name"] else -1
            held = set(range(name, name + len(r["name"]))) if name >= 0 else set()
            # the printed title or body nearest to the name and outside it
            firsts = []
            for words, tag in ((r["title"], TITLE), (r["org"], ORGANISATION)):
                spots = [m.start() for m in re.finditer(r"(?<!\w)" + re.escape(words) + r"(?!\w)", phrase)] if words else []
                spots = [s for s in spots if not held & set(range(s, s + len(words)))]
                if spots:
                    best = min(spots, key=lambda s: abs(s - max(name, 0)))
                    lo, hi = self.pieces(at + best, at + best + len(words))
                    self.name[lo:hi][self.name[lo:hi] == IGNORE] = 0
                    if lo < hi and (self.role[lo:hi] == 0).all():
                        self.put(self.role, tag, at + best, at + best + len(words))
                        firsts.append(lo)
            if name < 0:
                continue
            holder, _ = self.pieces(at + name, at + name + len(r["name"]))
            # only a holder whose name the name layer knows: "the fact-checker" is nobody's title
            for lo in firsts:
                self.to_name[lo] = holder if holder < len(self.ids) and self.mention[holder] != NONE else NONE


    # in which capacity

    def _capacities(self, gold, column, keys):
        """the title, or the body, of each speaker that is one person: at anchors, and at the names of who speaks in one capacity alone"""
        query, at, known, of_entity = getattr(self, column), getattr(self, column + "_at"), {}, {}
        for anchor, a in self.anchors:
            words = next((a[k] for k in keys if k in a), None)
            if words is None or a["type"] not in ("person", "unnamed", "unnamed person") or "; " in a["speaker"]:
                continue
            words = words.split("; ")[0]
            if column == "body" and not words:
                # "the Danish minister" speaks for Denmark, whether the annotation says so or not
                first = (a.get("title") or a.get("role") or "").split(" ")[0]
                words = next((state for state, people in PEOPLES.items() if first in people), "")
            if words and words not in known:
                spots = [self.pieces(*span) for form in [words, *PEOPLES.get(words, [])] for span in self.places(form)]
                spots = [lo for lo, hi in spots if lo < hi and at[lo] == NONE]
                known[words] = len(known) if spots else IGNORE
                at[spots] = known[words]
            query[anchor] = known[words] if words else NONE
            if a["type"] == "person":
                of_entity.setdefault(int(self.speakers[anchor, 0]), set()).add(int(query[anchor]))
        for i in np.flatnonzero(self.mention != NONE):
            found = of_entity.get(int(self.mention[i]), ())
            if query[i] == IGNORE and len(found) == 1:
                query[i] = next(iter(found))


def jsonl(path):
    return [json.loads(line) for line in open(path, encoding="utf-8")]


def nameless(article):
    """how our files call an article: the ids of other people's hold words of their headlines"""
    return hashlib.sha256(article.encode()).hexdigest()[:12]


def act_by_cue(article, attribution, act):
    """None where an annotator went by the content against a neutral cue"""
    cue = " ".join(article["text"][s:e] for s, e in attribution.get("cue", [])).lower()
    return None if act in BY_CONTENT and NEUTRAL.search(cue) else act


def polnear(pieces, gold, who, roles, acts=None):
    """articles of PolNeAR, with speakers and roles as readers marked them, and acts as our annotators did"""
    by_id = lambda path, key: {o["id"]: o[key] for o in jsonl(path)}
    speakers, printed = by_id(who, "speakers"), by_id(roles, "roles")
    done = {o["article"]: (o["acts"], o["voiced"]) for o in jsonl(acts)} if acts else {}
    articles = {o["id"]: o for o in jsonl(gold)}
    for article in articles.values():
        article["nested"], article["roles"] = False, printed.get(article["id"], [])
        for a in article["attributions"]:
            a["type"] = None
        for s in speakers.get(article["id"], []):
            for k in s["attributions"]:
                if not s.get("unsure"):
                    article["attributions"][k - 1].update(speaker=s["name"], type=s["type"], title=s["title"], org=s["org"])
        for a, letter, voiced in zip(article["attributions"], *done.get(nameless(article["id"]), ("", ""))):
            a["act"], a["voiced"] = act_by_cue(article, a, LETTERS[letter]), int(voiced)
    return [Article(p, articles[p["id"]]) for p in jsonl(pieces)]


def invented(pieces, gold):
    """invented articles in the shape that invented.py writes"""
    articles = {o["id"]: o | {"nested": True} for o in jsonl(gold)}
    for article in articles.values():
        for a in article["attributions"]:
            a["voiced"] = int(a["act"] not in ("believe", "intend"))
            if article["id"].startswith(NEWSROOMS):
                a["act"] = act_by_cue(article, a, a["act"])
    return [Article(p, articles[p["id"]]) for p in jsonl(pieces)]
