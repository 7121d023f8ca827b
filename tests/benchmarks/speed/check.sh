#!/usr/bin/env bash
# check.sh PROGRAM COMPILER [--renew]: counts the instructions that promptview and raw libpq in binary (W5: its binary
# COPY) need for the same work, and fails where promptview needs 15 % more than baseline.csv says. COMPILER is CMake's
# name, such as GNU or Clang.
#
# What is compared is promptview's count divided by that of raw libpq in the same run: libpq, the C library and the
# compiler cost both alike, so that the quotient holds on other machines, where the counts do not.
#
#   --renew   writes what was counted into baseline.csv instead
set -euo pipefail
export LC_ALL=C
program=$1 compiler=$2 renew=${3:-}
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
baseline=$here/baseline.csv
margin=1.15
command -v valgrind >/dev/null || { echo 'Skipped: install valgrind to count instructions'; exit 77; }

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
bash "$here/../instructions.sh" "$program" --only W1,W2,W3,W4,W5,W6 --rows 2000 --csv "$folder/counts" >/dev/null
awk -F, -v compiler="$compiler" '
  $4 == "count" { count[$2, $3] = $5; if ($3 == "promptview") works[++n] = $2 }
  END {
    for (i = 1; i <= n; ++i) {
      raw = count[works[i], works[i] == "W5" ? "raw-copy-binary" : "raw-binary"]
      own = count[works[i], "promptview"]
      if (raw > 0) printf "%s,%s,%d,%d,%.3f\n", compiler, works[i], own, raw, own / raw
    }
  }' "$folder/counts" >"$folder/now"
[[ $(wc -l <"$folder/now") -eq 6 ]] || { echo 'Not all of six works were counted' >&2; exit 1; }

if [[ $renew == --renew ]]; then
  { echo 'compiler,work,promptview,raw,quotient' &&
    { grep -v -e "^$compiler," -e "^compiler," "$baseline" 2>/dev/null || true; cat "$folder/now"; } | sort; } >"$folder/next"
  cp "$folder/next" "$baseline"
  echo "Renewed: $baseline"
  exit
fi
grep -q "^$compiler," "$baseline" || { echo "Skipped: $baseline has no lines of $compiler; add them with --renew"; exit 77; }

awk -F, -v compiler="$compiler" -v margin="$margin" '
  NR == FNR { if ($1 == compiler) { known[$2] = $5; counts[$2] = $3 " beside " $4 } next }
  !($2 in known) { printf "%s: baseline.csv has no line of it\n", $2; failed = 1; next }
  {
    change = $5 / known[$2]
    printf "%-3s promptview needs %6d instructions, raw libpq %6d: quotient %.3f, baseline %.3f (%s), %+.1f %%\n",
           $2, $3, $4, $5, known[$2], counts[$2], 100 * (change - 1)
    if (change > margin) { printf "    SLOWER by more than %.0f %%\n", 100 * (margin - 1); failed = 1 }
    if (change < 0.95) better = 1
  }
  END {
    if (better) print "Faster by 5 % and more: renew the baseline, so that this is not lost unseen."
    exit failed
  }' "$baseline" "$folder/now" && exit 0
cat >&2 <<END
Find what became slower: profiles by tests/benchmarks/run --only instructions --profile FOLDER, then callgrind_annotate
--threshold=100.
If it has to be so, renew the baseline and say why in the commit:
  bash $here/check.sh $program $compiler --renew
END
exit 1
