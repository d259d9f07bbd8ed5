"""Train the encoder with all its heads: `python train.py --help`. Recipe, figures and limits: data/model/README.md."""
import argparse
import random
import time

import numpy as np
import torch
from torch.nn import functional as F

import model as models
import windows

WEIGHTS = {"label": 1.0, "name": 0.3, "role": 0.4, "kind": 0.15, "act": 0.3, "voiced": 0.3,
           "to_cue": 0.3, "to_source": 0.3, "to_name": 0.2, "speakers": 0.3, "title": 0.2, "body": 0.2}
KEPT = windows.LAYERS + windows.LINKS + windows.CLASSES + ("ids", "features", *windows.CHOICES, *windows.CHOICES.values())


def batch(items, length, device):
    rows = [windows.window(a, lo, hi, length) for a, lo, hi in items]
    return {k: torch.from_numpy(np.stack([r[k] for r in rows])).to(device, non_blocking=True) for k in KEPT}


def disturb(ids, features, rng):
    """hides a few pieces and, in some windows, all letter case, so that many epochs do not learn the texts by heart"""
    shape = tuple(ids.shape)
    hide = torch.from_numpy(rng.random(shape) < 0.06).to(ids.device) & (ids > windows.SEP)
    bare = torch.from_numpy(rng.random(shape[0]) < 0.08).to(ids.device)[:, None]
    return ids.masked_fill(hide, windows.MASK), torch.where(bare, features // 3 * 3, features)


def losses(out, t):
    """each head's loss over the pieces that have a target for it; nothing here waits for the device"""
    of = {}
    for name in windows.LAYERS + windows.CLASSES + windows.LINKS:
        wanted = t[name].flatten()
        rows = F.cross_entropy(out[name].flatten(0, 1), wanted, ignore_index=windows.IGNORE, reduction="sum")
        of[name] = rows / (wanted != windows.IGNORE).sum().clamp(min=1)
    for name, places in windows.CHOICES.items():
        wanted = t[name] if t[name].dim() == 3 else t[name][..., None]
        of[name] = choice_loss(out[name], wanted, t[places])
    return of


def choice_loss(scores, wanted, places):
    """−log of the summed probability of all places of what is wanted in the window; [CLS] where there is none. Several wanted: the mean over them"""
    log, total, count = scores.log_softmax(-1), 0.0, 0
    for k in range(wanted.shape[-1]):
        meant = wanted[..., k]
        keep = (meant >= 0) if k else (meant != windows.IGNORE)
        hit = (places[:, None, :] == meant[..., None]) & (meant >= 0)[..., None]
        hit = torch.cat([hit[..., :1] | ~hit.any(-1, keepdim=True), hit[..., 1:]], -1)
        total = total - torch.where(keep, log.masked_fill(~hit, -1e9).logsumexp(-1), 0.0).sum()
        count = count + keep.sum()
    return total / count.clamp(min=1)


def taught(out, soft, t):
    """cross-entropy against the mean probabilities of teachers, at the same pieces"""
    of = {}
    for name in soft:
        target = t["speakers"][..., 0] if name == "speakers" else t[name]
        keep = (t["ids"] != windows.PAD) if name in windows.LAYERS else (target != windows.IGNORE)
        rows = -(soft[name] * out[name].log_softmax(-1)).sum(-1)
        of[name] = torch.where(keep, rows, 0.0).sum() / keep.sum().clamp(min=1)
    return of


@torch.no_grad()
def opinion(teachers, ids, features):
    """mean probabilities of the teachers"""
    mean = {}
    for teacher in teachers:
        for k, v in teacher(ids, features).items():
            mean[k] = mean.get(k, 0) + v.softmax(-1) / len(teachers)
    return mean


def optimiser_of(net, a):
    groups = [{"params": [], "lr": a.rate, "weight_decay": 0.01}, {"params": [], "lr": 1e-3, "weight_decay": 0.0}]
    for name, parameter in net.named_parameters():
        groups[name.startswith(("heads", "links", "features"))]["params"].append(parameter)
    return torch.optim.AdamW(groups, fused=True)


def main():
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--weights", required=True, help="what to start from: the model.safetensors of MiniLM, or a checkpoint of mpnet.py or of this")
    p.add_argument("--data", required=True, nargs="+", help="files of windows.py")
    p.add_argument("--leave", help="file of article ids, one a line, that are not trained on")
    p.add_argument("--teachers", nargs="*", default=[], help="checkpoints whose mean opinion is learned beside the annotation")
    p.add_argument("--epochs", type=float, default=8)
    p.add_argument("--rate", type=float, default=2.5e-4)
    p.add_argument("--batch", type=int, default=16)
    p.add_argument("--length", type=int, default=384)
    p.add_argument("--drop", type=float, default=0.1)
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--steps", type=int, help="stop after so many steps: to try the script")
    p.add_argument("--seconds", type=float, help="instead of --epochs, on a lent GPU: as many steps as fit in so long")
    p.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    p.add_argument("--out", required=True)
    a = p.parse_args()
    torch.manual_seed(a.seed)
    rng, noise = random.Random(a.seed), np.random.default_rng(a.seed)
    left = set(open(a.leave, encoding="utf-8").read().split()) if a.leave else set()
    articles = [x for path in a.data for x in windows.load(path) if x.id not in left]
    net = models.start(a.weights, a.drop).to(a.device)
    teachers = [models.start(path, 0.0).to(a.device, torch.bfloat16).eval() for path in a.teachers]

    optimiser = optimiser_of(net, a)
    rates = [group["lr"] for group in optimiser.param_groups]
    total = a.steps or max(1, int(len(windows.epoch(articles, a.length, random.Random(0))) // a.batch * a.epochs))
    average = {k: v.detach().clone() for k, v in net.state_dict().items()}
    queue, began, running, step, done = [], time.time(), {}, 0, 0.0
    net.train()
    while done < 1:
        step += 1
        if len(queue) < a.batch:
            queue += windows.epoch(articles, a.length, rng)
        items, queue = queue[:a.batch], queue[a.batch:]
        t = batch(items, a.length, a.device)
        with torch.autocast(a.device, torch.bfloat16):
            seen = disturb(t["ids"], t["features"], noise)
            out = net(*seen)
            soft = opinion(teachers, t["ids"], t["features"]) if teachers else None
        of = losses(out, t)
        loss = sum(WEIGHTS[k] * v for k, v in of.items())
        if soft:
            loss = 0.4 * loss + 0.6 * sum(WEIGHTS[k] * v for k, v in taught(out, soft, t).items())
        loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        done = (time.time() - began) / a.seconds if a.seconds else step / total
        for group, rate in zip(optimiser.param_groups, rates):
            group["lr"] = rate * min((step + 1) / 100, max(0.0, 1 - done))
        optimiser.step()
        optimiser.zero_grad(set_to_none=True)
        if step % 10 == 0:
            # the average of the second half's weights is what is kept, the later ones counting more
            with torch.no_grad():
                for k, v in net.state_dict().items():
                    average[k].lerp_(v, 0.05) if done > 0.5 else average[k].copy_(v)
        if step % 20 == 0:
            for k, v in of.items():
                running[k] = 0.9 * running.get(k, float(v)) + 0.1 * float(v)
        if step % 200 == 0 or done >= 1:
            told = " ".join(f"{k} {v:.3f}" for k, v in running.items())
            print(f"{a.out} step {step}, {done:.0%} done, {(time.time() - began) / step:.3f} s a step: {told}", flush=True)
    torch.save({k: v.cpu() for k, v in average.items()}, a.out + ".pt")


if __name__ == "__main__":
    main()
