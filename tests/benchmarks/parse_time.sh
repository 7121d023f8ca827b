#!/usr/bin/env bash
# tests/benchmarks/parse_time.sh [ROUNDS [COMPILER]]: how long a file with three models takes to parse, compared to
# `#include <pqxx/pqxx>` and to an empty file. The runs alternate; medians of the user CPU time count, with the
# instructions where perf can count them.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
rounds=${1:-15}
compiler=${2:-${CXX:-g++}}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

echo '' >"$folder/empty.cpp"
echo '#include <pqxx/pqxx>' >"$folder/pqxx.cpp"
cp "$root/tests/unit/structure/three_models.cpp" "$folder/models.cpp"
read -r -a flags <<<"$(pkg-config --cflags libpqxx libpq nlohmann_json | xargs)"
command=("$compiler" -std=c++20 -fsyntax-only "-I$root/include" "${flags[@]}")

"${command[@]}" "$folder/models.cpp" "$folder/pqxx.cpp"  # stops here when one does not compile, and warms the disk cache
TIMEFORMAT=%U
for ((round = 1; round <= rounds; ++round)); do
  [[ ! -t 2 ]] || printf '\rround %s of %s' "$round" "$rounds" >&2
  for name in models pqxx empty; do
    { time "${command[@]}" "$folder/$name.cpp"; } 2>>"$folder/$name.times"
  done
done
[[ ! -t 2 ]] || printf '\r%*s\r' 30 '' >&2

median() { sort -n "$1" | sed -n "$(((rounds + 1) / 2))p"; }
instructions() {
  perf stat -x, -e instructions:u -o "$folder/perf" "${command[@]}" "$folder/$1.cpp" 2>/dev/null || return 0
  awk -F, '/instructions/ && $1 ~ /^[0-9]+$/ { printf "%.0f", $1 / 1e6 }' "$folder/perf"
}

pqxx=$(median "$folder/pqxx.times")
pqxx_instructions=$(instructions pqxx)
printf '%s, medians of %s runs\n' "$("$compiler" --version | head -n1)" "$rounds"
printf '%-16s %10s %8s %18s %8s\n' file 'user s' ratio 'million instr.' ratio
for name in models pqxx empty; do
  seconds=$(median "$folder/$name.times")
  count=$(instructions "$name")
  printf '%-16s %10s %8s %18s %8s\n' "$name" "$seconds" \
    "$(awk -v a="$seconds" -v b="$pqxx" 'BEGIN { printf "%.2f", a / b }')" "${count:--}" \
    "$(awk -v a="${count:-0}" -v b="${pqxx_instructions:-0}" 'BEGIN { if (b > 0) printf "%.2f", a / b; else print "-" }')"
done
