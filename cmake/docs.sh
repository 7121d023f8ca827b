#!/usr/bin/env bash
# docs.sh DOXYGEN DOXYFILE SOURCE OUTPUT: makes the reference in OUTPUT/html, and fails for what a user of it would miss: a type,
# function, enumeration or macro without a comment, and each other warning of Doxygen. (Of Doxygen 1.9.4, which Debian 12 has. With
# another version it prints what it finds, and succeeds.)
#
# Without a comment may be: what overloads an operator or constructs, members that say all by their names and types (variables,
# enumerators), specialisations of others' templates and of TypeMapping, and what only a store's own code reaches.
set -euo pipefail
export LC_ALL=C
doxygen=$1 doxyfile=$2 source=$3 output=$4
rm -rf "$output/html"
mkdir -p "$output"
"$doxygen" "$doxyfile"

# What README and the manual of the benchmarks link to that is no page: examples, pictures, the licence.
cd "$source"
for manual in README.md tests/benchmarks/README.md; do
  [[ -e $manual ]] || continue
  folder=$(dirname "$manual")
  while IFS= read -r link; do
    if [[ -f $folder/$link && $link != *.md ]]; then
      mkdir -p "$output/html/$(dirname "$link")"
      cp "$folder/$link" "$output/html/$link"
    elif [[ -d $folder/$link ]]; then
      mkdir -p "$output/html/$link"
      cp -r "$folder/$link/." "$output/html/$link"
    fi
  done < <(sed '/^```/,/^```$/d' "$manual" | { grep -oE '\]\([^):#]+\)' || true; } | sed 's/^](//; s/)$//')
done

[[ -s $output/html/index.html && -s $output/html/search/search.js ]] || {
  echo "FAILED: $output/html has no main page with a search" >&2
  exit 1
}

# Each `pv::name` that README and the manuals show is found by the search.
sed -nE "s/^ *\\['[^']*',\\['([^'(&]*).*/\\1/p" "$output"/html/search/all_*.js | sort -u >"$output/found.txt"
missing=$({ grep -ohE '\bpv::[A-Za-z_]+' README.md $(find include -name README.md) || true; } | sed 's/pv:://' | sort -u | comm -23 - "$output/found.txt" | xargs)
[[ -z $missing ]] || {
  echo "FAILED: README or a manual shows these, the reference does not have them: $missing" >&2
  exit 1
}

# In SQL, `::text` is no link.
awk '
  /explicit link request to/ { next }
  # A specialisation for a template of another library.
  /Internal inconsistency: scope for class (std|nlohmann)::/ { next }
  !/is not documented/ { print; next }
  /\/include\/promptview\/postgres\// && !/\/postgres\/('"$(
    sed -nE 's|^#include <promptview/postgres/(.*)\.hpp>.*|\1|p' include/promptview/postgres.hpp | grep -v '_namespace$\|_backend$' | sed 's|/|\\/|g' | paste -sd'|'
  )"')\.hpp:/ { next }
  /Member PROMPTVIEW_DETAIL_/ { next }
  /\((variable|friend)\) of|operator|TypeMapping<|std::hash|adl_serializer|::Iterator|SelectBox| override |_type \(typedef\)|(begin|end)\(\)/ { next }
  /Member ~?[A-Z][A-Za-z0-9_]*\(/ && !/Member PROMPTVIEW_/ { next }
  { print }
' "$output/warnings.txt" | sort -u >"$output/problems.txt"
if [[ -s $output/problems.txt ]]; then
  cat "$output/problems.txt" >&2
  # Other versions warn of other things.
  [[ $("$doxygen" --version) == 1.9.4* ]] || exit 0
  echo 'FAILED: give each of these a comment that says what it does, or mend what the line says' >&2
  exit 1
fi
