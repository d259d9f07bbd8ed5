#!/usr/bin/env bash
# Builds the targets with coverage on the stable compiler and runs each for so many executions: fuzz/run.sh [RUNS] [TARGET…]
#
# The corpus grows in fuzz/corpus/TARGET, from the invented files of tests/fixtures; a find is kept as crash-… in fuzz/finds.
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
    echo "== $target"
    "$built/$target" "corpus/$target" ../tests/fixtures -runs="$runs" -timeout=10 -rss_limit_mb=1024 -artifact_prefix=finds/ -print_final_stats=1 > "finds/$target.log" 2>&1 || failed+=("$target")
    grep -E "stat::|ERROR|panicked|SUMMARY" "finds/$target.log" || true
done
if [ ${#failed[@]} -gt 0 ]; then
    echo "found something: ${failed[*]}; see fuzz/finds" >&2
    exit 1
fi
