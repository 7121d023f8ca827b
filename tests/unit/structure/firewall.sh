#!/usr/bin/env bash
# firewall.sh SOURCE COMPILER [FLAG...]: SOURCE, which has models, reaches no driver, JSON library or event loop; and
# model.hpp itself none of the dear headers of the standard library.
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
dear=$(echo '#include <promptview/model.hpp>' | "$@" -x c++ -M - | tr -s '[:space:]' '\n' |
  grep -E '/(chrono|memory|functional|atomic|mutex|limits|charconv|sstream|algorithm)$' || true)
if [[ -n $dear ]]; then
  printf '%s\n' "$dear"
  echo "FAILED: <promptview/model.hpp> reaches the dear headers above: see what includes them with -H" >&2
  exit 1
fi
