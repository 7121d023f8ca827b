#!/usr/bin/env bash
# check_example.sh PROGRAM SOURCE: runs the program, shows its output, and fails unless it ends with 0 and its output
# has the text of each `// expect: text` line of the source, in that order.
set -euo pipefail
program=$1 source=$2

status=0
output=$("$program" 2>&1 </dev/null) || status=$?
printf '%s\n' "$output"
if [[ $status -ne 0 ]]; then
  echo "FAILED: $program ended with $status" >&2
  exit 1
fi

rest=$output
while IFS= read -r expected; do
  if [[ $rest != *"$expected"* ]]; then
    echo "FAILED: the output lacks (at this place): $expected" >&2
    exit 1
  fi
  rest=${rest#*"$expected"}
done < <(sed -n 's|^[[:space:]]*// expect: ||p' "$source")
