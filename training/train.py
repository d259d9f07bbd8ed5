"""Train the encoder with all its heads: `python train.py --help`. Recipe, figures and limits: data/model/README.md."""
import argparse
import json
import random
import time

import numpy as np
import torch
from torch.nn import functional as F

import model as models
import windows

WEIGHTS = {"label": 1.0, "name": 0.3, "role": 0.4, "kind": 0.15, "act": 0.3,
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
    """each head's loss over the pieces that have a target for it"""
    of = {}
    for name in windows.LAYERS + windows.CLASSES:
        of[name] = F.cross_entropy(out[name].flatten(0, 1), t[name].flatten(), ignore_index=windows.IGNORE)
    for name in windows.LINKS:
        keep = t[name] != windows.IGNORE
        of[name] = F.cross_entropy(out[name][keep], t[name][keep])
    for name, places in windows.CHOICES.items():
        wanted = t[name] if t[name].dim() == 3 else t[name][..., None]
        of[name] = choice_loss(out[name], wanted, t[places])
    return {k: torch.nan_to_num(v) for k, v in of.items()}


def choice_loss(scores, wanted, places):
    """−log of the summed probability of all places of what is wanted in the window; [CLS] where there is none. Several wanted: the mean over them"""
    log, count = scores.log_softmax(-1), 0
    total = scores.sum() * 0.0
    for k in range(wanted.shape[-1]):
        meant = wanted[..., k]
        keep = (meant >= 0) if k else (meant != windows.IGNORE)
        if not keep.any():
            continue
        spots = places[:, None, :].expand(-1, meant.shape[1], -1)[keep]
        hit = (spots == meant[keep][:, None]) & (meant[keep][:, None] >= 0)
        hit[:, 0] |= ~hit.any(-1)
        total = total - log[keep].masked_fill(~hit, -1e9).logsumexp(-1).sum()
        count += int(keep.sum())
    return total / max(count, 1)


def taught(out, soft, t):
    """cross-entropy against the mean probabilities of teachers, at the same pieces"""
    seen = t["ids"] != windows.PAD
    of = {}
    for name in windows.LAYERS:
        of[name] = -(soft[name][seen] * out[name][seen].log_softmax(-1)).sum(-1).mean()
    for name in windows.CLASSES + windows.LINKS + tuple(windows.CHOICES):
        target = t[name][..., 0] if name == "speakers" else t[name]
        keep = target != windows.IGNORE
        of[name] = -(soft[name][keep] * out[name][keep].log_softmax(-1)).sum(-1).mean()
    return {k: torch.nan_to_num(v) for k, v in of.items()}


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
    p.add_argument("--weights", required=True, help="the trunk: model.safetensors, or .npz from small.py")
    p.add_argument("--data", required=True, nargs="+", help="files of windows.py")
    p.add_argument("--leave", help="file of article ids, one a line, that are not trained on")
    p.add_argument("--teachers", nargs="*", default=[], help="checkpoints whose mean opinion is learned beside the annotation")
    p.add_argument("--layers", type=int, default=6)
    p.add_argument("--epochs", type=float, default=8)
    p.add_argument("--rate", type=float, default=2.5e-4)
    p.add_argument("--batch", type=int, default=16)
    p.add_argument("--length", type=int, default=384)
    p.add_argument("--drop", type=float, default=0.1)
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--steps", type=int, help="stop after so many steps: to try the script")
    p.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    p.add_argument("--out", required=True)
    a = p.parse_args()
    torch.manual_seed(a.seed)
    rng, noise = random.Random(a.seed), np.random.default_rng(a.seed)
    left = set(open(a.leave, encoding="utf-8").read().split()) if a.leave else set()
    articles = [x for path in a.data for x in windows.load(path) if x.id not in left]
    net = models.minilm(a.weights, a.layers, a.drop).to(a.device)
    teachers = []
    for path in a.teachers:
        teacher = models.minilm(a.weights, a.layers, 0.0).to(a.device).eval()
        teacher.load_state_dict(torch.load(path, map_location=a.device))
        teachers.append(teacher)

    optimiser = optimiser_of(net, a)
    total = a.steps or int(len(windows.epoch(articles, a.length, random.Random(0))) // a.batch * a.epochs)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda s: min((s + 1) / 100, max(0.0, (total - s) / max(1, total - 100))))
    average = {k: v.detach().clone() for k, v in net.state_dict().items()}
    queue, began, running = [], time.time(), {}
    net.train()
    for step in range(1, total + 1):
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
        optimiser.step()
        schedule.step()
        optimiser.zero_grad(set_to_none=True)
        if step % 10 == 0:
            # the average of the second half's weights is what is kept, the later ones counting more
            with torch.no_grad():
                for k, v in net.state_dict().items():
                    average[k].lerp_(v, 0.05) if step > total // 2 else average[k].copy_(v)
        if step % 20 == 0:
            for k, v in of.items():
                running[k] = 0.9 * running.get(k, float(v)) + 0.1 * float(v)
        if step % 200 == 0 or step == total:
            told = " ".join(f"{k} {v:.3f}" for k, v in running.items())
            print(f"{a.out} step {step}/{total} {(time.time() - began) / step:.3f} s a step: {told}", flush=True)
    torch.save({k: v.cpu() for k, v in average.items()}, a.out + ".pt")


if __name__ == "__main__":
    main()
