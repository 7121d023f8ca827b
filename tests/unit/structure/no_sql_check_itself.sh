#!/usr/bin/env bash
# no_sql_check_itself.sh NO_SQL INCLUDE_DIR: the script NO_SQL must accept the tree and refuse each kind of SQL in the core.
set -euo pipefail
no_sql=$1
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cp -r "$2/promptview" "$folder"
failed=0

# try accepted|refused HEADER LINE: where HEADER has this line too.
try() {
  local verdict=accepted
  echo "$3" >"$folder/promptview/$2/planted.hpp"
  bash "$no_sql" "$folder" >"$folder/output" 2>&1 || verdict=refused
  rm "$folder/promptview/$2/planted.hpp"
  [[ $verdict == "$1" ]] && return
  echo "FAILED: in $2 this must be $1: $3"
  cat "$folder/output"
  failed=1
}

try accepted query '// a comment of "SELECT 1"'
try accepted query 'throw InvalidValue{"leave out count() where the value is NULL, or select others"};'
try accepted postgres/select 'sql += "SELECT now()";'
try accepted testing 'raw("CREATE DATABASE x");'
try accepted query "const char quote = '\"';  // \"SELECT\""
try refused query 'sql += "SELECT 1";'
try refused documents 'sql += " IS NULL";'
try refused lookups '    {"gt", "{c} > {v}"},'
try refused lookups '    {"overlap", "@> "},'
try refused query '    {"power", "power({0}, {1})"},'
try refused expressions 'text = "ROWS BETWEEN " + from;'
try refused expressions 'text = "lower(" + name + ")";'
try refused expressions 'text = "random()";'
try refused json "const char quote = '\"'; text = \"x)::text\";"
exit $failed
