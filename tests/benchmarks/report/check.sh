#!/usr/bin/env bash
# check.sh ROOT: README's section of figures is what the recorded results make, and the plot too.
set -euo pipefail
root=$1
recorded=$root/tests/benchmarks/results
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cp "$root/README.md" "$folder/README.md"
bash "$root/tests/benchmarks/report/render.sh" "$recorded/results.csv" "$folder/ratios.svg" "$folder/README.md"
diff -u "$root/README.md" "$folder/README.md" || { echo 'Write no figures by hand: tests/benchmarks/run --render' >&2; exit 1; }
[[ ! -e $recorded/results.csv ]] || cmp "$recorded/ratios.svg" "$folder/ratios.svg" ||
  { echo 'The plot is not that of the results: tests/benchmarks/run --render' >&2; exit 1; }
