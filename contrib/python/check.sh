#!/usr/bin/env bash
# Builds the wheel, installs it into an environment of its own, and runs the example there.
#     contrib/python/check.sh [options of maturin, such as --profile dev]
set -euo pipefail
cd "$(dirname "$0")"
if ! command -v maturin > /dev/null; then
    echo "SKIPPED: maturin is not installed (pip install maturin); the wheel was not built" >&2
    exit 2
fi
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
maturin build "${@:---release}" --out "$folder"
python3 -m venv "$folder/environment"
"$folder/environment/bin/pip" install --quiet --no-index "$folder"/onrecord-*.whl
"$folder/environment/bin/onrecord" --version
cd "$folder"
"$folder/environment/bin/python" "$OLDPWD/example.py"
