"""How good is a checkpoint, before the program's own rules? `python measure.py CHECKPOINT.pt DATA.npz [--only IDS] [--gold POLNEAR.jsonl --scorer FOLDER]`.

Attributions by the simple decoding of decode.py; the speaker link by whether the most probable piece begins a mention of the right speaker.
"""
import argparse
import collections
import json
import sys

import numpy as np
import torch

import decode
import model as models
import windows
from train import batch


@torch.no_grad()
def predictions(net, articles, length, device, step=32):
    net.eval()
    todo = [(a, lo, hi) for a in articles for lo, hi in windows.cuts(a, length - 2)]
    for i in range(0, len(todo), step):
        part = todo[i:i + step]
        t = batch(part, length, device)
        with torch.autocast(device, torch.bfloat16):
            out = {k: v.float().log_softmax(-1).cpu().numpy() for k, v in net(t["ids"], t["features"]).items()}
        t = {k: v.cpu().numpy() for k, v in t.items()}
        for j, (a, lo, hi) in enumerate(part):
            yield a, lo, hi, {k: v[j] for k, v in out.items()}, {k: v[j] for k, v in t.items()}


def count(table, out, t, n):
    """adds what one window holds to the table of (right, all)"""
    def add(key, right):
        table[key][0] += bool(right)
        table[key][1] += 1
    for i in range(1, n + 1):
        if t["speakers"][i, 0] != windows.IGNORE:
            kind = int(t["kind"][i])
            meant = {int(e) for e in t["speakers"][i] if e >= 0}
            inside = meant & set(t["mention"][1:n + 1].tolist())
            best = int(out["speakers"][i, :n + 2].argmax())
            right = int(t["mention"][best]) in meant if inside else best == 0
            key = f"speaker {kind} " + ("link" if inside else "none in sight")
            add(key, right)
            add("speaker all " + ("link" if inside else "none in sight"), right)
            add(f"kind {kind}", out["kind"][i].argmax() == kind)
        for name in ("title", "body"):
            if t[name][i] != windows.IGNORE:
                places = t[name + "_at"]
                printed = t[name][i] != windows.NONE and t[name][i] in places[1:n + 1]
                best = int(out[name][i, :n + 2].argmax())
                add(name + (" link" if printed else " none in sight"), places[best] == t[name][i] if printed else best == 0)
        for name in ("act", "voiced", "to_source", "to_name", "to_cue"):
            if t[name][i] != windows.IGNORE:
                row = out[name][i] if name in windows.CLASSES else out[name][i, :n + 2]
                add(name, row.argmax() == t[name][i])


def spans(labels):
    out, begin = set(), None
    for i, tag in enumerate([*labels, 0]):
        if begin is not None and not (tag and tag % 2 == 0 and labels[begin] == tag - 1):
            out.add((int(labels[begin]), begin, i))
            begin = None
        if tag % 2 == 1 and i < len(labels):
            begin = i
    return out


def layers(table, out, t, n):
    """exact spans of each layer, where the annotation covers them"""
    for name in windows.LAYERS:
        gold, own = t[name][1:n + 1], out[name][1:n + 1].argmax(-1)
        g, p = spans(np.where(gold == windows.IGNORE, 0, gold)), spans(own)
        p = {s for s in p if (gold[s[1]:s[2]] != windows.IGNORE).all()}
        for tag in {s[0] for s in g | p}:
            c = table[f"{name} {tag}"]
            c[0] += len({s for s in g & p if s[0] == tag})
            c[1] += len({s for s in g if s[0] == tag})
            c[2] += len({s for s in p if s[0] == tag})


def main():
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("checkpoint")
    p.add_argument("data")
    p.add_argument("--only")
    p.add_argument("--gold")
    p.add_argument("--scorer")
    p.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    a = p.parse_args()
    net = models.start(a.checkpoint, 0.0).to(a.device)
    only = set(open(a.only, encoding="utf-8").read().split()) if a.only else None
    articles = [x for x in windows.load(a.data) if only is None or x.id in only]
    table, exact, found = collections.defaultdict(lambda: [0, 0]), collections.defaultdict(lambda: [0, 0, 0]), {}
    for article, lo, hi, out, t in predictions(net, articles, 384, a.device):
        n = hi - lo
        count(table, out, t, n)
        layers(exact, out, t, n)
        found.setdefault(article.id, []).extend(decode.attributions(
            article, lo, hi, out["label"][1:n + 1], out["to_cue"][1:n + 1], out["to_source"][1:n + 1]))
    print(a.checkpoint, a.data, a.only or "", "; ".join(f"{k} {100 * r / n:.1f} ({n})" for k, (r, n) in sorted(table.items())))
    print("  spans F1:", "; ".join(f"{k} {200 * r / max(1, g + q):.1f} ({g})" for k, (r, g, q) in sorted(exact.items())))
    if a.gold:
        sys.path.insert(0, a.scorer)
        import score
        gold = {o["id"]: o for o in map(json.loads, open(a.gold, encoding="utf-8")) if o["id"] in found}
        rows = score.run(gold, {k: {"attributions": v} for k, v in found.items()})
        f = lambda t, k: f"{100 * rows[t][k][2]:.1f}"
        print("  token", f("all", "token"), "overlap", f("all", "overlap"), "exact", f("all", "exact"), "e2e", f("all", "e2e"),
              "quoted", f("direct+mixed", "e2e"), "direct", f("direct", "e2e"), "indirect", f("indirect", "e2e"), flush=True)


if __name__ == "__main__":
    main()
