#!/usr/bin/env bash
# tests/benchmarks/compile/table.sh [OTHER_INCLUDE_DIR]: what promptview costs whoever compiles with it, as a table. User seconds of CXX (g++),
# the minimum of ROUNDS (5), in which all take turns; headers as multiples of `#include <pqxx/pqxx>`. "compiled" is with PROMPTVIEW_COMPILED, as the
# target promptview::promptview has it; the backend, which it compiles once, has a row of its own. With OTHER_INCLUDE_DIR, the include
# folder of another checkout, a column more: the same of that. WHAT=headers leaves out what takes long.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../.." && pwd)
source "$root/tests/benchmarks/compile/models.sh"
rounds=${ROUNDS:-5}
compiler=${CXX:-g++}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
read -r -a flags <<<"$(pkg-config --cflags libpqxx libpq nlohmann_json | xargs)"
flags+=(-std=c++20 -Wno-missing-field-initializers)
trees=("$root/include")
[[ $# -eq 0 ]] || trees=("$1" "$root/include")

# row NAME AIM KIND SOURCE FLAG...: KIND is header (a multiple of pqxx), seconds, or model (seconds of each of ten further models).
rows=()
row() { rows+=("$(printf '%s|' "$@")"); }
header() { row "\`$1.hpp\`${3:+, $3}" "$2" header "include $1" "${@:4}"; }
header promptview 3.5 header-only
header promptview 1.8 compiled -DPROMPTVIEW_COMPILED
header expressions 1.2 ''
header postgres 0.9 compiled -DPROMPTVIEW_COMPILED
header postgres '' header-only
header model 0.8 ''
header relations '' ''
header json '' compiled -DPROMPTVIEW_COMPILED
header document '' compiled -DPROMPTVIEW_COMPILED
header pqxx '' compiled -DPROMPTVIEW_COMPILED
if [[ ${WHAT:-all} == all ]]; then
  for level in 0 2; do
    row "quickstart at -O$level, header-only" "$((level == 0 ? 5 : 10)) s" seconds quickstart "-O$level"
    row "quickstart at -O$level, compiled" "$([[ $level -eq 0 ]] && echo 2.5 || echo 4) s" seconds quickstart "-O$level" -DPROMPTVIEW_COMPILED
    row "the backend at -O$level, once" '' seconds backend "-O$level"
  done
  row 'a further model with three queries, -O2' '0.20 s' model models -O2
fi

source_of() {  # SOURCE TREE: the file to compile; none: that checkout has no such header
  case $1 in
    include\ *)
      [[ -e $2/promptview/${1#include }.hpp ]] || return 0
      echo "#include <promptview/${1#include }.hpp>" >"$folder/${1#include }.cpp"
      echo "$folder/${1#include }.cpp"
      ;;
    quickstart) echo "$root/examples/01_quickstart.cpp" ;;
    backend) echo "$2/../cmake/compiled.cpp" ;;
    pqxx) echo '#include <pqxx/pqxx>' >"$folder/pqxx_alone.cpp" && echo "$folder/pqxx_alone.cpp" ;;
    models_*) generate "${1#models_}" >"$folder/$1.cpp" && echo "$folder/$1.cpp" ;;
  esac
}

# measure KEY TREE SOURCE FLAG...: keeps the least user seconds in least[KEY].
declare -A least
measure() {
  local key=$1 file seconds
  file=$(source_of "$3" "$2")
  [[ -n $file ]] || return 0
  local mode=(-c -o "$folder/object.o")
  [[ $file != "$folder"/* || $3 == models_* ]] || mode=(-fsyntax-only)
  TIMEFORMAT=%U
  { time "$compiler" "${flags[@]}" "-I$2" "${mode[@]}" "${@:4}" "$file" 2>"$folder/errors"; } 2>"$folder/time" ||
    { echo "FAILED: $file with $2" >&2; head -n 20 "$folder/errors" >&2; exit 1; }
  seconds=$(tail -n1 "$folder/time")
  least[$key]=$(awk -v a="${least[$key]:-1000000}" -v b="$seconds" 'BEGIN { print a < b ? a : b }')
}
calculate() { awk "BEGIN { printf \"$1\", $2 }"; }

for ((round = 1; round <= rounds; ++round)); do
  [[ ! -t 2 ]] || printf '\rround %s of %s' "$round" "$rounds" >&2
  measure pqxx "$root/include" pqxx
  for number in "${!rows[@]}"; do
    IFS='|' read -r -a cells <<<"${rows[$number]}"
    for tree in "${!trees[@]}"; do
      if [[ ${cells[2]} == model ]]; then
        for count in 5 15; do measure "$number.$tree.$count" "${trees[$tree]}" "models_$count" "${cells[@]:4}"; done
      else
        measure "$number.$tree" "${trees[$tree]}" "${cells[3]}" "${cells[@]:4}"
      fi
    done
  done
done
[[ ! -t 2 ]] || echo >&2

printf '%s; `<pqxx/pqxx>` takes %s s\n\n' "$("$compiler" --version | head -n1)" "${least[pqxx]}"
printf '| what |%s now | aim |\n|---|%s---|---|\n' "$([[ $# -eq 0 ]] || echo ' other |')" "$([[ $# -eq 0 ]] || echo '---|')"
for number in "${!rows[@]}"; do
  IFS='|' read -r -a cells <<<"${rows[$number]}"
  unit=''
  [[ ${cells[2]} != header ]] || unit=' x'
  printf '| %s |' "${cells[0]}"
  for tree in "${!trees[@]}"; do
    key=$number.$tree
    case ${cells[2]} in
      header) value=${least[$key]:+$(calculate '%.2f x' "${least[$key]:-0} / ${least[pqxx]}")} ;;
      seconds) value="$(calculate '%.2f s' "${least[$key]}")" ;;
      model) value="$(calculate '%.3f s' "(${least[$key.15]} - ${least[$key.5]}) / 10")" ;;
    esac
    printf ' %s |' "${value:-–}"
  done
  printf ' %s |\n' "${cells[1]:+<= ${cells[1]}$unit}"
done
