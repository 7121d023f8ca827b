#!/usr/bin/env bash
# check.sh ROOT: the figures of README and of tests/benchmarks/README.md are what the recorded results make, and the plot too.
set -euo pipefail
root=$1
recorded=$root/tests/benchmarks/results
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir -p "$folder/tests/benchmarks"
cp "$root/README.md" "$folder/README.md"
cp "$root/tests/benchmarks/README.md" "$folder/tests/benchmarks/README.md"
bash "$root/tests/benchmarks/report/render.sh" "$recorded/results.csv" "$folder/ratios.svg" "$folder"
for manual in README.md tests/benchmarks/README.md; do
  diff -u "$root/$manual" "$folder/$manual" || { echo 'Write no figures by hand: tests/benchmarks/run --render' >&2; exit 1; }
done
[[ ! -e $recorded/results.csv ]] || cmp "$recorded/ratios.svg" "$folder/ratios.svg" ||
  { echo 'The plot is not that of the results: tests/benchmarks/run --render' >&2; exit 1; }
