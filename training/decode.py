"""Logits → attributions, in the simplest form; the program's own decoding (src/encoder/decode.rs) is the one that counts."""
import numpy as np


def spans(label):
    """Viterbi under the BIO constraint over [n, 7] log-probabilities → [(role, lo, hi)]"""
    n = len(label)
    allowed = np.full((7, 7), -1e9)
    for a in range(7):
        for b in range(7):
            if b in (0, 1, 3, 5) or a in (b - 1, b):
                allowed[a, b] = 0
    score = label[0].copy()
    score[[2, 4, 6]] = -1e9
    back = []
    for i in range(1, n):
        step = score[:, None] + allowed
        back.append(step.argmax(0))
        score = step.max(0) + label[i]
    path = [int(score.argmax())]
    for b in reversed(back):
        path.append(int(b[path[-1]]))
    path.reverse()
    out = []
    for i, tag in enumerate(path):
        if tag in (1, 3, 5):
            out.append([tag, i, i + 1])
        elif tag:
            out[-1][2] = i + 1
    return out


def attributions(article, lo, hi, label, cue, source):
    """one window: pieces lo..hi of the article, logits without [CLS] and [SEP] rows; columns of the links with them"""
    heads = [i for i in range(hi - lo) if article.starts[lo + i]]
    ends = heads[1:] + [hi - lo]
    words = [(role, heads[a], ends[b - 1]) for role, a, b in spans(label[heads])]
    cues = [(a, b) for role, a, b in words if role == 3]
    sources = [(a, b) for role, a, b in words if role == 1]
    if not cues:
        return []
    groups = [{"cue": [c], "content": [], "source": []} for c in cues]
    for role, a, b in words:
        if role == 5:
            best = max(range(len(cues)), key=lambda i: cue[a:b, cues[i][0] + 1].mean())
            groups[best]["content"].append((a, b))
    for group in groups:
        at = group["cue"][0][0]
        choice = max([(source[at, 0], None)] + [(source[at, a + 1], (a, b)) for a, b in sources], key=lambda x: x[0])[1]
        if choice:
            group["source"].append(choice)

    def chars(a, b):
        inside = [s for s in article.spans[lo + a:lo + b] if s[0] < s[1]]
        return [inside[0][0], inside[-1][1]]

    worded = lambda a, b: any(s < e for s, e in article.spans[lo + a:lo + b])
    return [{role: [chars(a, b) for a, b in group[role] if worded(a, b)] for role in ("source", "cue", "content")}
            for group in groups if any(worded(*span) for span in group["content"])]
