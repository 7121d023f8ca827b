#!/usr/bin/env bash
# tests/benchmarks/instructions.sh PROGRAM [OPTION...]: counts the instructions of the client for an operation (of W2: a
# row), in user mode, with valgrind. PROGRAM is a wire_benchmark that was built with -O2 and without sanitizers.
# Only what the program measures is counted, and each work runs twice, with few and with many operations: the difference
# is free of the transaction's begin and end. The server is another process, which is not counted.
#
#   --only W1         this work only
#   --variant NAME    this variant only: raw-text, raw-binary, libpqxx or promptview
#   --profile FOLDER  keeps the profiles of the longer runs there, for callgrind_annotate
set -euo pipefail
program='' only='' variant='' profile=''
while [[ $# -gt 0 ]]; do
  case $1 in
    -h | --help) sed -n '2,/^set/{/^set/d;s/^# \{0,1\}//;p}' "${BASH_SOURCE[0]}" && exit ;;
    --only | --variant | --profile)
      [[ $# -ge 2 ]] || { echo "$1 needs a value; see --help" >&2; exit 2; }
      case $1 in
        --only) only=$2 ;;
        --variant) variant=$2 ;;
        --profile) profile=$2 ;;
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
[[ -z $profile ]] || mkdir -p "$profile"

# What promptview shall need at most, and what raw-binary needed where that was set.
declare -A aims=([W1]=9500 [W2]=2400 [W4]=6500 [W6]=5000)
declare -A raw_of_aims=([W1]=8270 [W2]=2163 [W4]=3590 [W6]=3121)
works=(W1 W2 W4 W6)
variants=(raw-text raw-binary libpqxx promptview)
[[ -z $only ]] || works=("$only")
[[ -z $variant ]] || variants=("$variant")
rows=20000 few_passes=1 many_passes=4  # W2
few=500 many=2500                      # the others

# count WORK VARIANT ITERATIONS: all instructions of one run.
count() {
  local out=$folder/$1-$2-$3
  valgrind --tool=callgrind --toggle-collect='benchmark::measured*' --callgrind-out-file="$out" \
    "$program" --database "$url" --rounds 1 --rows "$rows" --only "$1" --variant "$2" --iterations "$3" \
    >"$out.log" 2>&1 || { cat "$out.log" >&2; return 1; }
  sed -n 's/^summary: //p; s/^totals: //p' "$out" | tail -n1
}

declare -A counted
for work in "${works[@]}"; do
  least=$few most=$many unit=1
  [[ $work != W2 ]] || { least=$few_passes most=$many_passes unit=$rows; }
  for name in "${variants[@]}"; do
    [[ ! -t 2 ]] || printf '\rcounting %s of %-12s' "$work" "$name" >&2
    fewer=$(count "$work" "$name" "$least")
    more=$(count "$work" "$name" "$most")
    counted[$work,$name]=$(((more - fewer) / ((most - least) * unit)))
    [[ -z $profile ]] || cp "$folder/$work-$name-$most" "$profile/callgrind.out.$work.$name"
  done
done
[[ ! -t 2 ]] || printf '\r%*s\r' 40 '' >&2

printf 'Client instructions an operation (W2: a row), user mode\n'
printf '  %-4s' ''
printf '%12s' "${variants[@]}" 'aim' 'own' 'own aim'
printf '\n'
for work in "${works[@]}"; do
  printf '  %-4s' "$work"
  for name in "${variants[@]}"; do printf '%12s' "${counted[$work,$name]}"; done
  printf '%12s' "${aims[$work]:--}"
  total=${counted[$work,promptview]:-} raw=${counted[$work,raw-binary]:-}
  [[ -z $total || -z $raw ]] || printf '%12s%12s' $((total - raw)) $((aims[$work] - raw_of_aims[$work]))
  printf '\n'
done
echo 'own: what promptview adds to raw-binary. The aims were set beside a raw-binary of 8270, 2163, 3590 and 3121;'
echo 'own aim: what they leave for promptview there.'
