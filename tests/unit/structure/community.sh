#!/usr/bin/env bash
# community.sh SOURCE: what .github says of the tree is so: files and folders that it names, options and labels of tests/run, tests,
# calls, and what a version may change.
set -euo pipefail
cd "$1"
failed=0
complain() {
  echo "$1" >&2
  failed=1
}
contributing=.github/CONTRIBUTING.md security=.github/SECURITY.md changelog=.github/CHANGELOG.md

# Paths in code that begin with one of our folders, and links.
count=0
for file in "$contributing" "$security" "$changelog"; do
  for path in $(grep -oE '(include|tests|examples|cmake|\.ci)(/[A-Za-z0-9_.]+)+' "$file" | sed 's/[.]$//' | sort -u); do
    [[ -e $path ]] || complain "$file: there is no $path"
    count=$((count + 1))
  done
  while IFS= read -r link; do
    [[ -e .github/$link ]] || complain "$file: links to $link, which does not exist"
  done < <(grep -oE '\]\([^):#]+\)' "$file" | sed 's/^](//; s/)$//')
done
[[ $count -gt 10 ]] || complain 'hardly a path was found, so that this test says nothing'

for option in $(grep '^tests/run' "$contributing" | grep -oE ' --[a-z]+' | sort -u); do
  grep -qE "^#   $option " tests/run || complain "$contributing: tests/run has no option $option"
done
for test in structure/docs structure/layers; do
  grep -q "$test" "$contributing" || complain "$contributing: does not name $test"
  grep -qE "(add_structure_test\(|NAME structure/)${test#*/}[ )]" tests/unit/structure/CMakeLists.txt || complain "there is no test $test"
done
name=$(sed -nE 's/.*add_test\(NAME (speed[^ ]*).*/\1/p' tests/benchmarks/speed/CMakeLists.txt)
grep -qF "\`$name\`" "$contributing" || complain "$contributing: the test of the speed is called $name"
margin=$(sed -nE 's/^margin=1\.([0-9]+)$/\1/p' tests/benchmarks/speed/check.sh)
grep -qF "at $margin % more" "$contributing" || complain "$contributing: the test of the speed fails at $margin % more"
for compiler in 'g++ 12' 'clang 19'; do
  grep -qF "$compiler" README.md && grep -qF "$compiler" "$contributing" || complain "README and $contributing name $compiler"
done
grep -qE '"\$count" -le 300|\$count -le 300' tests/unit/structure/tree.sh || complain "$contributing: says that a header stays under 300 lines"
for header in chrono memory functional atomic mutex; do
  grep -qF "<$header>" "$contributing" || complain "$contributing: model.hpp does not include <$header>"
done

for call in $(grep -oE '`(apply|paginate)_[a-z_]+`|`(pv::)?(raw|execute|sql|from_json)`' "$security" | tr -d '`' | sed 's/^pv:://' | sort -u); do
  grep -rqE "[ &>]$call\(" include/promptview || complain "$security: there is no $call"
done

# As find_package decides.
version=$(sed -nE 's/^#define PROMPTVIEW_VERSION_STRING "([0-9]+\.[0-9]+)\..*/\1/p' include/promptview/version.hpp)
if [[ $version == 0.* ]]; then
  grep -qF 'COMPATIBILITY SameMinorVersion' cmake/install.cmake || complain 'cmake/install.cmake: before 1.0 a version is compatible with its own MINOR only'
else
  grep -qF 'COMPATIBILITY SameMajorVersion' cmake/install.cmake || complain 'cmake/install.cmake: from 1.0 on a version is compatible with its MAJOR'
fi
grep -qF "find_package(promptview $version)" "$changelog" || complain "$changelog: the example of find_package is of $version"

for file in .github/ISSUE_TEMPLATE/bug.yml .github/ISSUE_TEMPLATE/feature.yml; do
  for key in name description body; do
    grep -q "^$key:" "$file" || complain "$file: has no $key"
  done
done
exit "$failed"
