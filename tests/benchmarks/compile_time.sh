#!/usr/bin/env bash
# tests/benchmarks/compile_time.sh [ROUNDS [COMPILER [CSV]]]: what promptview costs when it is compiled. CPU seconds count, as
# medians of the rounds (default 3; parsing five times as many).
#   Parsing: a file with three models, beside `#include <pqxx/pqxx>` and an empty file; also in instructions.
#   Compiling at -O2: files with 1, 10, 50 and 100 models of 7 fields and three queries each, and so for each further
#   model; and a file with one model of 50 columns. The file with 100 is compiled once.
# Appends to the file CSV: compile,<what>,,<measure>,<value>,,
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
rounds=${1:-3}
compiler=${2:-${CXX:-g++}}
csv=${3:-/dev/null}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
read -r -a flags <<<"$(pkg-config --cflags libpqxx libpq nlohmann_json | xargs)"
flags+=(-std=c++20 "-I$root/include" -Wno-missing-field-initializers)

progress() { [[ ! -t 2 ]] || printf '\r%-60s\r%s' '' "$*" >&2; }

# timed TIMES COMMAND...: appends the CPU seconds, of user and system, to the file TIMES.
timed() {
  local times=$1
  shift
  TIMEFORMAT='%U %S'
  { time "$@" >/dev/null 2>"$folder/errors"; } 2>"$folder/time" || { cat "$folder/errors" >&2; return 1; }
  awk '{ print $1 + $2 }' "$folder/time" >>"$times"
}
median() { sort -n "$1" | awk '{ all[NR] = $1 } END { print all[int((NR + 1) / 2)] }'; }
calculate() { awk "BEGIN { printf \"$1\", $2 }"; }
put() { printf 'compile,%s,,%s,%s,,\n' "$1" "$2" "$3" >>"$csv"; }  # WHAT MEASURE VALUE

# --- Parsing ----------------------------------------------------------------------------------------------------------

three_models=$root/tests/unit/structure/three_models.cpp
: >"$folder/empty.cpp"
echo '#include <pqxx/pqxx>' >"$folder/pqxx.cpp"
echo '#include <promptview/promptview.hpp>' >"$folder/promptview.cpp"
cp "$three_models" "$folder/models.cpp"
models=$(grep -c '^ *PROMPTVIEW_MODEL(' "$three_models" || true)
parse=("$compiler" "${flags[@]}" -fsyntax-only)
for name in models pqxx empty promptview; do timed "$folder/first" "${parse[@]}" "$folder/$name.cpp"; done  # warms up
for ((round = 1; round <= 5 * rounds; ++round)); do
  progress "parsing, round $round of $((5 * rounds))"
  for name in models pqxx empty promptview; do
    [[ $name != promptview || $round -le $rounds ]] || continue
    timed "$folder/parse.$name" "${parse[@]}" "$folder/$name.cpp"
  done
done
progress

# The instructions of parsing, in millions, counted by valgrind; only g++ can run its compiler proper under it. Minutes for
# all of promptview, which is left out.
instructions() {
  command -v valgrind >/dev/null && [[ $1 != promptview && $("$compiler" --version) != *clang* ]] || return 0
  "${parse[@]}" -wrapper valgrind,--tool=cachegrind,--cache-sim=no,--cachegrind-out-file=/dev/null "$folder/$1.cpp" 2>&1 |
    awk '/I +refs/ { gsub(",", ""); printf "%.0f", $NF / 1e6 }'
}

printf '%s\n' "$("$compiler" --version | head -n1)"
printf 'Parsing, medians of %s rounds; the aim for three models is a ratio of 0.80\n' $((5 * rounds))
printf '  %-32s%8s%8s%16s\n' '' 'CPU s' ratio 'million instr.'
base=$(median "$folder/parse.pqxx")
for name in models promptview pqxx empty; do
  case $name in
    models) meaning="a file with $models models" ;;
    promptview) meaning='<promptview/promptview.hpp>' ;;
    pqxx) meaning='<pqxx/pqxx>' ;;
    empty) meaning='an empty file' ;;
  esac
  seconds=$(median "$folder/parse.$name")
  count=$(instructions "$name")
  put "$meaning" 'cpu s' "$seconds"
  put "$meaning" ratio "$(calculate %.3f "$seconds / $base")"
  [[ -z $count ]] || put "$meaning" 'million instructions' "$count"
  printf '  %-32s%8.2f%8s%16s\n' "$meaning" "$seconds" "$(calculate %.2f "$seconds / $base")" "${count:--}"
done

# --- Compiling --------------------------------------------------------------------------------------------------------

source "$root/tests/benchmarks/compile/models.sh"

# One model of so many columns, and the same queries.
generate_wide() {
  local i fields=''
  echo '#include <promptview/model.hpp>'
  echo 'namespace pv = promptview;'
  echo 'struct Wide : pv::Model<Wide> {'
  echo '  pv::Auto<std::int64_t> id;'
  for ((i = 2; i <= $1; ++i)); do
    case $((i % 4)) in
      0) echo "  std::string field$i{};" ;;
      1) echo "  std::int32_t field$i{};" ;;
      2) echo "  std::optional<std::string> field$i{};" ;;
      3) echo "  double field$i{};" ;;
    esac
    fields+=", FIELD(field$i)"
  done
  cat <<END
};
PROMPTVIEW_MODEL(Wide, postgres, "wide", FIELD(id, primary_key)$fields)
std::optional<Wide> get(std::int64_t key) { return Wide::get(key); }
std::vector<Wide> page(int least, const std::string& text) {
  return Wide::query().filter("field5__gt", least).exclude("field4__istartswith", text)
      .order_by("-field5", "id").limit(20).execute();
}
std::int64_t count(double least) {
  return Wide::query().filter(Wide::q("field3__lt", least) || !Wide::q("field2__isnull", true)).count();
}
END
}

sizes=(0 1 10 50 100)
for count in "${sizes[@]}"; do generate "$count" >"$folder/generated$count.cpp"; done
generate_wide 50 >"$folder/generatedwide.cpp"
for ((round = 1; round <= rounds; ++round)); do
  for count in "${sizes[@]}" wide; do
    [[ $count != 100 || $round -eq 1 ]] || continue
    progress "compiling $count models, round $round of $rounds"
    timed "$folder/compile.$count" "$compiler" "${flags[@]}" -O2 -c "$folder/generated$count.cpp" \
      -o "$folder/generated$count.o"
  done
done
progress

printf '\nCompiling at -O2, medians of %s rounds; three queries on each model;' "$rounds"
printf ' the aim for each further model is 0.20 s\n'
printf '  %-32s%8s%14s%14s\n' '' 'CPU s' 'object bytes' 'text and data'

line() {  # WHAT SECONDS OBJECT_BYTES TEXT_AND_DATA
  printf '  %-32s%8s%14s%14s\n' "$@"
  put "$1" 'cpu s' "$2"
  put "$1" 'object bytes' "$3"
  put "$1" 'text and data' "$4"
}
declare -A object_bytes text_bytes
for count in "${sizes[@]}" wide; do
  object=$folder/generated$count.o
  object_bytes[$count]=$(stat -c %s "$object")
  text_bytes[$count]=$(size "$object" | awk 'NR == 2 { print $1 + $2 }')
  case $count in
    1) what='1 model' ;;
    wide) what='1 model of 50 columns' ;;
    *) what="$count models" ;;
  esac
  line "$what" "$(calculate %.2f "$(median "$folder/compile.$count")")" "${object_bytes[$count]}" "${text_bytes[$count]}"
done
line 'each further model' \
  "$(calculate %.3f "($(median "$folder/compile.50") - $(median "$folder/compile.1")) / 49")" \
  $(((object_bytes[50] - object_bytes[1]) / 49)) $(((text_bytes[50] - text_bytes[1]) / 49))
