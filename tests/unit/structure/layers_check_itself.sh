#!/usr/bin/env bash
# layers_check_itself.sh LAYERS: the script LAYERS must accept a right tree and refuse each way of being wrong.
set -euo pipefail
layers=$1
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
failed=0

make_tree() {
  rm -rf "$folder/promptview"
  for name in base/a.hpp types/a.hpp schema/a.hpp query/a.hpp query/b.hpp postgres/format/a.hpp postgres/store/a.hpp qdrant/a.hpp \
    versioning/a.hpp testing/a.hpp error.hpp model.hpp postgres.hpp promptview.hpp version.hpp; do
    mkdir -p "$folder/promptview/$(dirname "$name")"
    echo '#include <string>' >"$folder/promptview/$name"
  done
  echo '#include <promptview/query/a.hpp>' >>"$folder/promptview/query/b.hpp"
  echo '#include <promptview/postgres/store/a.hpp>' >>"$folder/promptview/versioning/a.hpp"
  echo 'struct A {};' >>"$folder/promptview/query/a.hpp"
  echo 'inline int version;' >>"$folder/promptview/version.hpp"
}

# expect accepted|refused WHAT: of the tree as it is now.
expect() {
  local verdict=accepted
  bash "$layers" "$folder" >"$folder/output" 2>&1 || verdict=refused
  [[ $verdict == "$1" ]] && return
  echo "FAILED: $2 must be $1"
  cat "$folder/output"
  failed=1
}

# try accepted|refused FROM TO: in a tree that is right, the header FROM also includes TO.
try() {
  local to=$3
  make_tree
  [[ $to == \"* ]] || to="<promptview/$to>"
  echo "#include $to" >>"$folder/promptview/$2"
  expect "$1" "$2 that includes $to"
}

make_tree
expect accepted 'the right tree'

try accepted types/a.hpp base/a.hpp
try accepted query/a.hpp types/a.hpp
try accepted postgres/store/a.hpp query/b.hpp
try accepted postgres/store/a.hpp postgres/format/a.hpp
try accepted postgres.hpp postgres/store/a.hpp
try accepted postgres.hpp error.hpp
try accepted promptview.hpp testing/a.hpp
try accepted testing/a.hpp postgres/store/a.hpp
try refused base/a.hpp types/a.hpp
try refused types/a.hpp query/a.hpp
try refused query/a.hpp postgres/format/a.hpp
try refused postgres/format/a.hpp postgres/store/a.hpp
try refused query/a.hpp model.hpp
try refused testing/a.hpp postgres.hpp
try refused query/a.hpp promptview.hpp
try refused model.hpp promptview.hpp
try refused postgres/store/a.hpp testing/a.hpp
try refused postgres/store/a.hpp qdrant/a.hpp
try refused qdrant/a.hpp postgres/format/a.hpp
try refused qdrant/a.hpp versioning/a.hpp
try refused query/a.hpp query/b.hpp
try refused query/a.hpp query/a.hpp
try refused query/a.hpp query/missing.hpp
try refused query/a.hpp '"a.hpp"'

# with_bodies accepted|refused FROM TO: query/b.hpp has bodies, which include query/a.hpp; FROM also includes TO.
with_bodies() {
  make_tree
  echo '#include <promptview/query/b.ipp>' >>"$folder/promptview/query/b.hpp"
  echo '#include <promptview/query/a.hpp>' >"$folder/promptview/query/b.ipp"
  echo "#include <promptview/$3>" >>"$folder/promptview/$2"
  expect "$1" "$2 that includes $3, where query/b.hpp has bodies"
}
with_bodies accepted query/b.ipp types/a.hpp
with_bodies refused query/b.ipp postgres/format/a.hpp
with_bodies refused query/a.hpp query/b.ipp
with_bodies refused query/a.hpp query/b.hpp
with_bodies refused query/b.ipp model.hpp
with_bodies refused query/b.hpp query/c.ipp

make_tree
mkdir "$folder/promptview/attic"
echo '#include <string>' >"$folder/promptview/attic/a.hpp"
expect refused 'a room that is not in the list'

make_tree
echo 'struct B {};' >>"$folder/promptview/model.hpp"
expect refused 'a door with code'

make_tree
for i in {1..19}; do echo '#include <string>' >"$folder/promptview/base/a$i.hpp"; done
expect accepted 'a room with 20 headers'
echo '#include <string>' >"$folder/promptview/base/a20.hpp"
expect refused 'a room with 21 headers'
grep -q 'base  *21 headers' "$folder/output" || { echo 'FAILED: the rooms are not printed when something is wrong'; failed=1; }
exit "$failed"
