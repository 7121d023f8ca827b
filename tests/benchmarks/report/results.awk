# Reads results.csv (part,subject,variant,measure,median,low,high) into arrays. Put before readme.awk, plot.awk or aims.awk.
BEGIN {
  FS = ","
  variant_count = split("raw-text raw-binary raw-pipelined raw-copy-text raw-copy-binary raw-arrays " \
                        "libpqxx SOCI promptview promptview-pipelined", variants, " ")
}
$1 == "machine" { machine[$2] = $5 }
$1 == "work" {
  if (!($2 in meaning)) works[++work_count] = $2
  base[$2] = $3
  meaning[$2] = $5
}
$1 == "wire" || $1 == "instructions" || $1 == "compile" {
  median[$2, $3, $4] = $5
  low[$2, $3, $4] = $6
  high[$2, $3, $4] = $7
}
$1 == "compile" && !($2 in compiled) {
  compiled[$2] = 1
  compilations[++compilation_count] = $2
}

function has(subject, variant, measure) { return (subject, variant, measure) in median }

# 10770 -> 10,770
function grouped(number,    text, out) {
  text = sprintf("%.0f", number)
  while (length(text) > 3) {
    out = "," substr(text, length(text) - 2) out
    text = substr(text, 1, length(text) - 3)
  }
  return text out
}
function rounded(number) {
  if (number >= 100) return sprintf("%.0f", number)
  return number >= 10 ? sprintf("%.1f", number) : sprintf("%.2f", number)
}

# How raw libpq is fastest apart from one prepared statement after the other; empty if there is nothing.
function other_raw(work, measure,    names, i, best) {
  split("raw-pipelined raw-copy-text raw-copy-binary raw-arrays", names, " ")
  for (i = 1; i in names; ++i)
    if (has(work, names[i], measure) &&
        (best == "" || median[work, names[i], measure] + 0 < median[work, best, measure] + 0))
      best = names[i]
  return best
}
function words(variant) {
  sub(/^raw-/, "", variant)
  gsub(/-/, " ", variant)
  sub(/copy/, "COPY", variant)
  return variant
}
