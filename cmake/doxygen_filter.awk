# doxygen_filter.awk FILE: gives Doxygen the comments of our headers, which are plain `//`, in its own form. Lines stay where
# they are, so that Doxygen's warnings name the true lines.
#
#   a block before a declaration        is its documentation
#   a comment behind a member           is the documentation of the member
#   declarations in the lines below a documented one, without an empty line between: have the same documentation
#   a block before #include, namespace  is the documentation of the file
#   text that is set in by three        is code
#
# What is protected becomes private, since users cannot call it. Comments in bodies of functions and lambdas stay as they are.

# The text as Doxygen must read it to show it as it stands; `code` stays.
function escaped(text,    parts, count, i, out) {
  count = split(text, parts, "`")
  for (i = 1; i <= count; ++i) {
    if (i % 2 && !(i == count && count % 2 == 0)) parts[i] = escaped_prose(parts[i])
    out = out (i > 1 ? "`" : "") parts[i]
  }
  return out
}

# The same of text without code. Doxygen shows what stands in quotes as it is.
function escaped_prose(text,    parts, count, i, out) {
  count = split(text, parts, "\"")
  for (i = 1; i <= count; ++i) {
    if (i % 2 || i == count) gsub(/[\\@<>#%&*]/, "\\\\&", parts[i])
    out = out (i > 1 ? "\"" : "") parts[i]
  }
  return out
}

# The line without texts, characters and comments, so that braces in them do not count.
function bare(line) {
  gsub(/R"x?\([^)]*\)x?"/, "", line)
  gsub(/\\\\/, "", line)
  gsub(/\\["']/, "", line)
  gsub(/"[^"]*"/, "\"\"", line)
  gsub(/'[^']'/, "0", line)
  sub(/\/\/.*/, "", line)
  return line
}

function is_comment(line) { return line ~ /^[ \t]*\/\// }

# What a brace opens, by the text before it.
function kind_of(head) {
  if (head ~ /(^|[ \t])namespace([ \t]|$)/ || head ~ /extern ""[ \t]*$/) return "namespace"
  sub(/^[ \t]*template[ \t]*<.*>[ \t]*(requires.*[ \t])?(struct|class|union)/, "struct", head)
  if (head ~ /^[ \t]*(typedef[ \t]+)?(struct|class|union|enum)[ \t]/) return "type"
  return "body"
}

function read_code(line,    text, i, c) {
  text = bare(line)
  if (text ~ /^[ \t]*#/ || in_macro) {
    in_macro = line ~ /\\$/
    return
  }
  for (i = 1; i <= length(text); ++i) {
    c = substr(text, i, 1)
    if (c == "{") {
      scope[++depth] = kind_of(head)
      shared[depth] = ""
      head = ""
    } else if (c == "}") {
      if (depth > 0) --depth
      head = ""
    } else if (c == ";") {
      head = ""
    } else {
      head = head c
    }
  }
  if (text ~ /^[ \t]*(public|private|protected):[ \t]*$/) head = ""
  head = head " "
}

# The line of a block of comments, without indentation and slashes.
function comment_text(n,    text) {
  text = lines[n]
  sub(/^[ \t]*\/\//, "", text)
  return text
}

function is_code(n) { return comment_text(n) ~ /^   +[^ ]/ }
function is_empty_comment(n) { return comment_text(n) ~ /^[ \t]*$/ }

# Writes the block of comments in lines first..last as documentation.
function write_documentation(first, last, is_of_file,    n, text, indent, code, begins) {
  indent = lines[first]
  sub(/\/\/.*/, "", indent)
  code = 0
  for (n = first; n <= last; ++n) {
    text = comment_text(n)
    begins = n < last && is_empty_comment(n) && is_code(n + 1)
    if (code) {
      if (n == last || !is_code(n + 1) && !(is_empty_comment(n + 1) && n + 2 <= last && is_code(n + 2))) {
        text = text " @endcode"
        code = 0
      }
    } else if (begins) {
      text = text " @code{.cpp}"
      code = 1
    } else if (is_code(n) && n == first) {
      text = " @code{.cpp}" text (n == last || !is_code(n + 1) ? " @endcode" : "")
      code = n < last && is_code(n + 1)
    } else {
      text = escaped(text)
    }
    if (n == first && is_of_file) text = " @file " file_name() text
    print indent "///" text
  }
}

function file_name(    name) {
  name = FILENAME
  sub(/.*\/include\//, "", name)
  return name
}

function is_documented_place() { return (depth == 0 || scope[depth] != "body") && head ~ /^[ \t]*$/ && !in_macro }

# Where the comment behind code begins; 0: there is none.
function trailing_comment(line,    text) {
  text = line
  while (match(text, /"([^"\\]|\\.)*"/)) text = substr(text, 1, RSTART - 1) filled(RLENGTH) substr(text, RSTART + RLENGTH)
  return match(text, /[ \t]\/\/ [^ ]/) ? RSTART + 1 : 0
}
function filled(count,    text) {
  while (count-- > 0) text = text "_"
  return text
}

# A member with a comment behind it: `int a{};  // text`. Its further lines, `// text` below it, belong to it.
function write_code(n,    at, in_type) {
  at = trailing_comment(lines[n])
  in_type = depth > 0 && scope[depth] == "type" && !in_macro
  if (at && in_type && substr(lines[n], 1, at - 1) ~ /[;,}][ \t]*$|[a-z_0-9][ \t]*$/ && substr(lines[n], at) !~ /NOLINT/) {
    print substr(lines[n], 1, at - 1) "///<" escaped(substr(lines[n], at + 2))
    while (n < NR && is_comment(lines[n + 1]) && index(lines[n + 1], "//") == at) {
      ++n
      print substr(lines[n], 1, at - 1) "///<" escaped(substr(lines[n], at + 2))
    }
  } else {
    print lines[n]
  }
  return n
}

# The first paragraph of the block of comments in lines first..last, in one line.
function first_paragraph(first, last,    n, text) {
  for (n = first; n <= last && !is_empty_comment(n) && !(n > first && is_code(n)); ++n) text = text comment_text(n)
  return escaped(text)
}

{ lines[NR] = $0 }

END {
  # In place of the licence: a file without a comment of its own has its functions in the reference too.
  print "/// @file " file_name()
  for (n = 2; n <= NR; ++n) {
    if (is_comment(lines[n])) {
      last = n
      while (last < NR && is_comment(lines[last + 1])) ++last
      following = lines[last + 1]
      of_file = following ~ /^[ \t]*(#[ \t]*include|(inline )?namespace[ \t])/
      if (is_documented_place() && following !~ /^[ \t]*(}.*)?$/) {
        write_documentation(n, last, of_file)
        shared[depth] = of_file ? "" : first_paragraph(n, last)
        is_first = 1
      } else {
        for (; n <= last; ++n) print lines[n]
      }
      n = last
      continue
    }
    if (head ~ /^[ \t]*$/ && !in_macro) {
      if (lines[n] ~ /^#define.*[^\\]$/ && lines[n] !~ /\/\//) {
        if (shared[depth] != "" && !is_first) lines[n] = lines[n] "  ///<" shared[depth]
        is_first = 0
      } else if (lines[n] ~ /^[ \t]*($|}|#|(public|private|protected):)/) {
        shared[depth] = ""
      } else {
        if (shared[depth] != "" && !is_first && is_documented_place()) printf "/** %s */ ", shared[depth]
        is_first = 0
      }
    }
    read = lines[n]
    sub(/^ protected:/, " private:", lines[n])
    n = write_code(n)
    read_code(read)
  }
}
