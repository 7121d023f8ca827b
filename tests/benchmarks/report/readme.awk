# awk -f results.awk -f aims.awk -f readme.awk results.csv: the section of tests/benchmarks/README.md between its two markers.
function cell(work, variant, measure) {
  if (!has(work, variant, measure)) return ""
  if (measure == "count") return grouped(median[work, variant, measure])
  return sprintf("%.2f <sub>%.2f–%.2f</sub>", median[work, variant, measure], low[work, variant, measure],
                 high[work, variant, measure])
}
function table(measure,    w, work, other, first) {
  print "| Work | raw text | raw binary | raw, other | libpqxx | SOCI | promptview | pipelined |"
  print "|---|---|---|---|---|---|---|---|"
  for (w = 1; w <= work_count; ++w) {
    work = works[w]
    if (!has(work, base[work], measure) && !has(work, "promptview", measure)) continue
    other = other_raw(work, measure)
    if (other == base[work]) other = ""
    first = cell(work, base[work], measure) (base[work] == "raw-text" ? "" : " (" words(base[work]) ")")
    printf "| %s | %s | %s | %s | %s | %s | %s | %s |\n", work, first, cell(work, "raw-binary", measure),
           other == "" ? "" : cell(work, other, measure) " (" words(other) ")", cell(work, "libpqxx", measure),
           cell(work, "SOCI", measure), cell(work, "promptview", measure), cell(work, "promptview-pipelined", measure)
  }
}
# The same measure of raw text (or what the work is compared with), of raw libpq at its best, and of promptview.
function absolute(    w, work, measures, m, line) {
  split("wall us;cpu us;peak MB", measures, ";")
  print "| Work | time of raw libpq, µs | promptview | processor time of raw libpq, µs | promptview " \
        "| peak memory of raw libpq, MB | promptview |"
  print "|---|---|---|---|---|---|---|"
  for (w = 1; w <= work_count; ++w) {
    work = works[w]
    if (!has(work, "promptview", "wall us")) continue
    line = "| " work
    for (m = 1; m <= 3; ++m)
      line = line " | " rounded(median[work, base[work], measures[m]]) " | " rounded(median[work, "promptview", measures[m]])
    print line " |"
  }
}
# What the instructions are spent on, with those of raw libpq in brackets.
function spent_table(    w, work, g, groups, raw, line) {
  split("libpq libc memory statement connection plan encode decode rest", groups, " ")
  print "| Work | libpq | C library | allocations | statement | connection | plan | encoding | decoding | rest |"
  print "|---|---|---|---|---|---|---|---|---|---|"
  for (w = 1; w <= work_count; ++w) {
    work = works[w]
    if (!has(work, "promptview", "in libpq")) continue
    raw = work == "W5" ? "raw-copy-binary" : "raw-binary"
    line = "| " work
    for (g = 1; g in groups; ++g) {
      line = line " | " grouped(median[work, "promptview", "in " groups[g]])
      if (median[work, raw, "in " groups[g]] > 0) line = line " (" grouped(median[work, raw, "in " groups[g]]) ")"
    }
    print line " |"
  }
}
function compile_table(    c, name) {
  print "| Compiling | processor seconds | million instructions | object file, bytes | of which code and data |"
  print "|---|---|---|---|---|"
  for (c = 1; c <= compilation_count; ++c) {
    name = compilations[c]
    printf "| %s | %s | %s | %s | %s |\n",
           name ~ /^</ ? "parsing `" name "`" : name ~ /^an? / ? "parsing " name : name,
           median[name, "", "cpu s"],
           has(name, "", "million instructions") ? grouped(median[name, "", "million instructions"]) : "",
           has(name, "", "object bytes") ? grouped(median[name, "", "object bytes"]) : "",
           has(name, "", "text and data") ? grouped(median[name, "", "text and data"]) : ""
  }
}

END {
  if (NR == 0) {
    print "The figures are not here yet: `tests/benchmarks/run --record` writes them."
    exit
  }
  print "<!-- made by tests/benchmarks/run from tests/benchmarks/results/results.csv; do not edit -->"
  print "Measured " machine["date"] " on " machine["processor"] ", " machine["processors"] " processors, " machine["system"] \
        "; " machine["compiler"] " -O2, libpqxx " machine["libpqxx"] ", libpq " machine["libpq"] ", SOCI " machine["SOCI"] \
        ", PostgreSQL " machine["PostgreSQL"] " on a unix socket, without fsync; " machine["rows"] " rows. " \
        "Client and server share one processor but for the threads (T1 to T8)."
  print ""
  print "Time as a ratio, lower is better: medians of " machine["rounds"] " rounds in which all take turns " \
        "(bulk inserts: a third); quartiles behind them."
  print "Each is compared with prepared statements of raw libpq in text, W5 with its COPY in text. " \
        "All variants read and wrote the same."
  print "`raw, other` is the fastest of libpq's pipeline, its COPY and one array a column. " \
        "libpqxx and SOCI are used as their manuals show:"
  print "W5 by `stream_to` and by vectors, W5b one by one. " \
        "On threads, variants without a pool of their own get a plain one."
  print ""
  print "![Time as a ratio to raw libpq](results/ratios.svg)"
  print ""
  table("ratio")
  print ""
  for (w = 1; w <= work_count; ++w) printf "%s%s: %s", w == 1 ? "" : "; ", works[w], shortened(meaning[works[w]])
  print ".\n"
  print "Instructions of the client for one operation or row, in user mode, counted by valgrind; " \
        "they repeat from run to run where times do not:"
  print ""
  table("count")
  print ""
  print "The aims of this project, and where it is:"
  print ""
  aims()
  print ""
  print "The aims for instructions were set where raw libpq in binary needed 8,270 (W1), 2,163 (W2), 3,590 (W4), 351 (W5, by COPY) and " \
        "3,121 (W6);"
  print "here it needs " grouped(median["W1", "raw-binary", "count"]) ", " grouped(median["W2", "raw-binary", "count"]) ", " \
        grouped(median["W4", "raw-binary", "count"]) ", " grouped(median["W5", "raw-copy-binary", "count"]) " and " \
        grouped(median["W6", "raw-binary", "count"]) "."
  print ""
  if (has("W1", "promptview", "in libpq")) {
    print "What those of promptview are spent on, and in brackets those of raw libpq in binary (W5: by COPY):\n"
    spent_table()
    print "\nStatement: finding what is prepared, sending, taking in and checking the answer; connection: finding the pool, " \
          "borrowing and giving back; plan: choosing"
    print "the statement for an object; encoding and decoding: values into parameters, and of results into members, with checks " \
          "of types, sizes, NULLs and NUL"
    print "bytes; rest: the program itself, in which raw libpq encodes and decodes by hand without these checks, and the way " \
          "to the model.\n"
  }
  print "<details><summary>Times, memory, compiling</summary>\n"
  absolute()
  print ""
  compile_table()
  print "\n</details>"
}
function shortened(text) {
  gsub(/;/, ",", text)
  return text
}
