# shellcheck shell=bash disable=SC2034
# Sourced by examples/run, tests/run and .ci/run: installs what is missing on Debian and Ubuntu, by apt.

promptview_say() { printf '==> %s\n' "$*"; }

promptview_is_installed() {
  [[ $(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null) == installed ]]
}

promptview_as_root() {
  if [[ $(id -u) -eq 0 ]]; then
    "$@"
  elif [[ -n ${CI:-} ]]; then
    sudo -n "$@"
  else
    sudo "$@"
  fi
}

# promptview_install PACKAGE...: installs those that are missing; asks for nothing, and touches no other package.
promptview_install() {
  local package missing=()
  if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
    promptview_say "No apt here: these Debian packages, or what your system calls them, must be there: $*"
    return 0
  fi
  for package in "$@"; do
    promptview_is_installed "$package" || missing+=("$package")
  done
  if [[ ${#missing[@]} -eq 0 ]]; then
    promptview_say 'All packages are there'
    return 0
  fi
  if [[ $(id -u) -ne 0 ]] && ! command -v sudo >/dev/null; then
    echo "Install these packages as root, then run this again: apt-get install ${missing[*]}" >&2
    return 1
  fi

  promptview_say "Installing by apt: ${missing[*]}"
  # A source that cannot be reached matters only if the packages come from there; then the next command fails.
  promptview_as_root env DEBIAN_FRONTEND=noninteractive apt-get update -q -o DPkg::Lock::Timeout=300 </dev/null ||
    promptview_say 'apt-get update had errors; going on with the lists that are there'
  promptview_as_root env DEBIAN_FRONTEND=noninteractive NEEDRESTART_SUSPEND=1 \
    apt-get install -q -y --no-install-recommends -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3 \
    "${missing[@]}" </dev/null
}

# The compiler to use when the user named none: g++, or g++-12 where g++ is older than that (Ubuntu 22.04).
promptview_default_compiler() {
  local id='' version=''
  if [[ -r /etc/os-release ]]; then
    id=$(. /etc/os-release && echo "${ID:-}")
    version=$(. /etc/os-release && echo "${VERSION_ID:-}")
  fi
  if [[ $id == ubuntu && $version == 22.04 ]]; then
    echo g++-12
  else
    echo g++
  fi
}

# promptview_packages_for COMPILER [SANITIZERS]: the packages with that compiler; none for one named by its path.
promptview_packages_for() {
  local name=$1
  case $name in
    */*) ;;
    clang++*)
      echo "clang${name#clang++} g++"  # with the standard library of g++
      [[ -z ${2:-} || $name == clang++ ]] || echo "libclang-rt${name#clang++}-dev llvm${name#clang++}"
      ;;
    *) echo "$name" ;;
  esac
}

# What every build needs, and what runs the embedded PostgreSQL.
promptview_build_packages=(
  cmake ninja-build pkg-config libpqxx-dev libpq-dev nlohmann-json3-dev libfmt-dev postgresql
)

# What the tests need besides.
promptview_test_packages=(catch2 ccache doxygen openssl pgbouncer valgrind)

# What the benchmarks need besides: SOCI is what they compare with.
promptview_benchmark_packages=(valgrind libsoci-dev)

# promptview_jobs: two at most, since templates need memory, unless PROMPTVIEW_JOBS says how many.
promptview_jobs() {
  local processors
  processors=$(nproc 2>/dev/null || echo 1)
  echo "${PROMPTVIEW_JOBS:-$((processors < 2 ? processors : 2))}"
}

# promptview_configure BUILD COMPILER CMAKE_ARGUMENT...: forgets what the folder knows of another compiler, since CMake
# would drop the other arguments with it.
promptview_configure() {
  local build=$1 compiler=$2
  shift 2
  if [[ -e $build/CMakeCache.txt ]] && ! grep -qxF "$compiler" "$build/compiler.txt" 2>/dev/null; then
    rm -rf "$build/CMakeCache.txt" "$build/CMakeFiles"
  fi
  mkdir -p "$build"
  echo "$compiler" >"$build/compiler.txt"
  cmake -S "$(dirname "${BASH_SOURCE[0]}")/.." -B "$build" -G Ninja -Wno-dev -DCMAKE_CXX_COMPILER="$compiler" "$@"
}
