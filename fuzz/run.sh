#!/usr/bin/env bash
# Builds the targets with coverage on the stable compiler and runs each for so many executions: fuzz/run.sh [RUNS] [TARGET…]
#
# A target begins with fuzz/seeds/TARGET (made by seeds.py) and its corpus grows in fuzz/corpus/TARGET; a find is kept as crash-…,
# timeout-… or oom-… in fuzz/finds. SECONDS_EACH=300 ends a target after so many seconds; the report says how far it came.
set -euo pipefail
cd "$(dirname "$0")"
runs=${1:-1000000}
shift || true
# what cargo fuzz passes, without a sanitizer: safe Rust needs none to panic
export RUSTFLAGS="-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table -Cllvm-args=-sanitizer-coverage-trace-compares -Ccodegen-units=1"
host=$(rustc -vV | sed -n 's/^host: //p')
cargo build --release --target "$host"
targets=("$@")
[ ${#targets[@]} -gt 0 ] || mapfile -t targets < <(basename -s .rs fuzz_targets/*.rs)
built=${CARGO_TARGET_DIR:-target}/$host/release
mkdir -p finds
failed=()
for target in "${targets[@]}"; do
    mkdir -p "corpus/$target"
    log=finds/$target.log
    "$built/$target" "corpus/$target" "seeds/$target" -runs="$runs" -max_total_time="${SECONDS_EACH:-0}" -max_len=16384 -timeout=10 -rss_limit_mb=1024 \
        -artifact_prefix="finds/$target-" -print_final_stats=1 > "$log" 2>&1 || failed+=("$target")
    echo "$target: $(sed -n 's/^stat::number_of_executed_units: *//p' "$log" | tail -1) executions, $(find "corpus/$target" -type f | wc -l) files in the corpus"
    grep -E "ERROR|panicked|SUMMARY" "$log" || true
done
if [ ${#failed[@]} -gt 0 ]; then
    echo "found something: ${failed[*]}; see fuzz/finds" >&2
    exit 1
fi
