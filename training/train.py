"""Train the encoder: `python train.py --help`. Recipe, figures and limits: data/model/README.md."""
import argparse
import json
import random
import sys
import time

import numpy as np
import torch
from torch.nn import functional as F

import data
import decode
import model as models


def batch(items, length):
    rows = [data.window(a, lo, hi, length) for a, lo, hi in items]
    return [torch.from_numpy(np.stack(column)) for column in zip(*rows)]


def disturb(ids, features, rng):
    """hides a few pieces and, in some windows, all letter case, so that many epochs do not learn the texts by heart"""
    hide = torch.from_numpy(rng.random(ids.shape) < 0.06) & (ids > data.SEP)
    bare = torch.from_numpy(rng.random(len(ids)) < 0.08)[:, None]
    return ids.masked_fill(hide, data.MASK), torch.where(bare, features // 3 * 3, features)


def loss_of(out, target):
    label, cue, source = out
    _, _, gold, to_cue, to_source = target
    labels = F.cross_entropy(label.flatten(0, 1), gold.flatten(), ignore_index=-100)
    links = 0.0
    for score, to in ((cue, to_cue), (source, to_source)):
        keep = to != -100
        if keep.any():
            links = links + F.cross_entropy(score[keep], to[keep])
    return labels + 0.3 * links


@torch.no_grad()
def predict(net, articles, length, step=16):
    """{id: [attribution]}"""
    net.eval()
    found = {}
    todo = [(a, lo, hi) for a in articles for lo, hi in data.cuts(a, length - 2)]
    for i in range(0, len(todo), step):
        part = todo[i:i + step]
        ids, features, *_ = batch(part, length)
        with torch.autocast("cpu", torch.bfloat16):
            label, cue, source = net(ids, features)
        for j, (a, lo, hi) in enumerate(part):
            n = hi - lo
            own = label[j, 1:n + 1]
            found.setdefault(a.id, []).extend(decode.attributions(
                a, lo, hi, own.log_softmax(-1).numpy(), cue[j, 1:n + 1].log_softmax(-1).numpy(), source[j, 1:n + 1].numpy()))
    return found


def main():
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--weights", required=True, help="model.safetensors of the trunk")
    p.add_argument("--layers", type=int, default=6)
    p.add_argument("--pieces", required=True)
    p.add_argument("--gold", required=True)
    p.add_argument("--epochs", type=float, default=4)
    p.add_argument("--rate", type=float, default=2e-4)
    p.add_argument("--batch", type=int, default=8)
    p.add_argument("--length", type=int, default=384)
    p.add_argument("--drop", type=float, default=0.1)
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--dev-pieces")
    p.add_argument("--dev-gold")
    p.add_argument("--scorer", help="folder of score.py")
    p.add_argument("--out", required=True)
    a = p.parse_args()
    torch.manual_seed(a.seed)
    rng = random.Random(a.seed)
    noise = np.random.default_rng(a.seed)
    torch.set_num_threads(2)
    net = models.minilm(a.weights, a.layers, a.drop)
    articles = data.load(a.pieces, a.gold)
    dev = data.load(a.dev_pieces, a.dev_gold) if a.dev_pieces else None

    heads = ("label", "content_query", "cue_key", "cue_query", "source_key", "features")
    groups = [{"params": [], "lr": a.rate, "weight_decay": 0.01}, {"params": [], "lr": 1e-3, "weight_decay": 0.0}]
    for name, parameter in net.named_parameters():
        groups[name.startswith(heads)]["params"].append(parameter)
    optimiser = torch.optim.AdamW(groups, fused=True)
    per_epoch = len(data.epoch(articles, a.length, random.Random(0))) // a.batch
    total = int(per_epoch * a.epochs)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda s: min((s + 1) / 100, max(0.0, (total - s) / max(1, total - 100))))
    average = {k: v.detach().clone() for k, v in net.state_dict().items()}

    queue, step, began, running = [], 0, time.time(), 0.0
    net.train()
    while step < total:
        if len(queue) < a.batch:
            queue += data.epoch(articles, a.length, rng)
        items, queue = queue[:a.batch], queue[a.batch:]
        target = batch(items, a.length)
        with torch.autocast("cpu", torch.bfloat16):
            out = net(*disturb(target[0], target[1], noise))
        loss = loss_of(out, target)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        optimiser.step()
        schedule.step()
        optimiser.zero_grad(set_to_none=True)
        step += 1
        running += float(loss.detach())
        if step > total // 2 and step % 10 == 0:
            # average of the second half's weights, the later ones counting more
            with torch.no_grad():
                for k, v in net.state_dict().items():
                    average[k].lerp_(v, 0.05)
        elif step <= total // 2 and step % 10 == 0:
            with torch.no_grad():
                for k, v in net.state_dict().items():
                    average[k].copy_(v)
        if step % 50 == 0:
            print(f"step {step}/{total} loss {running / 50:.4f} {(time.time() - began) / step:.2f} s a step", flush=True)
            running = 0.0
        if step % per_epoch == 0 or step == total:
            torch.save(net.state_dict(), a.out + ".last.pt")
            torch.save(average, a.out + ".pt")
            if dev and step // per_epoch >= 1:
                report(net, dev, a, "last")
                if step == total:
                    net.load_state_dict(average)
                    report(net, dev, a, "average")
                net.train()


def report(net, dev, a, which):
    sys.path.insert(0, a.scorer)
    import score
    found = predict(net, dev, a.length)
    gold = {x.id: x.gold for x in dev}
    rows = score.run(gold, {k: {"attributions": v} for k, v in found.items()})
    f = lambda t, k: f"{100 * rows[t][k][2]:.1f}"
    print(which, "token", f("all", "token"), "overlap", f("all", "overlap"), "exact", f("all", "exact"), "e2e", f("all", "e2e"),
          "quoted", f("direct+mixed", "e2e"), "direct", f("direct", "e2e"), "indirect", f("indirect", "e2e"),
          "src", f"{100 * rows['all']['src_acc']:.1f}", flush=True)
    with open(f"{a.out}.{which}.pred.jsonl", "w", encoding="utf-8") as out:
        for k, v in found.items():
            out.write(json.dumps({"id": k, "attributions": v}) + "\n")


if __name__ == "__main__":
    main()
