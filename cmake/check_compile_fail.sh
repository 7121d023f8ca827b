#!/usr/bin/env bash
# check_compile_fail.sh SOURCE COMPILER [FLAG...]: compiles SOURCE and compares what the compiler says with the comments
# in the first lines of SOURCE. At least one expectation is needed:
#
#   // expect: text         the first error has the text
#   // expect-note: text    the first note has it
#   // expect-first: text   the first error or the first note has it
#   // expect: ok           it compiles, without a warning: the control of its group
#   // max_lines: 15        the compiler prints no more lines than that, which are fewer than the 25 that any case may have
#
# Whatever must not compile has at most 25 lines of output, on each compiler.
#
# Expectations may be repeated; each must hold. They end with the first line that is no comment.
set -euo pipefail
source=$1
shift
most_lines=25

output=''
fail() {
  echo "FAILED: $1" >&2
  printf -- '--- the compiler said (%s lines):\n%s\n' "$lines" "$output" >&2
  exit 1
}

status=0
output=$(LC_ALL=C "$@" -fdiagnostics-color=never -fsyntax-only "$source" 2>&1) || status=$?
lines=0
[[ -z $output ]] || lines=$(wc -l <<<"$output")
# The location may have colons and spaces of its own, so that these are the first lines that look like the kind.
first_error=$(grep -m1 -E '(^|: )(fatal )?error: ' <<<"$output" || true)
first_note=$(grep -m1 -E '(^|: )note: ' <<<"$output" || true)

# A message that we make is a text in a template's argument: with its quotes escaped; clang's in lines that are filled with blanks.
plain() { sed -E "s/ *\", \"/ /g; s/ +/ /g; s/ \"\}/\"}/g; s/\\\\(['\"])/\\1/g" <<<"$1"; }
first_error=$(plain "$first_error")

must_not_compile() {
  [[ $status -ne 0 ]] || fail 'it must not compile, but does'
  [[ $status -lt 128 ]] || fail "the compiler was killed or crashed ($status)"
}

expectations=0
ok=0
max_lines=$most_lines
while IFS= read -r line && [[ $line == //* || -z $line ]]; do
  line=${line%"${line##*[![:space:]]}"}
  case $line in
    '// expect: ok')
      ok=1
      [[ $status -eq 0 ]] || fail 'it must compile'
      [[ $lines -eq 0 ]] || fail 'it must compile without a warning'
      ;;
    '// expect: '?*)
      must_not_compile
      text=${line#// expect: }
      [[ $first_error == *"$text"* ]] || fail "the first error must have the text: $text"
      ;;
    '// expect-note: '?*)
      must_not_compile
      text=${line#// expect-note: }
      [[ $first_note == *"$text"* ]] || fail "the first note must have the text: $text"
      ;;
    '// expect-first: '?*)
      must_not_compile
      text=${line#// expect-first: }
      [[ $first_error == *"$text"* || $first_note == *"$text"* ]] ||
        fail "the first error or the first note must have the text: $text"
      ;;
    '// max_lines: '*)
      max_lines=${line#// max_lines: }
      [[ $max_lines =~ ^[0-9]+$ ]] || fail "this is no number of lines: $max_lines"
      [[ $max_lines -lt $most_lines ]] || fail "leave max_lines out: no case may have more than $most_lines lines"
      continue
      ;;
    '// expect'* | '// max'*) fail "this expectation is not known, or empty: $line" ;;
    *) continue ;;
  esac
  expectations=$((expectations + 1))
done <"$source"

[[ $expectations -gt 0 ]] || fail "$source begins with no '// expect: ...' line, so that it could not fail"
[[ $ok -eq 0 || $expectations -eq 1 ]] || fail "'expect: ok' stands alone"
[[ $lines -le $max_lines ]] || fail "the compiler must print at most $max_lines lines"
