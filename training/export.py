"""Checkpoint → the one file that the program carries: `python export.py CHECKPOINT VOCABULARY VERSION OUT`.

Weights of linear layers are rounded to 8 bits per row and put in the order in which src/encoder/linear.rs reads them;
embeddings are rounded to 8 bits per row; everything else stays in 32 bits.
"""
import json
import struct
import sys

import numpy as np
import torch

from model import HEADS, LINK, PROJECTIONS

LANES, GROUP = 16, 4


def rounded(w):
    scale = np.maximum(np.abs(w).max(1), 1e-12) / 127.0
    return np.rint(w / scale[:, None]).astype(np.int8), scale.astype(np.float32)


def main(checkpoint, vocabulary, version, out):
    state = {k: v.float().numpy() for k, v in torch.load(checkpoint, map_location="cpu").items()}
    tensors, parts, size = {}, [], 0

    def put(name, array, kind=None):
        nonlocal size
        kind = kind or {"int8": "i8", "float32": "f32", "int32": "i32"}[array.dtype.name]
        raw = array if isinstance(array, bytes) else np.ascontiguousarray(array).tobytes()
        tensors[name] = {"kind": kind, "offset": size, "length": len(raw) if kind in ("i8", "text") else len(raw) // 4}
        raw += b"\0" * (-len(raw) % 64)
        parts.append(raw)
        size += len(raw)

    def linear(name, weight, bias):
        q, scale = rounded(weight)
        n, k = q.shape
        assert n % (4 * LANES) == 0 and k % LANES == 0
        put(name + ".weight", q.reshape(n // LANES, LANES, k // GROUP, GROUP).transpose(0, 2, 1, 3))
        put(name + ".scale", scale)
        put(name + ".bias", bias.astype(np.float32))
        put(name + ".sum", q.astype(np.int32).sum(1, dtype=np.int32))

    for name in ("words", "positions", "features"):
        q, scale = rounded(state[name + ".weight"])
        put(name + ".weight", q)
        put(name + ".scale", scale)
    layers = 1 + max(int(k.split(".")[1]) for k in state if k.startswith("layers."))
    norms = ["norm"] + [f"layers.{i}.norm{j}" for i in range(layers) for j in (1, 2)]
    for name in norms:
        put(name + ".weight", state[name + ".weight"])
        put(name + ".bias", state[name + ".bias"])
    for i in range(layers):
        for part in ("qkv", "out", "up", "down"):
            linear(f"layers.{i}.{part}", state[f"layers.{i}.{part}.weight"], state[f"layers.{i}.{part}.bias"])
    for name in HEADS:
        put(f"heads.{name}.weight", state[f"heads.{name}.weight"])
        put(f"heads.{name}.bias", state[f"heads.{name}.bias"])
    linear("links", *(np.concatenate([state[f"links.{n}.{p}"] for n in PROJECTIONS]) for p in ("weight", "bias")))
    put("vocabulary", open(vocabulary, "rb").read(), "text")

    width = state["words.weight"].shape[1]
    header = json.dumps({
        "version": version, "width": width, "heads": 12, "layers": layers, "inner": state["layers.0.up.weight"].shape[0],
        "positions": 384, "link": LINK, "projections": PROJECTIONS, "classes": HEADS, "tensors": tensors,
    }, sort_keys=True).encode()
    with open(out, "wb") as f:
        f.write(b"ONRECORD" + struct.pack("<I", len(header)) + header)
        f.write(b"\0" * (-f.tell() % 64))
        f.write(b"".join(parts))
    print(f"{out}: {size / 1e6:.1f} MB, {layers} layers, version {version}")


if __name__ == "__main__":
    main(*sys.argv[1:])
