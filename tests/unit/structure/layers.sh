#!/usr/bin/env bash
# layers.sh INCLUDE_DIR: who may include whom, never upward:
#
#   base (error.hpp, fwd.hpp, version.hpp) <- detail <- types <- core <- stores and rooms <- testing
#
# core is what lies directly in promptview/, and in relations/. The stores and rooms are postgres, qdrant, versioning, migration, async
# and vector, each with its folder and, where there is one, its header of the same name (postgres.hpp). postgres and
# qdrant never reach each other, not even through a third. promptview.hpp may include everything; nobody includes it.
set -euo pipefail
cd "$1"

find promptview -name '*.hpp' -print0 | sort -z | xargs -0 grep -HnE '^[[:space:]]*#[[:space:]]*include' | awk '
  function layer_of(file,    name, parts) {
    name = file
    sub(/^promptview\//, "", name)
    if (name == "promptview.hpp") return "all"
    if (name ~ /^(error|fwd|version)\.hpp$/) return "base"
    if (split(name, parts, "/") > 1) return parts[1] == "relations" ? "core" : parts[1]
    sub(/\.hpp$/, "", name)
    return (name in rank && name != "core") ? name : "core"
  }
  function complain(place, text) {
    print place ": " text
    failed = 1
  }
  function walk(file, start,    n, next_files, i) {
    if (++depth_guard > 200000) return
    n = split(edges[file], next_files, "\n")
    for (i = 1; i < n; ++i) {
      if (next_files[i] == start) complain(start, "is in a cycle of includes, by way of " file)
      if (seen[start, next_files[i]]++) continue
      walk(next_files[i], start)
    }
  }
  BEGIN {
    rank["base"] = 0; rank["detail"] = 1; rank["types"] = 2; rank["core"] = 3
    split("postgres qdrant versioning migration async vector", rooms, " ")
    for (i in rooms) rank[rooms[i]] = 4
    rank["testing"] = 5; rank["all"] = 6
  }
  {
    split($0, part, ":")
    from = part[1]
    place = part[1] ":" part[2]
    line = substr($0, length(place) + 2)
    if (line ~ /include[[:space:]]*"/) complain(place, "write includes as <promptview/...>, not in quotes")
    if (!match(line, /<promptview\/[^>]+>/)) next
    to = substr(line, RSTART + 1, RLENGTH - 2)
    a = layer_of(from)
    b = layer_of(to)
    checked++
    edges[from] = edges[from] to "\n"
    if ((getline ignored < to) < 0) complain(place, "there is no " to)
    close(to)
    if (!(a in rank)) { complain(place, "the folder " a " has no layer yet: give it one in layers.sh"); next }
    if (!(b in rank)) { complain(place, "the folder " b " has no layer yet: give it one in layers.sh"); next }
    if (b == "all") complain(place, "nobody includes promptview.hpp")
    else if (rank[b] > rank[a]) complain(place, a " must not include " b ", which is above it")
  }
  END {
    for (file in edges) walk(file, file)
    for (file in edges) {
      if (layer_of(file) == "all" || layer_of(file) == "testing") continue
      for (pair in seen) {
        split(pair, ends, SUBSEP)
        if (ends[1] != file) continue
        a = layer_of(file)
        b = layer_of(ends[2])
        if (a == "postgres" && b == "qdrant" || a == "qdrant" && b == "postgres")
          complain(file, "reaches " ends[2] ": postgres and qdrant never see each other")
      }
    }
    if (!checked) complain("promptview", "no include was found, so that this test says nothing")
    exit failed
  }' || { echo 'FAILED: see the lines above' >&2; exit 1; }
