#!/usr/bin/env bash
# packaging.sh SOURCE: what the recipes in cmake/packaging say is so: the version, the licence, the dependencies, the files.
set -euo pipefail
cd "$1"
failed=0
complain() {
  echo "$1" >&2
  failed=1
}
version=$(sed -nE 's/^#define PROMPTVIEW_VERSION_STRING "(.*)"$/\1/p' include/promptview/version.hpp)
description=$(sed -nE 's/^project\(.* DESCRIPTION "([^"]*)".*/\1/p' CMakeLists.txt)
port=cmake/packaging/vcpkg/promptview
conan=cmake/packaging/conan
[[ -n $version && -n $description ]] || complain 'there is no version or description to compare with'

json_text() { sed -nE "s/^  \"$1\": \"(.*)\",?\$/\1/p" "$port/vcpkg.json"; }
[[ $(json_text version) == "$version" ]] || complain "$port/vcpkg.json: the version is $version, not $(json_text version)"
[[ $(json_text license) == MIT && $(head -n1 LICENSE) == 'MIT License' ]] || complain "$port/vcpkg.json: the licence is MIT"
[[ $(json_text description) == "$description" ]] || complain "$port/vcpkg.json: the description is '$description', as in CMakeLists.txt"
for line in '    name = "promptview"' "    description = \"$description\"" '    license = "MIT"'; do
  grep -qxF "$line" "$conan/conanfile.py" || complain "$conan/conanfile.py: must have the line $line"
done
! grep -nE '[0-9]+\.[0-9]+\.[0-9]+' "$conan/conanfile.py" || complain "$conan/conanfile.py: it reads the version from version.hpp"

# Each recipe has what cmake/dependencies.cmake looks for, and no more. Threads are the system's.
expected=$(sed -nE 's/^promptview_find\(([^ ]+) .*/\1/p' cmake/dependencies.cmake | grep -v Threads | sort | xargs)
[[ $expected == 'PostgreSQL::PostgreSQL fmt::fmt libpqxx::pqxx nlohmann_json::nlohmann_json' ]] ||
  complain "cmake/dependencies.cmake has changed: name the packages of $expected in the recipes, and in this test"
in_vcpkg=$(sed -nE 's/^    "([a-z-]+)",?$/\1/p' "$port/vcpkg.json" | xargs)
[[ $in_vcpkg == 'fmt libpq libpqxx nlohmann-json' ]] || complain "$port/vcpkg.json: depends on $in_vcpkg"
in_conan=$(grep 'for reference in' "$conan/conanfile.py" | grep -oE '"[a-z_]+/' | tr -d '"/' | sort | xargs)
[[ $in_conan == 'fmt libpq libpqxx nlohmann_json' ]] || complain "$conan/conanfile.py: depends on $in_conan"
# The oldest version that each of them takes is no newer than what the build takes.
minimum=$(sed -nE 's/^promptview_find\(nlohmann_json::nlohmann_json nlohmann_json ([0-9.]+)\)/\1/p' cmake/dependencies.cmake)
grep -qF "nlohmann_json/[>=$minimum " "$conan/conanfile.py" || complain "$conan/conanfile.py: nlohmann_json from $minimum on"

# Files that they name.
for name in $(sed -nE 's/^ +for name in \((.*)\):$/\1/p' "$conan/conanfile.py" | tr -d '",'); do
  [[ -e cmake/$name ]] || complain "$conan/conanfile.py: there is no cmake/$name"
done
for option in $(grep -oE 'PROMPTVIEW_[A-Z_]+' "$port/portfile.cmake" | sort -u); do
  grep -q "^option($option " CMakeLists.txt || complain "$port/portfile.cmake: there is no option $option"
done
if grep -rnE '[a-z]+://' cmake/packaging; then
  complain 'the lines above name an address: the registry has that'
fi
exit "$failed"
