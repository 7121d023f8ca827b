#!/usr/bin/env bash
# no_sql.sh INCLUDE_DIR: the rooms above postgres have no text in the language of a store. What a lookup, transform, function or
# clause becomes stands in that store's rooms, so that a second store changes nothing in the core.
#
# Looks at the literals of these headers for clauses in capitals, for operators and casts of PostgreSQL, for places that a store
# fills in ({c}, {0}), and for calls of the functions that the tables of postgres/expressions name.
set -euo pipefail
cd "$1/promptview"

mapfile -t core < <(find . -mindepth 2 -name '*.[hi]pp' -not -path './postgres/*' -not -path './testing/*' | sed 's|^\./||' | sort)
mapfile -t tables < <(find postgres/expressions -name '*_sql.hpp' | sort)
[[ ${#core[@]} -gt 50 && ${#tables[@]} -gt 0 ]] || { echo 'FAILED: no headers were found, so that this test says nothing' >&2; exit 1; }

awk -v tables="${tables[*]}" '
  # The literals of a line, with a newline between them; comments are left out.
  function literals(line,    made, i, c, quote) {
    made = ""; quote = ""
    for (i = 1; i <= length(line); ++i) {
      c = substr(line, i, 1)
      if (quote != "") {
        if (c == "\\") { if (quote == "\"") made = made c substr(line, i + 1, 1); ++i }
        else if (c == quote) { quote = ""; made = made "\n" }
        else if (quote == "\"") made = made c
      } else if (c == "\"") quote = c
      else if (c == "\047" && substr(line, i - 1, 1) !~ /[0-9]/) quote = c
      else if (substr(line, i, 2) == "//") break
    }
    return made
  }
  BEGIN {
    clauses = "(^|[^A-Za-z_])(SELECT|INSERT|DELETE|WHERE|JOIN|EXISTS|HAVING|(ORDER|GROUP|PARTITION) BY|RETURNING|ON CONFLICT|BETWEEN|DISTINCT|I?LIKE|" \
              "ANY\\(|ALL\\(|EXTRACT|CAST|CASE|OVER \\(|FILTER \\(|UNION|INTERSECT|EXCEPT|PRECEDING|FOLLOWING|CURRENT ROW|UNBOUNDED|NULLS (FIRST|LAST)|" \
              "IS (NOT )?(NULL|TRUE|FALSE)|AT TIME ZONE|CREATE|DROP|ALTER|INTERVAL|VALUES|FOR (UPDATE|SHARE)|BEGIN|COMMIT|ROLLBACK)($|[^A-Za-z_])"
    operators = "@>|<@|->>|#>|-[|]-|@@|~[*]|[})]::|::(text|integer|regconfig|jsonb|date|time)($|[^A-Za-z_:])"
    places = "\\{([cvabjl*]|[0-9]+)\\}"
    names = ""
    n = split(tables, files, " ")
    for (f = 1; f <= n; ++f)
      while ((getline line < files[f]) > 0) {
        text = literals(line)
        while (match(text, /[a-z_0-9]+\(\)?/)) {  # with arguments or without, as promptview has calls of its own: "count()"
          name = substr(text, RSTART, RLENGTH)
          text = substr(text, RSTART + RLENGTH)
          if (known[name]++) continue
          sub(/\(.*/, name ~ /\)$/ ? "\\(\\)" : "\\([^)]", name)
          names = names (names == "" ? "" : "|") name
        }
      }
    calls = "(^|[^A-Za-z_0-9:.])(" names ")"
    if (names == "") { print "no function was found in " tables; failed = 1 }
  }
  {
    text = literals($0)
    if (text == "") next
    checked++
    if (text ~ clauses || text ~ operators || text ~ places || text ~ calls) {
      print FILENAME ":" FNR ": belongs to a store: " $0
      failed = 1
    }
  }
  END {
    if (checked < 100) { print "hardly any literal was found, so that this test says nothing"; failed = 1 }
    exit failed
  }' "${core[@]}" || { echo 'FAILED: say it as data, and let a table or builder of the store write it' >&2; exit 1; }
