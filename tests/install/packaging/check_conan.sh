#!/usr/bin/env bash
# check_conan.sh CONAN SOURCE BUILD COMPILER COMPILER_ID VERSION: makes the Conan package of SOURCE, with the libraries of the system
# in place of the Conan Center's, and builds and runs its test_package, twice: with promptview::promptview and header-only.
# Nothing is downloaded; Conan's own files are below BUILD.
set -euo pipefail
conan=$1 source=$2 here=$3/tests/install/conan compiler=$4 compiler_id=$5 version=$6
rm -rf "$here"
mkdir -p "$here"
export CONAN_HOME=$here/home
case $compiler_id in
  GNU) settings="compiler=gcc
compiler.libcxx=libstdc++11" ;;
  *) settings="compiler=clang
compiler.libcxx=libstdc++11" ;;
esac
cat >"$here/profile" <<END
[settings]
os=Linux
arch=$(case $(uname -m) in aarch64) echo armv8 ;; *) uname -m ;; esac)
build_type=Debug
$settings
compiler.version=$("$compiler" -dumpversion | cut -d. -f1)
compiler.cppstd=20
[conf]
tools.build:compiler_executables={"cpp": "$compiler"}
tools.cmake.cmaketoolchain:generator=Ninja
END

# The tree as others get it, so that what Conan writes beside a recipe does not stay in it.
mkdir "$here/source"
cp -r "$source"/{include,cmake,CMakeLists.txt,LICENSE} "$here/source"
for library in libpqxx/7.10.1 libpq/16.8 nlohmann_json/3.11.3 fmt/11.0.2; do
  mkdir -p "$here/library"
  cp "$source/tests/install/packaging/system_library.py" "$here/library/conanfile.py"
  "$conan" create "$here/library" --name "${library%/*}" --version "${library#*/}" --profile:all "$here/profile" --no-remote \
    >"$here/libraries.log" 2>&1 || { cat "$here/libraries.log" >&2; exit 1; }
done
"$conan" create "$here/source/cmake/packaging/conan" --profile:all "$here/profile" --no-remote 2>&1 | tee "$here/log"
said=$(grep -c "^promptview $version: " "$here/log" || true)
[[ $said -eq 2 ]] || { echo "FAILED: both test programs must say promptview $version, not $said" >&2; exit 1; }

package=$(dirname "$(dirname "$(find "$here/home/p" -path '*/p/include/promptview/version.hpp' | head -n1)")")
diff -rq --exclude='*.md' "$source/include" "$package" || { echo 'FAILED: the package must have all headers, and no more' >&2; exit 1; }
for file in licenses/LICENSE lib/cmake/compiled.cmake lib/cmake/compiled.cpp; do
  [[ -s $package/../$file ]] || { echo "FAILED: the package has no $file" >&2; exit 1; }
done
