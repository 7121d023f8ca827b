#!/usr/bin/env bash
# firewall.sh SOURCE COMPILER [FLAG...]: SOURCE, which has models, reaches no driver, JSON library or event loop; and
# the doors that know no store none of the dear headers of the standard library, nor those libraries.
set -euo pipefail
source=$1
shift
reached=$("$@" -M "$source" | tr -s '[:space:]' '\n')
grep -q 'promptview/model\.hpp$' <<<"$reached" || {
  echo "FAILED: $source does not reach promptview/model.hpp, so that this test says nothing" >&2
  exit 1
}
if grep -E '/(pqxx|nlohmann|asio|boost/asio|fmt)/|/(libpq-fe\.h|libpq/|asio\.hpp)|/promptview/(postgres|qdrant)' <<<"$reached"; then
  echo "FAILED: $source reaches the files above: include them in headers that model.hpp does not include" >&2
  exit 1
fi
# fail_if_reached DOOR FILES COMPILER...: DOOR includes none of the files, an expression of the ends of their paths, directly or not.
fail_if_reached() {
  local door="promptview/$1.hpp" files dear
  files=$(echo "#include <$door>" | "${@:3}" -x c++ -M - | tr -s '[:space:]' '\n')
  grep -q "/$door\$" <<<"$files" || { echo "FAILED: the includes of <$door> are not known, so that this test says nothing" >&2; exit 1; }
  dear=$(grep -E "/($2)\$" <<<"$files" || true)
  [[ -z $dear ]] && return
  printf '%s\n' "$dear"
  echo "FAILED: <$door> reaches the dear headers above: see what includes them with -H" >&2
  exit 1
}
costly='chrono|functional|atomic|mutex|sstream|filesystem|nlohmann/.*|pqxx/.*|libpq-fe\.h'
for door in model expressions; do fail_if_reached "$door" "$costly|memory|limits|charconv|algorithm" "$@"; done
for door in relations pipeline get_many in_bulk schema; do fail_if_reached "$door" "$costly|memory" "$@"; done
for door in page stream diagram; do fail_if_reached "$door" "$costly" "$@"; done

# Where the backend is compiled once, files see only what they call.
compiled=("$@" -DPROMPTVIEW_COMPILED)
backend='pqxx/.*|libpq-fe\.h|thread|condition_variable|promptview/.*\.ipp|promptview/postgres/(connection/connection|pool/connection_pool|store/postgres_namespace)\.hpp'
fail_if_reached postgres "$backend|$costly|memory|charconv|algorithm" "${compiled[@]}"
for door in promptview testing; do fail_if_reached "$door" "$backend" "${compiled[@]}"; done

# And each door includes what it needs there, too.
for door in model postgres pqxx testing json document promptview; do
  echo "#include <promptview/$door.hpp>" | "${compiled[@]}" -fsyntax-only -x c++ - ||
    { echo "FAILED: <promptview/$door.hpp> alone, with PROMPTVIEW_COMPILED, must compile" >&2; exit 1; }
done
