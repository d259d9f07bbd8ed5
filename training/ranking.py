"""Fits the weights with which a speaker, their title and their body are chosen: `python ranking.py ROWS.jsonl OUT.json [--test EVERY] [--keep OLD.json]`.

ROWS: what `cargo run --example ranking_rows` prints of annotated articles that the encoder was not trained on. One set of weights for each
form of the source, by maximum likelihood with a quadratic penalty towards a set that all forms share; one set for titles, one for bodies.
With `--keep`, the weights of an older file stay, and only those of features behind its last are fitted: so a sign can be added without
moving what holds.
"""
import argparse
import collections
import hashlib
import json

import numpy as np
from scipy.optimize import minimize

FORMS = ["named", "pronoun", "noun", "absent"]


def load(path):
    return list(map(json.loads, open(path, encoding="utf-8")))


def capacities(choices, k):
    """the choices of a title (0) or body (1) where there is one to make and it is known, in the shape of the others; bodies in our own articles
    alone, which are marked as the readers of other outlets mark them"""
    told = [(c, c["capacities"][k]) for c in choices if c["type"] in ("person", "unnamed person") and (c["own"] or not k)]
    return [{"id": c["id"], "form": 0, "type": c["type"]} | o for c, o in told if o["right"] is not None and len(o["rows"]) > 1]


def packed(choices):
    """[n, candidates, features] padded, a mask, the right one, the form"""
    most = max(len(c["rows"]) for c in choices)
    rows = np.zeros((len(choices), most, len(choices[0]["rows"][0])))
    mask = np.zeros((len(choices), most), dtype=bool)
    for i, c in enumerate(choices):
        rows[i, :len(c["rows"])] = c["rows"]
        mask[i, :len(c["rows"])] = True
    return rows, mask, np.array([c["right"] for c in choices]), np.array([c["form"] for c in choices])


def scores(weights, data):
    rows, mask, _, form = data
    return np.where(mask, np.einsum("ncf,nf->nc", rows, weights[form]), -1e9)


def fit(data, kept=None, steps=300):
    """the weights of each form; those of `kept`, the first features of each form, stay"""
    rows, mask, right, form = data
    known = 0 if kept is None else kept.shape[1]
    # with few signs to fit, a form may differ less from the others
    shared_penalty, own_penalty = (2e-4, 1e-3) if kept is None else (4e-3, 1.6e-2)
    base = np.zeros(mask.shape) if kept is None else np.einsum("ncf,nf->nc", rows[:, :, :known], kept[form])
    telling = np.ones(len(rows), dtype=bool) if kept is None else (rows[:, :, known:] != 0).any((1, 2))
    rows, mask, right, form, base = rows[telling][:, :, known:], mask[telling], right[telling], form[telling], base[telling]
    n, _, width = rows.shape

    def loss(x):
        shared, own = x[:width], x[width:].reshape(len(FORMS), width)
        score = np.where(mask, base + np.einsum("ncf,nf->nc", rows, (shared + own)[form]), -1e9)
        odds = np.exp(score - score.max(1, keepdims=True))
        share = odds / odds.sum(1, keepdims=True)
        value = -np.log(share[np.arange(n), right] + 1e-12).mean() + shared_penalty * (shared ** 2).sum() + own_penalty * (own ** 2).sum()
        share[np.arange(n), right] -= 1
        slope = np.zeros((len(FORMS), width))
        np.add.at(slope, form, np.einsum("nc,ncf->nf", share / n, rows))
        return value, np.concatenate([slope.sum(0) + 2 * shared_penalty * shared, (slope + 2 * own_penalty * own).ravel()])

    x = minimize(loss, np.zeros(width * (len(FORMS) + 1)), jac=True, method="L-BFGS-B", options={"maxiter": steps}).x
    fitted = x[:width] + x[width:].reshape(len(FORMS), width)
    return fitted if kept is None else np.concatenate([kept, fitted], axis=1)


def told(what, test, weights):
    """prints how many choices are right, by the form of the source and the kind of speaker"""
    table = collections.defaultdict(lambda: [0, 0])
    for c, best in zip(test, scores(weights, packed(test)).argmax(-1).tolist()):
        keys = ("all", FORMS[c["form"]], c["type"], f"{c['type']} {FORMS[c['form']]}") if what == "speaker" else ("all", "some" if c["names"][c["right"]] else "none")
        for key in keys:
            table[key][0] += c["names"][best] == c["names"][c["right"]]
            table[key][1] += 1
    print(what, "; ".join(f"{k} {100 * r / n:.1f} ({n})" for k, (r, n) in sorted(table.items())))


def main():
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("rows")
    p.add_argument("out")
    p.add_argument("--test", type=int, default=5, help="every n-th article is kept back for the figures printed; 0: none")
    p.add_argument("--keep", help="an older file, whose weights stay")
    a = p.parse_args()
    choices = [o for o in load(a.rows) if o["right"] is not None]
    number = lambda c: int(hashlib.sha256(("ranking " + str(c["id"])).encode()).hexdigest(), 16)
    old = json.load(open(a.keep, encoding="utf-8")) if a.keep else None
    kept = {"speaker": np.array(old["weights"])} if old else {}
    fits = [("speaker", choices)] if old else [("speaker", choices), ("title", capacities(choices, 0)), ("body", capacities(choices, 1))]
    weights = {}
    for what, found in fits:
        if a.test:
            tested = fit(packed([c for c in found if number(c) % a.test]), kept.get(what))
            told(what, [c for c in found if number(c) % a.test == 0], tested)
        weights[what] = fit(packed(found), kept.get(what))
    rounded = lambda row: json.dumps([round(float(x), 3) for x in row])
    titles, bodies = (old["titles"], old["bodies"]) if old else (weights["title"][0], weights["body"][0])
    with open(a.out, "w", encoding="utf-8") as out:
        out.write('{"weights": [\n' + ",\n".join(map(rounded, weights["speaker"])) + "\n],\n")
        out.write(f'"titles": {rounded(titles)},\n"bodies": {rounded(bodies)}}}\n')


if __name__ == "__main__":
    main()
