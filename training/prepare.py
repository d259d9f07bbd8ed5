"""prepare.py SHARED WORK: pieces and annotation of all training articles → WORK/*.npz, and who is kept back.

unseen.txt: articles that nothing is trained or looked at on, for figures only; ranking.txt: articles from which the choice of speakers is
fitted, with an encoder that has not seen them; leave.txt: both. Articles fall into these by a hash of their id.
"""
import hashlib
import json
import os
import sys

import targets
import windows


def number(name):
    return int(hashlib.sha256(name.encode()).hexdigest(), 16)


def main(shared, work):
    e = f"{shared}/eval"
    polnear = targets.polnear(f"{work}/train-pieces.jsonl", f"{e}/polnear/polnear-train.jsonl", f"{e}/speakers/who-train.jsonl",
                              f"{e}/roles/roles-train.jsonl", os.path.join(os.path.dirname(os.path.abspath(__file__)), "acts.jsonl"))
    invented = targets.invented(f"{work}/invented-pieces.jsonl", f"{work}/invented.jsonl")
    windows.save(f"{work}/train-p.npz", polnear)
    windows.save(f"{work}/train-i.npz", invented)
    windows.save(f"{work}/dev-p.npz", targets.polnear(
        f"{work}/dev-pieces.jsonl", f"{e}/polnear/polnear-dev.jsonl", f"{e}/speakers/who-dev.jsonl", f"{e}/roles/roles-dev.jsonl"))
    unseen = [a.id for a in polnear if number(a.id) % 20 == 0] + [a.id for a in invented if number(a.id) % 10 == 0]
    ranking = [a.id for a in polnear if number(a.id) % 20 in (1, 2)] + [a.id for a in invented if number(a.id) % 10 == 1]
    for name, ids in (("unseen", unseen), ("ranking", ranking), ("leave", unseen + ranking)):
        with open(f"{work}/{name}.txt", "w", encoding="utf-8") as out:
            out.writelines(f"{i}\n" for i in ids)
    with open(f"{work}/ranking.jsonl", "w", encoding="utf-8") as out:
        for a in polnear + invented:
            if a.id in ranking:
                out.write(json.dumps({k: a.gold[k] for k in ("id", "text", "attributions")}, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
