"""Fits the weights with which a speaker, their title and their body are chosen: `python ranking.py ROWS.jsonl OUT.json [--test EVERY]`.

ROWS: what `cargo run --example ranking_rows` prints of annotated articles that the encoder was not trained on. One set of weights for each
form of the source, by maximum likelihood with a quadratic penalty towards a set that all forms share; one set for titles, one for bodies.
"""
import argparse
import collections
import hashlib
import json

import numpy as np
import torch

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
    width = len(choices[0]["rows"][0])
    rows = np.zeros((len(choices), most, width), dtype=np.float32)
    mask = np.zeros((len(choices), most), dtype=bool)
    for i, c in enumerate(choices):
        rows[i, :len(c["rows"])] = c["rows"]
        mask[i, :len(c["rows"])] = True
    right = torch.tensor([c["right"] for c in choices])
    return torch.from_numpy(rows), torch.from_numpy(mask), right, torch.tensor([c["form"] for c in choices])


def scores(shared, own, data):
    rows, mask, _, form = data
    return (rows @ (shared + own)[form].unsqueeze(-1)).squeeze(-1).masked_fill(~mask, -1e9)


def fit(data, steps=150, penalty=0.02):
    width = data[0].shape[-1]
    shared, own = torch.zeros(width, requires_grad=True), torch.zeros(len(FORMS), width, requires_grad=True)
    optimiser = torch.optim.LBFGS([shared, own], lr=1, max_iter=steps, line_search_fn="strong_wolfe")

    def closure():
        optimiser.zero_grad()
        loss = torch.nn.functional.cross_entropy(scores(shared, own, data), data[2])
        loss = loss + penalty / 100 * (shared ** 2).sum() + penalty / 20 * (own ** 2).sum()
        loss.backward()
        return loss

    optimiser.step(closure)
    return shared.detach(), own.detach()


def told(what, test, weights):
    """prints how many choices are right, by the form of the source and the kind of speaker"""
    table = collections.defaultdict(lambda: [0, 0])
    for c, best in zip(test, scores(*weights, packed(test)).argmax(-1).tolist()):
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
    a = p.parse_args()
    everything = load(a.rows)
    choices = [o for o in everything if o["right"] is not None]
    number = lambda c: int(hashlib.sha256(("ranking " + str(c["id"])).encode()).hexdigest(), 16)
    titles, bodies = capacities(choices, 0), capacities(choices, 1)
    if a.test:
        for what, found in (("speaker", choices), ("title", titles), ("body", bodies)):
            weights = fit(packed([c for c in found if number(c) % a.test]))
            told(what, [c for c in found if number(c) % a.test == 0], weights)
    rounded = lambda row: json.dumps([round(x, 3) for x in row.tolist()])
    shared, own = fit(packed(choices))
    with open(a.out, "w", encoding="utf-8") as out:
        out.write('{"weights": [\n' + ",\n".join(map(rounded, shared + own)) + "\n]")
        for name, found in (("titles", titles), ("bodies", bodies)):
            shared, own = fit(packed(found))
            out.write(f',\n"{name}": {rounded((shared + own)[0])}')
        out.write("}\n")


if __name__ == "__main__":
    main()
