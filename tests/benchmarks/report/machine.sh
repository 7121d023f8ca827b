#!/usr/bin/env bash
# tests/benchmarks/report/machine.sh COMPILER: what the figures were measured on, as lines of results.csv.
set -euo pipefail
fact() { printf 'machine,%s,,text,%s,,\n' "$1" "${2//,/ }"; }
# package NAME: the version that Debian gives it, without Debian's own part.
package() {
  local version
  version=$(dpkg-query -W -f='${Version}' "$1" 2>/dev/null || true)
  version=${version#*:}
  echo "${version%%-*}"
}
fact date "$(date -u +%Y-%m-%d)"
fact processor "$(awk -F': *' '/^model name/ { print $2; exit }' /proc/cpuinfo)"
fact processors "$(nproc)"
fact system "$(. /etc/os-release && echo "$PRETTY_NAME") with Linux $(uname -r | grep -oE '^[0-9]+\.[0-9]+')"
fact compiler "$(basename "$1") $("$1" -dumpfullversion 2>/dev/null || "$1" -dumpversion)"
fact libpqxx "$(pkg-config --modversion libpqxx)"
fact libpq "$(pkg-config --modversion libpq)"
fact SOCI "$(package libsoci-dev)"
