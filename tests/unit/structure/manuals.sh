#!/usr/bin/env bash
# manuals.sh ROOT: each room of include/promptview has its manual, which has a line for each header of the room; and what manuals link
# to or name exists, headings too. A link is relative to the manual's folder; a file in backquotes, and in the manuals of the rooms each header, to
# that folder, to include/promptview, to include or to the top. The same of headers that comments in headers name.
set -euo pipefail
cd "$1"
failed=0
complain() {
  echo "$1" >&2
  failed=1
}

rooms=0
while IFS= read -r room; do
  rooms=$((rooms + 1))
  manual=$room/README.md
  [[ -e $manual ]] || { complain "$room: a room needs its manual, README.md"; continue; }
  [[ $(wc -c <"$manual") -ge 400 ]] || complain "$manual says hardly anything"
  for header in "$room"/*.hpp; do
    grep -qE "^\|.*\`${header##*/}\`.*\|.*\|\$" "$manual" || complain "$manual: its table needs a line for \`${header##*/}\`"
  done
  grep -qF "](${room#include/promptview/}/README.md)" include/promptview/README.md ||
    complain "include/promptview/README.md: needs a line for the room ${room#include/promptview/}"
done < <(find include/promptview -mindepth 2 -name '*.hpp' -printf '%h\n' | sort -u)
[[ $rooms -gt 10 ]] || complain 'hardly any room was found, so that this test says nothing'
for door in include/promptview/*.hpp; do
  grep -qE "^\|.*\`${door##*/}\`" include/promptview/README.md || complain "include/promptview/README.md: needs a line for the door \`${door##*/}\`"
done

# anchors FILE: the names of its headings, as links give them.
anchors() {
  sed '/^```/,/^```$/d' "$1" | sed -nE 's/^#+ //p' | tr '[:upper:]' '[:lower:]' | sed 's/[^a-z0-9 _-]//g; s/ /-/g'
}
while IFS= read -r manual; do
  folder=$(dirname "$manual")
  text=$(sed '/^```/,/^```$/d' "$manual")
  while IFS= read -r link; do
    [[ -z $link || -e $folder/$link ]] || complain "$manual: links to $link, which does not exist"
  done < <(grep -oE '\]\([^):#]+' <<<"$text" | sed 's/^](//')
  while IFS= read -r link; do
    file=$manual
    [[ $link == '#'* ]] || file=$folder/${link%%#*}
    [[ $file != *.md || ! -e $file ]] || grep -qxF "${link#*#}" <<<"$(anchors "$file")" || complain "$manual: links to $link, and there is no such heading"
  done < <(grep -oE '\]\([^):]*#[^)]*' <<<"$text" | sed 's/^](//' | sort -u)
  names=$(grep -oE '`[a-z0-9_/]+\.(hpp|cpp|sh|cmake)`' <<<"$text" | tr -d '`' || true)
  # What a text block says goes through which header, too.
  [[ $manual != include/* ]] || names+=$'\n'$(grep -oE '[a-z0-9_/]+\.hpp' "$manual")
  while IFS= read -r name; do
    [[ -z $name || -e $folder/$name || -e include/promptview/$name || -e include/$name || -e $name ]] ||
      complain "$manual: names $name, which does not exist"
  done < <(sort -u <<<"$names")
done < <(find . -name README.md -not -path './build/*' -not -path './.git/*' | sed 's|^\./||')

# Headers that comments name are there: in the folder of the header, in include/promptview or in include.
while IFS=: read -r header line comment; do
  while IFS= read -r name; do
    [[ -e ${header%/*}/$name || -e include/promptview/$name || -e include/$name ]] || complain "$header:$line: names $name, which does not exist"
  done < <(grep -oE '[A-Za-z0-9_/]+\.hpp' <<<"${comment#*//}" || true)
done < <(grep -rnE '//.*\.hpp' include --include='*.hpp')
exit "$failed"
