#!/usr/bin/env bash
# kinds_check_itself.sh KINDS INCLUDE_DIR: the script KINDS must accept the headers as they are and refuse each way of being wrong.
set -euo pipefail
kinds=$1
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cp -r "$2/promptview" "$folder"
failed=0

# expect accepted|refused WHAT
expect() {
  local verdict=accepted
  bash "$kinds" "$folder" >"$folder/output" 2>&1 || verdict=refused
  [[ $verdict == "$1" ]] && return
  echo "FAILED: $2 must be $1"
  cat "$folder/output"
  failed=1
}
# try accepted|refused TEXT: a header of the core, or bodies beside one, that also hold TEXT.
try() {
  for ending in hpp ipp; do
    printf '#pragma once\n%s\n' "$2" >"$folder/promptview/lookups/added.$ending"
    expect "$1" "$2"
    rm "$folder/promptview/lookups/added.$ending"
  done
}

expect accepted 'what is there'
try refused 'switch (kind) { case Kind::int16: return 1; default: return 2; }'
try refused 'switch (kind) { case promptview::Kind::range: return 1; default: return 2; }'
try refused 'return kind == Kind::int16 || kind == Kind::int32 || kind == Kind::int64;'
try refused $'return kind != Kind::json &&\n       kind != Kind::uuid &&\n       kind != Kind::bytes;'
try accepted 'switch (kind) { case ReadRequest::Kind::rows: return 1; }  // case Kind::date:'
try accepted 'return kind == Kind::text || kind == Kind::enumeration;'
try accepted $'if (a == Kind::text || a == Kind::json) return 1;\nif (a == Kind::uuid) return 2;'
sed -i '/case Kind::/d' "$folder/promptview/postgres/format/text_codec.hpp"
expect refused 'a codec in the list that has no case any more'
cp "$2/promptview/postgres/format/text_codec.hpp" "$folder/promptview/postgres/format/"
sed -i 's/^enum class Kind /enum class Other /' "$folder/promptview/values/kind.hpp"
expect refused 'a table without the enum'
exit "$failed"
