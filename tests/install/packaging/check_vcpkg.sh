#!/usr/bin/env bash
# check_vcpkg.sh SOURCE BUILD CMAKE GENERATOR COMPILER VERSION: runs the vcpkg port as an overlay of the checkout, and as a port that lies
# elsewhere and gets an archive; builds the consumer with what it has installed, and looks for what vcpkg wants in a package.
set -euo pipefail
source=$1 here=$2/tests/install/vcpkg cmake=$3 generator=$4 compiler=$5 version=$6
port=$source/cmake/packaging/vcpkg/promptview
fail() {
  echo "FAILED: $1" >&2
  exit 1
}
rm -rf "$here"
mkdir -p "$here"

cp -r "$port" "$here/port"
for way in overlay registry; do
  dir=$port
  [[ $way == overlay ]] || dir=$here/port
  "$cmake" -DPORT_DIR="$dir" -DRELEASE_DIR="$source" -DCURRENT_PACKAGES_DIR="$here/$way" -DCURRENT_BUILDTREES_DIR="$here/$way-build" \
    -DVERSION="$version" -DGENERATOR="$generator" -DCOMPILER="$compiler" -P "$source/tests/install/packaging/vcpkg.cmake"
done
diff -r "$here/overlay" "$here/registry" || fail 'both ways must install the same'
package=$here/overlay

# What vcpkg's own checks refuse.
for file in share/promptview/copyright share/promptview/usage share/promptview/promptviewConfig.cmake include/promptview/promptview.hpp; do
  [[ -s $package/$file ]] || fail "the package has no $file"
done
diff -rq --exclude='*.md' "$source/include" "$package/include" || fail 'the package must have all headers, and no more'
[[ ! -e $package/debug && ! -e $package/lib && ! -e $package/share/cmake ]] || fail 'nothing may lie in debug, lib or share/cmake'
! grep -rlF "$package" "$package" || fail 'these name the folder that they were made in'
compiled=$(PKG_CONFIG_PATH=$package/share/pkgconfig pkg-config --variable=compiled_source promptview)
[[ -s $compiled ]] || fail "pkg-config names $compiled, which does not exist"
for target in $(grep -oE 'promptview::[a-z_]+' "$port/usage"); do
  "$cmake" -S "$source/tests/install/consumer" -B "$here/${target#*::}" -G "$generator" -DCMAKE_CXX_COMPILER="$compiler" \
    -Dpromptview_ROOT="$package" -DPROMPTVIEW_TARGET="$target" >/dev/null
done
"$cmake" --build "$here/promptview" >/dev/null
[[ $("$here/promptview/consumer" | head -n1) == "promptview $version" ]] || fail 'the consumer must name the version'
