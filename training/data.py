"""Pieces and annotation → training windows.

Pieces come from `cargo run --release --example training_pieces`, so that training reads exactly what the program reads.
A window is [CLS] pieces [SEP], cut where a paragraph ends wherever that is possible.
"""
import json
import random

import numpy as np

LABELS = ["O", "B-source", "I-source", "B-cue", "I-cue", "B-content", "I-content"]
ROLES = {"source": 1, "cue": 3, "content": 5}
CLS, SEP, MASK, PAD, BREAK = 101, 102, 103, 0, 1
IGNORE = -100


class Article:
    """Pieces of one article with a label for each, and the links of each attribution, as piece indexes."""

    def __init__(self, pieces, gold=None):
        self.id = pieces["id"]
        self.ids = np.array(pieces["ids"], dtype=np.int64)
        self.features = np.array(pieces["features"], dtype=np.int64)
        self.spans = pieces["spans"]
        self.starts = pieces["starts"]
        n = len(self.ids)
        self.label = np.zeros(n, dtype=np.int64)
        self.to_cue = np.full(n, IGNORE, dtype=np.int64)     # content piece → first piece of its cue
        self.to_source = np.full(n, IGNORE, dtype=np.int64)  # first piece of a cue → first piece of its source; -1: none
        self.gold = gold
        if gold:
            self._annotate(gold["attributions"])

    def _annotate(self, attributions):
        first = [s for s, _ in self.spans]
        for attribution in attributions:
            at = {role: [self._range(first, s, e) for s, e in attribution.get(role, [])] for role in ROLES}
            for role, ranges in at.items():
                for lo, hi in ranges:
                    if lo < hi:
                        self.label[lo:hi] = ROLES[role] + 1
                        self.label[lo] = ROLES[role]
            cues = [lo for lo, hi in at["cue"] if lo < hi]
            sources = [lo for lo, hi in at["source"] if lo < hi]
            if not cues:
                continue
            for lo, hi in at["content"]:
                self.to_cue[lo:hi] = cues[0]
            self.to_source[cues[0]] = sources[0] if sources else -1
        # a break inside a content belongs to it; at an edge it is nobody's
        for i in np.flatnonzero(self.ids == BREAK):
            if self.label[i] % 2 == 1 or (self.label[i] and (i + 1 == len(self.ids) or self.label[i + 1] != self.label[i])):
                self.label[i] = 0

    def _range(self, first, start, end):
        lo = int(np.searchsorted(first, start, side="left"))
        while lo > 0 and self.spans[lo - 1][1] > start and self.spans[lo - 1][0] < self.spans[lo - 1][1]:
            lo -= 1
        hi = int(np.searchsorted(first, end, side="left"))
        while lo < hi and self.ids[lo] == BREAK:
            lo += 1
        while hi > lo and self.ids[hi - 1] == BREAK:
            hi -= 1
        return lo, hi


def load(pieces_path, gold_path=None):
    gold = {}
    if gold_path:
        gold = {o["id"]: o for o in map(json.loads, open(gold_path, encoding="utf-8"))}
    return [Article(p, gold.get(p["id"])) for p in map(json.loads, open(pieces_path, encoding="utf-8"))]


def cuts(article, room, first=None):
    """[(lo, hi)] piece ranges of at most `room` pieces; `first` shortens the first one, to move the cuts"""
    n, lo, out = len(article.ids), 0, []
    while lo < n:
        hi = min(n, lo + (first or room))
        first = None
        if hi < n:
            breaks = np.flatnonzero(article.ids[lo + 1:hi] == BREAK)
            if len(breaks):
                hi = lo + 1 + int(breaks[-1]) + 1
            else:
                while hi > lo + 1 and not article.starts[hi]:
                    hi -= 1
        out.append((lo, hi))
        lo = hi
    return out


def window(article, lo, hi, length):
    """arrays of one window, padded to `length`; links outside the window are ignored"""
    n = hi - lo
    ids = np.full(length, PAD)
    features = np.zeros(length, dtype=np.int64)
    label = np.full(length, IGNORE)
    cue = np.full(length, IGNORE)
    source = np.full(length, IGNORE)
    ids[0], ids[n + 1] = CLS, SEP
    ids[1:n + 1] = article.ids[lo:hi]
    features[1:n + 1] = article.features[lo:hi]
    label[1:n + 1] = article.label[lo:hi]
    for to, links, none in ((cue, article.to_cue, None), (source, article.to_source, 0)):
        part = links[lo:hi]
        inside = (part >= lo) & (part < hi)
        to[1:n + 1][inside] = part[inside] - lo + 1
        if none is not None:
            to[1:n + 1][part == -1] = none
    return ids, features, label, cue, source


def epoch(articles, length, rng: random.Random, shift=True):
    """all windows of an epoch in random order, cut at other places each time"""
    room = length - 2
    todo = []
    for article in articles:
        first = rng.randint(room // 3, room) if shift and len(article.ids) > room else None
        todo += [(article, lo, hi) for lo, hi in cuts(article, room, first)]
    rng.shuffle(todo)
    return todo
