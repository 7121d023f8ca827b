# awk -f groups.awk PROFILE...: of each profile of callgrind, the instructions by what they are spent on, with what the profile
# is of: `W1 promptview many 2000 libpq 10021140`. Code that was inlined counts where its source file says; that of the
# standard library's headers, and of headers that serve reading and writing alike, where the function around it says. `rest`:
# the program itself, in which raw libpq encodes and decodes by hand, and what of promptview lies between it and the others.
function number_of(text) { return substr(text, 1, index(text, ")")) }
# The name of a thing whose name may have been said before, as `(7) name` or `(7)`.
function named(space, text,    id) {
  id = number_of(text)
  if (length(text) > length(id)) names[space, id] = substr(text, length(id) + 2)
  return names[space, id]
}
function group_of(object, file, name) {
  if (object ~ /libpq\.so/) return "libpq"
  if (name ~ /^(_int_|__libc_)?(malloc|free|calloc|realloc|memalign)|^malloc_|^unlink_chunk|^_int_free|^operator (new|delete)|^sysmalloc|^tcache/)
    return "memory"
  if (name ~ /^(__)?pthread_|condition_variable|clock_gettime|steady_clock/) return "connection"
  if (object ~ /\/(libc|ld-linux|libstdc\+\+|libm|libgcc_s|libpthread)[-.]/) return "libc"
  if (file ~ /tests\/benchmarks\//) return "rest"
  if (file ~ /\/(connection_pool|databases|session)\.hpp$/) return "connection"
  if (file ~ /\/(wire|waiting|connection|statement_exchange|session_state|prepared_statements|statement_log|pqxx_link)\.hpp$/) return "statement"
  if (file ~ /\/(parameters|binary_writer|item_writer|byte_buffer|arena|bind_values|encoded_statements|copy_in)\.hpp$/) return "encode"
  if (file ~ /\/(result_reader|binary_reader|result|query|query_set|row_shape)\.hpp$/) return "decode"
  if (file ~ /\/(object_writer|write_plans|bulk_writer)\.hpp$/ && name !~ /read_|write_fields|::run\(/) return "plan"
  if (name ~ /Pool|Session/) return "connection"
  if (name ~ /Connection::|wire::/) return "statement"
  if (name ~ /CopyRows|ItemWriter|ValueWriter|Parameters|write_fields|ObjectWriter::run\(/) return "encode"
  if (name ~ /Reader|read_|RowSink/) return "decode"
  if (name ~ /ObjectWriter|BulkWriter|WritePlans/) return "plan"
  return "rest"
}
function report(    group) {
  for (group in spent) if (label != "") print label, group, spent[group]
  delete spent
}

FNR == 1 { report(); label = ""; delete names }
/^desc: Trigger: Client Request: / { label = substr($0, 32); next }
/^ob=/ { object = named("ob", substr($0, 4)); next }
/^cob=/ { named("ob", substr($0, 5)); next }
/^(fl|fi|fe)=/ { file = named("fl", substr($0, 4)); next }
/^(cfi|cfl)=/ { named("fl", substr($0, 5)); next }
/^fn=/ { name = named("fn", substr($0, 4)); next }
/^cfn=/ { named("fn", substr($0, 5)); next }
/^calls=/ { getline; next }  # the cost of what was called
/^[-+*0-9]/ { spent[group_of(object, file, name)] += $2 }
END { report() }
