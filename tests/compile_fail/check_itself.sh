#!/usr/bin/env bash
# check_itself.sh CHECK COMPILER: the script CHECK must accept what is right and refuse each way of being wrong.
set -euo pipefail
check=$1 compiler=$2
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
failed=0

# try accepted|refused NAME LINE...
try() {
  local wanted=$1 name=$2 verdict=accepted
  shift 2
  printf '%s\n' "$@" >"$folder/sample.cpp"
  bash "$check" "$folder/sample.cpp" "$compiler" -std=c++20 >"$folder/output" 2>&1 || verdict=refused
  if [[ $verdict != "$wanted" ]]; then
    echo "FAILED: $name must be $wanted"
    cat "$folder/output"
    failed=1
  fi
}

wrong='static_assert(false, "say [the] * fix");'
note='int one_name; int one_name();'  # both compilers note the previous declaration
try accepted 'the text in the first error' '// expect: say [the] * fix' '// max_lines: 8' "$wrong"
try accepted 'an SPDX line before it' '// SPDX-License-Identifier: MIT' '//' '// expect: the fix' 'static_assert(false, "the fix");'
try accepted 'the text in the first note' '// expect-note: previous' "$note"
try accepted 'either, of the first error' '// expect-first: say [the] * fix' "$wrong"
try accepted 'either, of the first note' '// expect-first: previous' "$note"
try accepted 'two expectations' '// expect: error' '// expect-note: previous' "$note"
try accepted 'a control that compiles' '// expect: ok' 'int x;'
try refused 'no expectation' "$wrong"
try refused 'an expectation after code' 'int x;' '// expect: say' "$wrong"
try refused 'an empty expectation' '// expect: ' "$wrong"
try refused 'a misspelt expectation' '// expects: say' '// expect: say' "$wrong"
try refused 'another text' '// expect: say the fix' "$wrong"
try refused 'the text in the second error only' '// expect: second' 'static_assert(false, "one");' 'static_assert(false, "second");'
try refused 'the text of a note, expected in the error' '// expect: previous' "$note"
try refused 'one of two expectations' '// expect: say' '// expect: other' "$wrong"
try refused 'code that compiles' '// expect: error' 'int x;'
try refused 'only a warning' '// expect-first: ignor' '[[nodiscard]] int f(); void g() { f(); }'
try refused 'a control that does not compile' '// expect: ok' "$wrong"
try refused 'a control with a warning' '// expect: ok' '[[nodiscard]] int f(); void g() { f(); }'
try refused 'too many lines' '// expect: say' '// max_lines: 1' "$wrong"
try refused 'lines that are no number' '// expect: say' '// max_lines: few' "$wrong"
exit "$failed"
