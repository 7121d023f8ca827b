#!/usr/bin/env bash
# manuals_check_itself.sh MANUALS_SCRIPT: the check of the manuals finds what it is there to find, and accepts what is right.
set -euo pipefail
script=$1
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
failed=0
rooms=$folder/tree/include/promptview

# Eleven rooms with a header each, and a door.
make_tree() {
  rm -rf "$folder/tree"
  mkdir -p "$rooms"
  printf '# the house\n\n| room | |\n|---|---|\n| `model.hpp` | a door |\n' >"$rooms/README.md"
  : >"$rooms/model.hpp"
  for i in {1..11}; do
    mkdir "$rooms/room$i"
    : >"$rooms/room$i/a.hpp"
    { printf '# room%s\n\n| file | what |\n|---|---|\n| `a.hpp` | its only header |\n\n' "$i"; printf 'It does something. %.0s' {1..25}; echo; } >"$rooms/room$i/README.md"
    echo "| [room$i](room$i/README.md) | a room |" >>"$rooms/README.md"
  done
}

# expect MESSAGE WHAT: the script says MESSAGE, and fails; an empty one: it accepts the tree.
expect() {
  local said
  if said=$(bash "$script" "$folder/tree" 2>&1); then said=; fi
  if [[ -z $1 && -n $said ]] || [[ $said != *"$1"* ]]; then
    printf 'FAILED: of %s it must say "%s", and says "%s"\n' "$2" "$1" "$said" >&2
    failed=1
  fi
}

make_tree
expect '' 'a tree that is right'
echo 'It calls `room1/a.hpp` and [room1](../room1/README.md).' >>"$rooms/room2/README.md"
expect '' 'a name and a link that are right'

rm "$rooms/room3/README.md"
expect 'room3: a room needs its manual' 'a room without a manual'

make_tree
echo '# room3, and `a.hpp`' >"$rooms/room3/README.md"
expect 'says hardly anything' 'an empty manual'
expect 'its table needs a line for `a.hpp`' 'a header that is named outside of the table'

make_tree
: >"$rooms/room3/b.hpp"
expect 'room3/README.md: its table needs a line for `b.hpp`' 'a header without a line'

make_tree
echo 'It calls `room1/gone.hpp`.' >>"$rooms/room3/README.md"
expect 'names room1/gone.hpp, which does not exist' 'a name that is not there'

make_tree
printf '```text\ncall   room1/gone.hpp\n```\n' >>"$rooms/room3/README.md"
expect 'names room1/gone.hpp, which does not exist' 'a name in a block that is not there'

make_tree
echo 'See [room12](../room12/README.md).' >>"$rooms/room3/README.md"
expect 'links to ../room12/README.md, which does not exist' 'a link to nothing'

make_tree
printf '## A part, `a.hpp`\n\n[here](#a-part-ahpp), [there](../room1/README.md#room1)\n' >>"$rooms/room3/README.md"
expect '' 'links to headings that are there'
echo '[here](#a-part)' >>"$rooms/room3/README.md"
expect 'links to #a-part, and there is no such heading' 'a link to no heading of its own'

make_tree
echo '[there](../room1/README.md#a-part)' >>"$rooms/room3/README.md"
expect 'links to ../room1/README.md#a-part, and there is no such heading' 'a link to no heading of another'

make_tree
echo '// See b.hpp and room1/a.hpp.' >"$rooms/room3/a.hpp"
expect 'room3/a.hpp:1: names b.hpp, which does not exist' 'a comment with the name of a header that is not there'

make_tree
sed -i '/room3/d' "$rooms/README.md"
expect 'needs a line for the room room3' 'a room that the house does not list'

make_tree
: >"$rooms/page.hpp"
expect 'needs a line for the door `page.hpp`' 'a door that the house does not list'
exit "$failed"
