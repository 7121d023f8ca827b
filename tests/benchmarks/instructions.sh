#!/usr/bin/env bash
# tests/benchmarks/instructions.sh PROGRAM [OPTION...]: counts the instructions of the client for an operation (of a work
# that reads or fills a table: for a row), in user mode, with valgrind. PROGRAM is a wire_benchmark that was built with
# -O2 and without sanitizers. Each work runs twice, with few and with many operations: the difference is free of the
# transaction's begin and end. The server is another process, which is not counted.
#
#   --only W1,W2      these works only
#   --variant NAME    this variant only, such as raw-binary or promptview
#   --rows N          in the table of W2 (default 5000)
#   --csv FILE        appends the counts: instructions,<work>,<variant>,count,<number>,, and for some works what they are
#                     spent on: instructions,<work>,<variant>,in <group>,<number>,, (groups: see report/groups.awk)
#   --profile FOLDER  keeps the profiles of the longer runs there, for callgrind_annotate --threshold=100
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
program='' profile='' csv=/dev/null rows=5000 choice=()
while [[ $# -gt 0 ]]; do
  case $1 in
    -h | --help) sed -n '2,/^set/{/^set/d;s/^# \{0,1\}//;p}' "${BASH_SOURCE[0]}" && exit ;;
    --only | --variant | --rows | --csv | --profile)
      [[ $# -ge 2 ]] || { echo "$1 needs a value; see --help" >&2; exit 2; }
      case $1 in
        --rows) rows=$2 ;;
        --csv) csv=$2 ;;
        --profile) profile=$2 ;;
        *) choice+=("$1" "$2") ;;
      esac
      shift
      ;;
    -*)
      echo "There is no option $1; see --help" >&2
      exit 2
      ;;
    *) program=$1 ;;
  esac
  shift
done
[[ -x $program ]] || { echo 'Name the program to count; tests/benchmarks/run builds and names it' >&2; exit 2; }
command -v valgrind >/dev/null || { echo 'Install valgrind first' >&2; exit 1; }

folder=$(mktemp -d)
coproc server { exec "$program" --serve; }
# shellcheck disable=SC2154  # coproc sets it
server_pid=$server_PID server_input=${server[1]}
finish() {
  exec {server_input}>&-  # ends the server
  wait "$server_pid" || true
  rm -rf "$folder"
}
trap finish EXIT
read -r -t 120 url <&"${server[0]}" || { echo 'The server did not start' >&2; exit 1; }

valgrind --tool=callgrind --collect-atstart=no --callgrind-out-file="$folder/profile" \
  "$program" --count --database "$url" --rows "$rows" "${choice[@]}" >"$folder/log" 2>&1 ||
  { cat "$folder/log" >&2; exit 1; }

# Each profile says what it is of: `desc: Trigger: Client Request: W1 raw-text many 2000`, then its total.
for file in "$folder"/profile.*; do
  sed -n 's/^desc: Trigger: Client Request: //p; s/^totals: //p' "$file" | paste -sd ' '
done | awk 'NF == 5 { print $1, $2, $3, $4, $5 }' >"$folder/counts"
[[ -s $folder/counts ]] || { echo 'Nothing was counted' >&2; exit 1; }

# The cost of making the text of a query, as a share of all that W3 costs.
text_share() {
  local file
  file=$(grep -lE '^desc: Trigger: Client Request: W3 promptview many ' "$folder"/profile.* || true)
  [[ -n $file ]] || return 0
  callgrind_annotate --inclusive=yes --threshold=100 "$file" | tr -d , | awk '
    /PROGRAM TOTALS/ && all == 0 { all = $1 }
    /postgres::SelectBuilder::append\(\)/ && $1 > text { text = $1 }
    END { if (all > 0 && text > 0) printf "%.1f\n", 100 * text / all }'
}

awk -v csv="$csv" '
  !($1 in seen) { works[++work_count] = $1; seen[$1] = 1 }
  !($2 in known) { variants[++variant_count] = $2; known[$2] = 1 }
  { total[$1, $2, $3] = $5; units[$1, $2, $3] = $4 }
  END {
    split("raw-text raw-binary raw-pipelined raw-copy-text raw-copy-binary raw-arrays libpqxx SOCI " \
          "promptview promptview-pipelined", order)
    print "Client instructions an operation or row, user mode"
    for (w = 1; w <= work_count; ++w) place[works[w]] = w
    split("W1 W2 W3 W3b W4 W5 W5b W6 W7 json arrays", work_order)
    printf "  %-8s", ""
    for (v = 1; v in order; ++v)
      if (order[v] in known) printf " %*s", length(order[v]) < 9 ? 9 : length(order[v]), order[v]
    printf "\n"
    for (w = 1; w in work_order; ++w) {
      work = work_order[w]
      if (!(work in seen)) continue
      printf "  %-8s", work
      for (v = 1; v in order; ++v) {
        name = order[v]
        if (!(name in known)) continue
        width = length(name) < 9 ? 9 : length(name)
        if (!((work, name, "many") in total)) { printf " %*s", width, "-"; continue }
        count = total[work, name, "many"] - total[work, name, "few"]
        count /= units[work, name, "many"] - units[work, name, "few"]
        printf " %*.0f", width, count
        printf "instructions,%s,%s,count,%.0f,,\n", work, name, count >> csv
      }
      printf "\n"
    }
  }' "$folder/counts"

share=$(text_share)
if [[ -n $share ]]; then
  echo "The text of the query is $share % of what W3 costs promptview (the aim: below 5 %)."
  echo "instructions,W3,promptview,text share %,$share,," >>"$csv"
fi
# What promptview, and raw libpq in binary, spend their instructions on.
awk -f "$here/report/groups.awk" "$folder"/profile.* | awk -v csv="$csv" '
  $1 !~ /^W[12456]$/ || $2 !~ /^(promptview|raw-binary|raw-copy-binary)$/ || ($2 == "raw-copy-binary" && $1 != "W5") { next }
  { spent[$1, $2, $5, $3] = $6; units[$1, $2, $3] = $4; works[$1]; variants[$2] }
  END {
    split("libpq libc memory statement connection plan encode decode rest", groups)
    split("W1 W2 W4 W5 W6", order)
    for (w = 1; w in order; ++w)
      for (variant in variants) {
        work = order[w]
        if (!((work, variant, "many") in units)) continue
        printf "%s of %s is spent on:", work, variant
        for (g = 1; g in groups; ++g) {
          name = groups[g]
          count = spent[work, variant, name, "many"] - spent[work, variant, name, "few"]
          count /= units[work, variant, "many"] - units[work, variant, "few"]
          if (count < 0.5) count = 0
          printf " %s %.0f", name, count
          printf "instructions,%s,%s,in %s,%.0f,,\n", work, variant, name, count >> csv
        }
        printf "\n"
      }
  }'
if [[ -n $profile ]]; then
  mkdir -p "$profile"
  for file in "$folder"/profile.*; do
    name=$(sed -n 's/^desc: Trigger: Client Request: \(.*\) many .*/\1/p' "$file")
    [[ -z $name ]] || cp "$file" "$profile/callgrind.out.${name// /.}"
  done
fi
