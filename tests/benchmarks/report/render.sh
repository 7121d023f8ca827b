#!/usr/bin/env bash
# tests/benchmarks/report/render.sh RESULTS SVG [README]: makes the plot SVG of the file RESULTS, and puts the section
# of its figures into README, between the markers. README alone, with RESULTS missing: a section without figures.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
export LC_ALL=C
results=$1 svg=$2 readme=${3:-}
if [[ -e $results ]]; then
  awk -f "$here/results.awk" -f "$here/plot.awk" "$results" >"$svg"
else
  results=/dev/null
fi
[[ -n $readme ]] || exit 0
section=$(awk -f "$here/results.awk" -f "$here/aims.awk" -f "$here/readme.awk" "$results")
export section
made=$(awk '
  /<!-- benchmarks:begin -->/ { print; print ENVIRON["section"]; inside = 1; begun = 1 }
  /<!-- benchmarks:end -->/ { inside = 0; ended = begun }
  !inside && !/<!-- benchmarks:begin -->/
  END { exit !ended }' "$readme") ||
  { echo "$readme lacks the lines <!-- benchmarks:begin --> and <!-- benchmarks:end -->" >&2; exit 1; }
[[ $made == "$(<"$readme")" ]] || printf '%s\n' "$made" >"$readme"
