"""Articles with targets → one compact file, and windows of it as arrays for training.

A window is [CLS] pieces [SEP], cut where a paragraph ends wherever that is possible.
"""
import random

import numpy as np

BREAK, CLS, SEP, PAD, MASK = 1, 101, 102, 0, 103
IGNORE, NONE = -100, -1
LAYERS = ("label", "name", "role")
LINKS = ("to_cue", "to_source", "to_name")
CLASSES = ("kind", "act", "voiced")
# what asks for a place among several, and the column that says whose place each piece begins
CHOICES = {"speakers": "mention", "title": "title_at", "body": "body_at"}
COLUMNS = ("ids", "features", "starts") + LAYERS + LINKS + CLASSES + ("mention", "title", "title_at", "body", "body_at")


def save(path, articles):
    """all articles one behind the other; `ends` says where each ends; links count within the article"""
    columns = {k: np.concatenate([np.asarray(getattr(a, k)) for a in articles]).astype(np.int16) for k in COLUMNS}
    columns["speakers"] = np.concatenate([a.speakers for a in articles]).astype(np.int16)
    columns["spans"] = np.concatenate([np.array(a.spans) for a in articles]).astype(np.int32)
    columns["ends"] = np.cumsum([len(a.ids) for a in articles])
    columns["names"] = np.array([a.id for a in articles])
    np.savez_compressed(path, **columns)


class Stored:
    """one article read back"""

    def __init__(self, columns, lo, hi, name):
        self.id = name
        for k in COLUMNS + ("speakers",):
            setattr(self, k, columns[k][lo:hi].astype(np.int64))
        self.spans = columns["spans"][lo:hi].tolist()


def load(path):
    file = np.load(path)
    columns = {k: file[k] for k in file.files}
    ends = columns["ends"]
    return [Stored(columns, int(lo), int(hi), str(name)) for lo, hi, name in zip([0, *ends[:-1]], ends, columns["names"])]


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


def window(a, lo, hi, length):
    """{column: array} of one window, padded; what a link points at outside the window is ignored, or nobody for speakers"""
    n = hi - lo
    out = {k: np.full(length, IGNORE, dtype=np.int64) for k in LAYERS + LINKS + CLASSES}
    out["ids"] = np.full(length, PAD, dtype=np.int64)
    out["features"] = np.zeros(length, dtype=np.int64)
    for k in CHOICES.values():
        out[k] = np.full(length, NONE, dtype=np.int64)
    for k in ("title", "body"):
        out[k] = np.full(length, IGNORE, dtype=np.int64)
    out["speakers"] = np.full((length, a.speakers.shape[1]), IGNORE, dtype=np.int64)
    out["ids"][0], out["ids"][n + 1] = CLS, SEP
    for k in ("ids", "features", *CHOICES, *CHOICES.values()) + LAYERS + CLASSES:
        out[k][1:n + 1] = getattr(a, k)[lo:hi]
    for k in LINKS:
        part = getattr(a, k)[lo:hi]
        inside = (part >= lo) & (part < hi)
        out[k][1:n + 1][inside] = part[inside] - lo + 1
        out[k][1:n + 1][part == NONE] = 0
    return out


def epoch(articles, length, rng: random.Random):
    """all windows of an epoch in random order, cut at other places each time"""
    room, todo = length - 2, []
    for article in articles:
        first = rng.randint(room // 3, room) if len(article.ids) > room else None
        todo += [(article, lo, hi) for lo, hi in cuts(article, room, first)]
    rng.shuffle(todo)
    return todo
