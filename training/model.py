"""The encoder and its heads, written out so that the forward pass in Rust has one plain text to agree with.

The trunk is BERT (Devlin et al. 2019) in the size of MiniLM; heads are one linear layer for each layer of labels and each kind of class, and
projections whose products are the scores of links. What the heads mean: targets.py.
"""
import math

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

LINK = 128
FEATURES = 6
HEADS = {"label": 7, "name": 5, "role": 5, "kind": 6, "act": 12}
PROJECTIONS = ("content_query", "cue_key", "cue_query", "source_key", "anchor_query", "mention_key", "role_query",
               "title_query", "title_key", "body_query", "body_key")
SCORES = {"to_cue": ("content_query", "cue_key"), "to_source": ("cue_query", "source_key"),
          "to_name": ("role_query", "mention_key"), "speakers": ("anchor_query", "mention_key"),
          "title": ("title_query", "title_key"), "body": ("body_query", "body_key")}


class Layer(nn.Module):
    def __init__(self, width, heads, inner):
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)
        self.norm1 = nn.LayerNorm(width, eps=1e-12)
        self.up = nn.Linear(width, inner)
        self.down = nn.Linear(inner, width)
        self.norm2 = nn.LayerNorm(width, eps=1e-12)

    def forward(self, x, bias, drop):
        b, n, w = x.shape
        q, k, v = self.qkv(x).view(b, n, 3, self.heads, w // self.heads).permute(2, 0, 3, 1, 4).unbind(0)
        mixed = F.scaled_dot_product_attention(q, k, v, attn_mask=bias.to(q.dtype)).transpose(1, 2).reshape(b, n, w)
        x = self.norm1(x + F.dropout(self.out(mixed), drop, self.training))
        return self.norm2(x + F.dropout(self.down(F.gelu(self.up(x))), drop, self.training))


class Encoder(nn.Module):
    def __init__(self, vocabulary, width, heads, inner, layers, positions, drop=0.1):
        super().__init__()
        self.drop = drop
        self.words = nn.Embedding(vocabulary, width)
        self.positions = nn.Embedding(positions, width)
        self.features = nn.Embedding(FEATURES, width)
        nn.init.zeros_(self.features.weight)
        self.norm = nn.LayerNorm(width, eps=1e-12)
        self.layers = nn.ModuleList(Layer(width, heads, inner) for _ in range(layers))
        self.heads = nn.ModuleDict({name: nn.Linear(width, classes) for name, classes in HEADS.items()})
        self.links = nn.ModuleDict({name: nn.Linear(width, LINK) for name in PROJECTIONS})

    def hidden(self, ids, features):
        n = ids.shape[1]
        x = self.words(ids) + self.positions(torch.arange(n, device=ids.device)) + self.features(features)
        x = F.dropout(self.norm(x), self.drop, self.training)
        bias = torch.zeros(ids.shape, dtype=x.dtype, device=ids.device).masked_fill(ids == 0, -30000.0)[:, None, None, :]
        for layer in self.layers:
            x = layer(x, bias, self.drop)
        return x

    def forward(self, ids, features):
        """logits: of each head [b, n, classes], of each kind of link [b, n, n]"""
        x = self.hidden(ids, features)
        pad = (ids == 0)[:, None, :]
        out = {name: head(x).float() for name, head in self.heads.items()}
        vectors = {name: link(x) for name, link in self.links.items()}
        for name, (query, key) in SCORES.items():
            out[name] = (vectors[query] @ vectors[key].transpose(1, 2) / math.sqrt(LINK)).float().masked_fill(pad, -1e4)
        return out


def read(path):
    """tensors of a safetensors file, or of the same in 8 bits per row (small.py)"""
    if not str(path).endswith(".npz"):
        from safetensors.torch import load_file
        return load_file(path)
    file = np.load(path)
    wide = lambda k: torch.from_numpy(file[k].astype(np.float32) * file[k + "|scale"][:, None]) if k + "|scale" in file else torch.from_numpy(file[k])
    return {k: wide(k) for k in file.files if not k.endswith("|scale")}


def minilm(path, layers=6, drop=0.1):
    w = read(path)
    model = Encoder(30522, 384, 12, 1536, layers, 512, drop=drop)
    state = model.state_dict()
    state["words.weight"] = w["embeddings.word_embeddings.weight"]
    state["positions.weight"] = w["embeddings.position_embeddings.weight"] + w["embeddings.token_type_embeddings.weight"][0]
    _norm(state, "norm", w, "embeddings.LayerNorm")
    for i in range(layers):
        a, s = f"encoder.layer.{i}.", f"layers.{i}."
        for p in ("weight", "bias"):
            state[s + "qkv." + p] = torch.cat([w[a + f"attention.self.{t}.{p}"] for t in ("query", "key", "value")])
            state[s + "out." + p] = w[a + "attention.output.dense." + p]
            state[s + "up." + p] = w[a + "intermediate.dense." + p]
            state[s + "down." + p] = w[a + "output.dense." + p]
        _norm(state, s + "norm1", w, a + "attention.output.LayerNorm")
        _norm(state, s + "norm2", w, a + "output.LayerNorm")
    model.load_state_dict(state)
    return model


def _norm(state, to, w, name):
    state[to + ".weight"], state[to + ".bias"] = w[name + ".weight"], w[name + ".bias"]
