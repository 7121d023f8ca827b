#!/usr/bin/env bash
# layers.sh INCLUDE_DIR: the rooms of include/promptview, and who may include whom.
#
# A header lies in a room, which is a folder, or is a door: it lies directly in promptview/ and holds includes only. A room
# includes itself and the rooms above it in this list. Only doors include doors. A room holds at most 20 headers. The bodies of
# a header (x.ipp, which only x.hpp includes) count as a part of it.
# When something is wrong, the script also prints which room includes which.
set -euo pipefail
cd "$1"

rooms='
base                  texts, lists, errors, names: nothing of databases
decimal               arithmetic on decimal numbers
values                how a value of C++ travels between an object and a store
types                 the types of fields that come with the library
schema                what PROMPTVIEW_MODEL says of a struct, as static data
lookups               what a text such as "age__gt" and its value mean
links                 the relation members of objects, and which fields tie two models
query                 a query as data
store                 what a store must do, and asking it
queryset              QuerySet, pages, streams, pipelines of reads
expressions           typed values that the database computes
model                 the macro, Model, Database
relations             loading and changing rows through relations
json                  objects and rows as JSON
documents             filters that strangers write
postgres/format       values as bytes and texts of PostgreSQL
postgres/ddl          CREATE and DROP
postgres/errors       reports of the server and of libpq
postgres/sql          names, tables and columns of a query
postgres/expressions  the SQL of values and conditions
postgres/select       the SQL of SELECT
postgres/connection   libpq, prepared statements, the log
postgres/pipeline     many statements in one round trip
postgres/pool         connections of a database, and databases
postgres/statements   whole statements
postgres/transaction  transactions and the sessions that they hold
postgres/catalog      tables that are there, beside models
postgres/embedded     a server of the own
postgres/store        PostgresNamespace: statements sent, results given out
qdrant                the second store
versioning            versioned models
vector                vectors
migration             migrations
async                 coroutines
testing               what tests of an application need
'

find promptview -name '*.[hi]pp' -print0 | sort -z |
  xargs -0 awk '/^[[:space:]]*#[[:space:]]*include/ { print FILENAME "|" FNR "|" $0; next }
                !/^[[:space:]]*($|\/\/|#)/ { print FILENAME "|" FNR "|code" }' |
  awk -v rooms="$rooms" '
  function room_of(file) {
    sub(/^promptview\//, "", file)
    if (file !~ /\//) return "door"
    sub(/\/[^\/]*$/, "", file)
    return file
  }
  function complain(place, text) {
    print place ": " text
    failed = 1
  }
  function walk(file, start,    n, next_files, i) {
    n = split(edges[file], next_files, "\n")
    for (i = 1; i < n; ++i) {
      if (next_files[i] == start) complain(start, "is in a cycle of includes, by way of " file)
      if (seen[start, next_files[i]]++) continue
      walk(next_files[i], start)
    }
  }
  BEGIN {
    FS = "|"
    n = split(rooms, lines, "\n")
    for (i = 1; i <= n; ++i)
      if (split(lines[i], words, " ")) { rank[words[1]] = ++count; order[count] = words[1] }
    rank["door"] = ++count; order[count] = "door"
  }
  {
    from = $1
    sub(/\.ipp$/, ".hpp", from)
    place = $1 ":" $2
    a = room_of(from)
    if (!headers[from]++) {
      if (!(a in rank)) complain(from, "there is no room " a " yet: give it a line in layers.sh")
      else if (++size[a] == 21 && a != "door") complain(from, "the room " a " has more than 20 headers: split it by noun")
    }
    if ($3 == "code") {
      if (a == "door" && from != "promptview/version.hpp" && !code[from]++)
        complain(place, "a door holds includes only: put this in a room")
      next
    }
    if ($3 ~ /include[[:space:]]*"/) complain(place, "write includes as <promptview/...>, not in quotes")
    if (!match($3, /<promptview\/[^>]+>/)) next
    to = substr($3, RSTART + 1, RLENGTH - 2)
    if (to ~ /\.ipp$/) {
      if ((getline ignored < to) < 0) complain(place, "there is no " to)
      close(to)
      sub(/\.ipp$/, ".hpp", to)
      if ($1 != to) complain(place, "only " to " includes its bodies")
      next
    }
    b = room_of(to)
    checked++
    edges[from] = edges[from] to "\n"
    if ((getline ignored < to) < 0) complain(place, "there is no " to)
    close(to)
    if (a != b && !uses[a, b]++) used[a] = used[a] " " b
    if (!(a in rank) || !(b in rank)) next
    if (to == "promptview/promptview.hpp") complain(place, "nobody includes promptview.hpp")
    else if (b == "door") { if (a != "door") complain(place, a " must not include a door: include the header behind " to) }
    else if (rank[b] > rank[a]) complain(place, a " must not include " b ", which is below it in the list of rooms")
  }
  END {
    for (file in edges) walk(file, file)
    for (pair in seen) {
      split(pair, ends, SUBSEP)
      a = room_of(ends[1])
      b = room_of(ends[2])
      if (a ~ /^postgres/ && b ~ /^qdrant/ || a ~ /^qdrant/ && b ~ /^postgres/)
        complain(ends[1], "reaches " ends[2] ": postgres and qdrant never see each other")
    }
    if (!checked) complain("promptview", "no include was found, so that this test says nothing")
    if (failed) {
      print "\nWho includes whom:"
      for (i = 1; i <= count; ++i) if (size[order[i]]) printf "  %-22s %2d headers:%s\n", order[i], size[order[i]], used[order[i]]
    }
    exit failed
  }' || { echo 'FAILED: see the lines above' >&2; exit 1; }
