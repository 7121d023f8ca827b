#!/usr/bin/env bash
# tests/benchmarks/report/render.sh RESULTS SVG [ROOT]: makes the plot SVG of the file RESULTS, and puts the section of its figures
# into ROOT/tests/benchmarks/README.md and the short table into ROOT/README.md, between the markers. With RESULTS missing:
# sections without figures.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
export LC_ALL=C
results=$1 svg=$2 root=${3:-}
if [[ -e $results ]]; then
  awk -f "$here/results.awk" -f "$here/plot.awk" "$results" >"$svg"
else
  results=/dev/null
fi
[[ -n $root ]] || exit 0
# put FILE: the section in $section goes between the markers of the file.
put() {
  local made
  made=$(awk '
    /<!-- benchmarks:begin -->/ { print; print ENVIRON["section"]; inside = 1; begun = 1 }
    /<!-- benchmarks:end -->/ { inside = 0; ended = begun }
    !inside && !/<!-- benchmarks:begin -->/
    END { exit !ended }' "$1") ||
    { echo "$1 lacks the lines <!-- benchmarks:begin --> and <!-- benchmarks:end -->" >&2; exit 1; }
  [[ $made == "$(<"$1")" ]] || printf '%s\n' "$made" >"$1"
}
section=$(awk -f "$here/results.awk" -f "$here/aims.awk" -f "$here/readme.awk" "$results")
export section
put "$root/tests/benchmarks/README.md"
section=$(awk -f "$here/results.awk" -f "$here/summary.awk" "$results")
put "$root/README.md"
