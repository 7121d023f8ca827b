#!/usr/bin/env bash
# kinds.sh INCLUDE_DIR: what differs from kind to kind is said in the tables, promptview/values/kind.hpp and each store's; only codecs
# distinguish kinds by `case Kind::`, and nobody else lists more than two kinds in one condition.
set -euo pipefail
cd "$1"

codecs='
promptview/json/json_reader.hpp                 texts of JSON
promptview/postgres/format/binary_writer.hpp    widths of numbers
promptview/postgres/format/parameters_text.hpp  values for people
promptview/postgres/format/text_codec.hpp       texts that have bytes of their own
'

table=promptview/values/kind.hpp
kinds=$(sed -n '/^enum class Kind /,/^};/p' "$table" | grep -oE '^ +[a-z][a-z0-9]*' | tr -d ' ' | paste -sd'|')
[[ $kinds == boolean\|*\|range ]] || { echo "FAILED: $table has no enum class Kind that this test can read" >&2; exit 1; }

find promptview -name '*.[hi]pp' ! -path "$table" -print0 | sort -z | xargs -0 awk -v kinds="$kinds" -v codecs="$codecs" '
  BEGIN {
    n = split(codecs, lines, "\n")
    for (i = 1; i <= n; ++i)
      if (split(lines[i], words, " ")) { codec[words[1]] = 1; ++known }
  }
  function complain(text) {
    print FILENAME ":" FNR ": " text
    failed = 1
  }
  FNR == 1 { condition = "" }
  { sub(/\/\/.*/, "") }
  $0 ~ "case (promptview::)?Kind::(" kinds ")[^a-z0-9_]" {
    if (FILENAME in codec) ++used[FILENAME]
    else complain("a case for a kind: put what differs into a column of promptview/values/kind.hpp or of the table of the store, or go by form_of(kind)")
  }
  {
    condition = condition " " $0
    if ($0 !~ /[;{}]/) next
    count = gsub("[!=]= (promptview::)?Kind::(" kinds ")[^a-z0-9_]", "", condition)
    condition = ""
    if (count > 2 && !(FILENAME in codec)) complain("a list of " count " kinds: make it a trait in promptview/values/kind.hpp")
  }
  END {
    for (file in codec)
      if (!used[file]) { print file ": is no codec any more: take it out of the list of tests/unit/structure/kinds.sh"; failed = 1 }
    exit failed
  }' || { echo 'FAILED: see the lines above' >&2; exit 1; }
