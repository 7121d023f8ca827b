#!/usr/bin/env bash
# check_install.sh promptview|precompiled|header_only|subdirectory|libraries|pkg_config|pkg_config_compiled SOURCE BUILD CMAKE GENERATOR COMPILER VERSION: builds the
# consumer in that way, from an empty folder, and runs it; its first line must name the version.
set -euo pipefail
way=$1 source=$2 build=$3 cmake=$4 generator=$5 compiler=$6 version=$7
here=$build/tests/install/$way
rm -rf "$here"
mkdir -p "$here"

install() { "$cmake" --install "$build" --prefix "$here/prefix" >/dev/null; }

# The installed tree must be enough: it moves away from where it was installed before it is used.
moved() { mv "$here/prefix" "$here/moved prefix"; }

project=consumer
build_consumer() {
  "$cmake" -S "$source/tests/install/$project" -B "$here/build" -G "$generator" -DCMAKE_CXX_COMPILER="$compiler" "$@"
  "$cmake" --build "$here/build"
}

case $way in
  promptview | precompiled | header_only)  # the target of that name
    install
    moved
    build_consumer -Dpromptview_ROOT="$here/moved prefix" -DPROMPTVIEW_TARGET=promptview::$way
    ;;
  subdirectory)
    build_consumer -DPROMPTVIEW_SUBDIRECTORY="$source"
    ;;
  libraries)
    install
    moved
    project=libraries
    build_consumer -Dpromptview_ROOT="$here/moved prefix" | tee "$here/log"
    times=$(grep -c 'Building CXX object.*compiled\.cpp' "$here/log" || true)
    [[ $times -eq 1 ]] || {
      echo "FAILED: the backend must be compiled once, not $times times" >&2
      exit 1
    }
    ;;
  pkg_config | pkg_config_compiled)
    install
    mkdir "$here/build"
    PKG_CONFIG_PATH=$here/prefix/share/pkgconfig${PKG_CONFIG_PATH:+:$PKG_CONFIG_PATH}
    export PKG_CONFIG_PATH
    [[ $(pkg-config --modversion promptview) == "$version" ]]
    flags=()
    eval "flags=($(pkg-config --cflags --libs promptview))"  # it escapes what is not plain
    # What CMake compiles with because of promptview, so does pkg-config. (FMT_SHARED is of fmt's own packages.)
    "$cmake" -S "$source/tests/install/consumer" -B "$here/by_cmake" -G "$generator" -DCMAKE_CXX_COMPILER="$compiler" \
      -DCMAKE_EXPORT_COMPILE_COMMANDS=ON -Dpromptview_ROOT="$here/prefix" -DPROMPTVIEW_TARGET=promptview::header_only >/dev/null
    for flag in $(grep '"command".*main\.cpp' "$here/by_cmake/compile_commands.json" | grep -oE ' -(W|D|f|m|pthread)[^ "]*' | sort -u); do
      case " ${flags[*]} -Wall -Wextra -DFMT_SHARED " in
        *" $flag "*) ;;
        *)
          echo "FAILED: CMake compiles with $flag, pkg-config does not" >&2
          exit 1
          ;;
      esac
    done
    sources=("$source/tests/install/consumer/main.cpp")
    if [[ $way == pkg_config_compiled ]]; then
      sources+=("$(pkg-config --variable=compiled_source promptview)")
      flags+=(-DPROMPTVIEW_COMPILED)
    fi
    "$compiler" -std=c++20 -Wall -Wextra -Werror "${sources[@]}" -o "$here/build/consumer" "${flags[@]}"
    ;;
  *)
    echo "There is no way named $way" >&2
    exit 2
    ;;
esac

output=$("$here/build/consumer")
printf '%s\n' "$output"
[[ $(head -n1 <<<"$output") == "promptview $version" ]] || {
  echo "FAILED: the first line must be: promptview $version" >&2
  exit 1
}
