# The table of aims with what was measured. `aims()` prints it as Markdown.
function aim(text, subject, variant, measure, limit, form,    value) {
  if (!has(subject, variant, measure)) {
    printf "| %s | %s | not measured | |\n", text, limit
    return
  }
  value = median[subject, variant, measure]
  if (form != "count") value = sprintf(form, value)  # what is printed is what counts
  printf "| %s | %s | %s | %s |\n", text, form == "count" ? grouped(limit) : limit, form == "count" ? grouped(value) : value,
         value + 0 <= limit + 0 ? "yes" : "no"
}
function aims() {
  print "| Aim | at most | measured | met |"
  print "|---|---|---|---|"
  aim("W1, get by key: instructions", "W1", "promptview", "count", 9500, "count")
  aim("W1: time to raw text", "W1", "promptview", "ratio", "1.05", "%.2f")
  aim("W2, read a table: instructions a row", "W2", "promptview", "count", 2400, "count")
  aim("W2: time to raw text", "W2", "promptview", "ratio", "0.95", "%.2f")
  aim("W3, filtered page: time to raw text", "W3", "promptview", "ratio", "1.00", "%.2f")
  aim("W3: the text of the query, % of the instructions", "W3", "promptview", "text share %", "5", "%.1f")
  aim("W4, save one by one, key returned: instructions", "W4", "promptview", "count", 6500, "count")
  aim("W4: time to raw text", "W4", "promptview", "ratio", "1.10", "%.2f")
  aim("W4 pipelined: time to raw text", "W4", "promptview-pipelined", "ratio", "0.40", "%.2f")
  aim("W5b, as one bulk_create, keys returned: time to raw text", "W5b", "promptview", "ratio", "0.40", "%.2f")
  aim("W5, bulk_create with keys given: instructions a row", "W5", "promptview", "count", 600, "count")
  aim("W5: time to raw COPY in text", "W5", "promptview", "ratio", "0.80", "%.2f")
  aim("W6, update by key: instructions", "W6", "promptview", "count", 5000, "count")
  aim("W6: time to raw text", "W6", "promptview", "ratio", "1.10", "%.2f")
  aim("W6 pipelined: time to raw text", "W6", "promptview-pipelined", "ratio", "0.40", "%.2f")
  aim("W7, twenty gets in one pipeline: time to raw text", "W7", "promptview-pipelined", "ratio", "0.40", "%.2f")
  aim("Parsing a file with 3 models: time to `<pqxx/pqxx>`", "a file with 3 models", "", "ratio", "0.80", "%.2f")
  aim("Compiling a further model with three queries: seconds", "each further model", "", "cpu s", "0.20", "%.2f")
}
