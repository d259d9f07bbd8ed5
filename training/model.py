"""The encoder and its heads, written out so that the forward pass in Rust has one plain text to agree with.

The trunk is BERT (Devlin et al. 2019) in the size of MiniLM, or, for teachers, MPNet (Song et al. 2020), which is BERT with a bias of each
head by distance; heads are one linear layer for each layer of labels and each kind of class, and projections whose products are the scores of
links. What the heads mean: targets.py.
"""
import math

import torch
from torch import nn
from torch.nn import functional as F

LINK = 128
FEATURES = 6
HEADS = {"label": 7, "name": 5, "role": 5, "kind": 6, "act": 12, "voiced": 2}
PROJECTIONS = ("content_query", "cue_key", "cue_query", "source_key", "anchor_query", "mention_key", "role_query",
               "title_query", "title_key", "body_query", "body_key")
SCORES = {"to_cue": ("content_query", "cue_key"), "to_source": ("cue_query", "source_key"),
          "to_name": ("role_query", "mention_key"), "speakers": ("anchor_query", "mention_key"),
          "title": ("title_query", "title_key"), "body": ("body_query", "body_key")}


class Layer(nn.Module):
    def __init__(self, width, heads, inner, eps):
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)
        self.norm1 = nn.LayerNorm(width, eps=eps)
        self.up = nn.Linear(width, inner)
        self.down = nn.Linear(inner, width)
        self.norm2 = nn.LayerNorm(width, eps=eps)

    def forward(self, x, bias, drop):
        b, n, w = x.shape
        q, k, v = self.qkv(x).view(b, n, 3, self.heads, w // self.heads).permute(2, 0, 3, 1, 4).unbind(0)
        mixed = F.scaled_dot_product_attention(q, k, v, attn_mask=bias.to(q.dtype)).transpose(1, 2).reshape(b, n, w)
        x = self.norm1(x + F.dropout(self.out(mixed), drop, self.training))
        return self.norm2(x + F.dropout(self.down(F.gelu(self.up(x))), drop, self.training))


class Encoder(nn.Module):
    """`buckets`: into how many kinds of distance the bias of heads falls; none for BERT"""

    def __init__(self, vocabulary, width, heads, inner, layers, positions, buckets=0, drop=0.1):
        super().__init__()
        self.drop = drop
        self.distances = nn.Embedding(buckets, heads) if buckets else None
        self.words = nn.Embedding(vocabulary, width)
        self.positions = nn.Embedding(positions, width)
        self.features = nn.Embedding(FEATURES, width)
        nn.init.zeros_(self.features.weight)
        eps = 1e-5 if buckets else 1e-12
        self.norm = nn.LayerNorm(width, eps=eps)
        self.layers = nn.ModuleList(Layer(width, heads, inner, eps) for _ in range(layers))
        self.heads = nn.ModuleDict({name: nn.Linear(width, classes) for name, classes in HEADS.items()})
        self.links = nn.ModuleDict({name: nn.Linear(width, LINK) for name in PROJECTIONS})

    def hidden(self, ids, features):
        n = ids.shape[1]
        x = self.words(ids) + self.positions(torch.arange(n, device=ids.device)) + self.features(features)
        x = F.dropout(self.norm(x), self.drop, self.training)
        bias = torch.zeros(ids.shape, dtype=x.dtype, device=ids.device).masked_fill(ids == 0, -30000.0)[:, None, None, :]
        if self.distances:
            bias = bias + self.distances(distance_buckets(n, self.distances.num_embeddings, ids.device)).permute(2, 0, 1)[None]
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


def distance_buckets(n, buckets, device, furthest=128):
    """[n, n] of which kind each distance is: one sign each half, near ones singly, far ones by their logarithm (Raffel et al. 2020)"""
    at = torch.arange(n, device=device)
    apart = at[None, :] - at[:, None]
    half = buckets // 2
    near = half // 2
    size = apart.abs()
    far = near + (torch.log(size.clamp(min=1).float() / near) / math.log(furthest / near) * (half - near)).long()
    return (apart > 0).long() * half + torch.where(size < near, size, far.clamp(max=half - 1))


def of_state(state, drop=0.1):
    """the encoder whose state_dict this is; a trunk brings no heads of ours, anything else all of them"""
    layers = 1 + max(int(k.split(".")[1]) for k in state if k.startswith("layers."))
    buckets = len(state["distances.weight"]) if "distances.weight" in state else 0
    net = Encoder(*state["words.weight"].shape, 12, len(state["layers.0.up.weight"]), layers, len(state["positions.weight"]), buckets, drop)
    lacking, unknown = net.load_state_dict(state, strict=False)
    ours = [k for k in net.state_dict() if k.startswith(("features", "heads", "links"))]
    assert not unknown and lacking in ([], ours), (lacking, unknown)
    return net


def start(path, drop=0.1):
    """what training starts from: the model.safetensors of MiniLM, or a checkpoint of train.py or mpnet.py"""
    if path.endswith(".pt"):
        return of_state(torch.load(path, map_location="cpu"), drop)
    from safetensors.torch import load_file
    return of_state(minilm(load_file(path)), drop)


def minilm(w):
    state = {"words.weight": w["embeddings.word_embeddings.weight"],
             "positions.weight": w["embeddings.position_embeddings.weight"] + w["embeddings.token_type_embeddings.weight"][0]}
    copy_norm(state, "norm", w, "embeddings.LayerNorm")
    copy_layers(state, w, [f"attention.self.{t}" for t in ("query", "key", "value")], "attention.output.dense", "attention.output.LayerNorm")
    return state


def copy_layers(state, w, qkv, out, norm):
    for i in range(1 + max(int(k.split(".")[2]) for k in w if k.startswith("encoder.layer."))):
        a, s = f"encoder.layer.{i}.", f"layers.{i}."
        for p in ("weight", "bias"):
            state[s + "qkv." + p] = torch.cat([w[f"{a}{t}.{p}"] for t in qkv])
            state[s + "out." + p] = w[f"{a}{out}.{p}"]
            state[s + "up." + p] = w[a + "intermediate.dense." + p]
            state[s + "down." + p] = w[a + "output.dense." + p]
        copy_norm(state, s + "norm1", w, a + norm)
        copy_norm(state, s + "norm2", w, a + "output.LayerNorm")


def copy_norm(state, to, w, name):
    state[to + ".weight"], state[to + ".bias"] = w[name + ".weight"], w[name + ".bias"]
