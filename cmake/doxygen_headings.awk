# doxygen_headings.awk FILE: gives each heading of a manual the name that links to it use, as `(#lookups-across-relations)`. Those
# of README are its own; a heading elsewhere has the path of its file before it, so that no two are the same.
FNR == 1 {
  prefix = FILENAME
  if (prefix !~ /\/(include|tests|\.github)\//) prefix = ""
  sub(/.*\/(include|tests|\.github)\//, "", prefix)
  gsub(/[^A-Za-z0-9]/, "-", prefix)
}
/^(```|~~~)/ { in_code = !in_code }
/^##+ / && !in_code {
  name = $0
  sub(/^#+ /, "", name)
  name = tolower(name)
  gsub(/[^a-z0-9 _-]/, "", name)
  gsub(/ /, "-", name)
  print $0 " {#" (prefix == "" ? "" : prefix "-") name "}"
  next
}
{ print }
