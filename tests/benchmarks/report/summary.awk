# awk -f results.awk -f summary.awk results.csv: the short table of the README at the top, between its two markers.
function ratio(work, variant) { return has(work, variant, "ratio") ? sprintf("%.2f", median[work, variant, "ratio"]) : "" }
function summary_row(work, what,    promptview) {
  promptview = ratio(work, "promptview")
  if (has(work, "promptview-pipelined", "ratio")) promptview = promptview "; " ratio(work, "promptview-pipelined") " pipelined"
  printf "| %s: %s | %s | %s | %s |\n", work, what, promptview, ratio(work, "libpqxx"), ratio(work, "SOCI")
}

END {
  if (NR == 0) {
    print "The figures are not here yet: `tests/benchmarks/run --record` writes them."
    exit
  }
  print "<!-- made by tests/benchmarks/run from tests/benchmarks/results/results.csv; do not edit -->"
  print "Time as a ratio to raw libpq with prepared statements in text, lower is better. Measured " machine["date"] " with PostgreSQL " \
        machine["PostgreSQL"] ", libpqxx " machine["libpqxx"]
  print "and SOCI " machine["SOCI"] ", used as their manuals show."
  print ""
  print "![Time as a ratio to raw libpq](tests/benchmarks/results/ratios.svg)"
  print ""
  print "| Work | promptview | libpqxx | SOCI |"
  print "|---|---|---|---|"
  summary_row("W1", "get one row by key")
  summary_row("W2", "read a table into structs")
  summary_row("W3", "a filtered page of 20 rows")
  summary_row("W4", "insert one row, key returned")
  summary_row("W5", "bulk insert, beside COPY")
  summary_row("W5b", "bulk insert, keys returned")
  summary_row("W6", "update by key")
  summary_row("W7", "twenty gets by key")
}
