# doxygen_headings.awk FILE: gives each heading of a manual the name that links to it use, as `(#lookups-across-relations)`. Those
# of README are its own; a heading elsewhere has the path of its file before it, so that no two are the same. Links to headings,
# `(#x)` and `(../room/README.md#x)`, are changed in the same way.
function prefix_of(path) {
  if (path !~ /\/(include|tests|\.github)\//) return ""
  sub(/.*\/(include|tests|\.github)\//, "", path)
  gsub(/[^A-Za-z0-9]/, "-", path)
  return path "-"
}
# The path of a file that is named from the folder of this one.
function path_from(folder, name) {
  while (sub(/^\.\.\//, "", name)) sub(/\/[^\/]*$/, "", folder)
  return folder "/" name
}
function with_links(line,    done, link, at, file) {
  while (match(line, /\]\([^):]*#[^)]*\)/)) {
    link = substr(line, RSTART + 2, RLENGTH - 3)
    at = index(link, "#")
    file = at == 1 ? FILENAME : path_from(folder, substr(link, 1, at - 1))
    done = done substr(line, 1, RSTART - 1) "](#" prefix_of(file) substr(link, at + 1) ")"
    line = substr(line, RSTART + RLENGTH)
  }
  return done line
}
FNR == 1 {
  prefix = prefix_of(FILENAME)
  folder = FILENAME
  sub(/\/[^\/]*$/, "", folder)
}
/^(```|~~~)/ { in_code = !in_code }
in_code {
  print
  next
}
/^##+ / {
  name = $0
  sub(/^#+ /, "", name)
  name = tolower(name)
  gsub(/[^a-z0-9 _-]/, "", name)
  gsub(/ /, "-", name)
  print $0 " {#" prefix name "}"
  next
}
{ print with_links($0) }
