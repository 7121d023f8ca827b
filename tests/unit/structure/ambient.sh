#!/usr/bin/env bash
# ambient.sh INCLUDE_DIR: who reads the transaction that the thread has open. All code is told where it runs (a Context); only
# the calls that programs make without one read it, by store/ambient_context.hpp, and hand it on. With coroutines the thread's
# transaction is not the task's: what finds it again by thread writes into another one.
set -euo pipefail
cd "$1"

# The headers of those calls.
callers='
model/database.hpp               Database, and the default context
model/model_base.hpp             the members of Model and the free functions
model/check_schema.hpp           check_schema(), require_schema()
postgres/store/raw_sql.hpp       raw(), execute()
queryset/query_set.hpp           the calls that run a query
queryset/read_pipeline.hpp       pipeline()
queryset/stream.hpp              the beginning of a stream
relations/load_relations.hpp     load() of relations
relations/prefetch.hpp           prefetch()
relations/relation_writer.hpp    the members of relations that write
relations/save_graph.hpp         save_graph()
store/namespace_manager.hpp      initialize_all(), drop_all()
'
# Makes the context of what is asked, and tells which transactions are open.
makers='store/ambient_context.hpp postgres/transaction/transaction.ipp'
reads='(ambient_context|default_context)\(|ambient_transaction|Database\{[^}]*\}\.'

cd promptview
failed=0
while IFS= read -r header; do
  header=${header#./}
  [[ " $makers " == *" $header "* ]] && continue
  grep -q "^$header " <<<"$callers" && continue
  grep -HnE "$reads" "$header"
  echo "FAILED: $header reads the thread's transaction: take a Context from the caller"
  failed=1
done < <(grep -rlE "^[^/]*($reads)" . --include='*.hpp' --include='*.ipp')
while read -r header _; do
  [[ -z $header ]] || grep -qE "$reads" "$header" || { echo "FAILED: $header does not read it: remove it from the list"; failed=1; }
done <<<"$callers"
# A store begins transactions by the context that it was given, not by the name of its database.
if grep -nE '(^|[^A-Za-z])(Transaction [a-z_]+[({]|emplace\(TransactionOptions)' -r postgres/store | grep -vE '&context_?[)}]'; then
  echo "FAILED: begin them by the context: Transaction{options, &context}"
  failed=1
fi
exit "$failed"
