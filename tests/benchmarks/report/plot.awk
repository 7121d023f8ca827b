# awk -f results.awk -f plot.awk results.csv: an SVG of the ratios, for light and for dark pages: a line for each work, a
# mark for each variant, whiskers from quartile to quartile, on a logarithmic scale.
function x_of(ratio) {
  if (ratio < least) ratio = least
  if (ratio > most) ratio = most
  return left + (log(ratio) - log(least)) / (log(most) - log(least)) * (right - left)
}
function colour(variant) {
  if (variant == "promptview") return "#e5484d"
  if (variant == "promptview-pipelined") return "#e5484d"
  if (variant == "libpqxx") return "#3e8ed0"
  if (variant == "SOCI") return "#d08700"
  return "#8b949e"
}
function mark(variant, x, y,    c) {
  c = colour(variant)
  if (variant == "promptview")
    return sprintf("<path d=\"M%.1f %.1fl6 6l-6 6l-6 -6z\" fill=\"%s\"/>", x, y - 6, c)
  if (variant == "promptview-pipelined")
    return sprintf("<path d=\"M%.1f %.1fl6 6l-6 6l-6 -6z\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>", x, y - 6, c)
  if (variant == "libpqxx") return sprintf("<rect x=\"%.1f\" y=\"%.1f\" width=\"8\" height=\"8\" fill=\"%s\"/>", x - 4, y - 4, c)
  if (variant == "SOCI") return sprintf("<path d=\"M%.1f %.1fl5 9h-10z\" fill=\"%s\"/>", x, y - 5, c)
  if (variant == "raw-binary") return sprintf("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"4.5\" fill=\"%s\"/>", x, y, c)
  return sprintf("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"4\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>", x, y, c)
}
function text(x, y, anchor, what) {
  printf "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>\n", x, y, anchor, what
}
function legend(x, variant, what) {
  print mark(variant, x, 22)
  text(x + 11, 26, "start", what)
}
function row(work, y,    v, name, other) {
  text(left - 12, y + 4, "end", labels[work] == "" ? work : labels[work])
  printf "<line x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\" stroke=\"#8b949e\" stroke-opacity=\".25\"/>\n", left, y, right, y
  other = other_raw(work, "ratio")
  for (v = 1; v <= variant_count; ++v) {
    name = variants[v]
    if (!has(work, name, "ratio") || name == base[work]) continue
    if (name ~ /^raw-/ && name != "raw-binary" && name != other) continue
    printf "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\" stroke-width=\"2\" stroke-opacity=\".6\"/>%s\n",
           x_of(low[work, name, "ratio"]), y, x_of(high[work, name, "ratio"]), y, colour(name),
           mark(name, x_of(median[work, name, "ratio"]), y)
  }
}

END {
  left = 200; right = 850; top = 62; step = 28
  least = .125; most = 16
  split("W1:get by key (W1);W2:read a table (W2);W3:filtered page (W3);W3b:three conditions (W3b);" \
        "W4:insert one by one (W4);W5:bulk insert (W5);W5b:bulk insert with keys (W5b);W6:update by key (W6);" \
        "W7:twenty gets (W7);L1:list with children (L1);L1n:one query a parent (L1n);json:read JSON;arrays:read arrays;T1:gets by 1 thread;T2:gets by 2 threads;" \
        "T4:gets by 4 threads;T8:gets by 8 threads", pairs, ";")
  for (i = 1; i in pairs; ++i) {
    split(pairs[i], pair, ":")
    labels[pair[1]] = pair[2]
  }
  for (w = 1; w <= work_count; ++w) if (has(works[w], "promptview", "ratio")) shown[++shown_count] = works[w]
  bottom = top + (shown_count - 1) * step + 16
  printf "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 880 %d\" width=\"880\" ", bottom + 46
  print "font-family=\"system-ui, sans-serif\" font-size=\"13\" fill=\"#7d8590\">"
  print "<title>Time as a ratio to raw libpq with prepared statements in text (W5: COPY in text)</title>"
  legend(60, "raw-binary", "raw libpq, binary")
  legend(205, "raw-pipelined", "raw, pipelined or bulk")
  legend(400, "libpqxx", "libpqxx")
  legend(485, "SOCI", "SOCI")
  legend(555, "promptview", "promptview")
  legend(665, "promptview-pipelined", "promptview, pipelined")
  for (ratio = least; ratio <= most; ratio *= 2) {
    printf "<line x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\" stroke=\"#8b949e\" stroke-opacity=\"%s\"%s/>\n",
           x_of(ratio), top - 16, x_of(ratio), bottom,
           ratio == 1 ? ".9" : ".25", ratio == 1 ? " stroke-width=\"1.5\"" : ""
    text(x_of(ratio), bottom + 18, "middle", ratio < 1 ? "1/" 1 / ratio : ratio)
  }
  text((left + right) / 2, bottom + 38, "middle", "time as a ratio to raw libpq with prepared statements in text; left is faster")
  for (s = 1; s <= shown_count; ++s) row(shown[s], top + (s - 1) * step)
  print "</svg>"
}
