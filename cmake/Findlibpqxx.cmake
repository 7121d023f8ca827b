# Finds libpqxx and defines the target libpqxx::pqxx.
#
# libpqxx 7 and 8 may come with a CMake config of their own, which is preferred. libpqxx 6.4 has none, nor has any
# version as Debian and Ubuntu package it: there pkg-config or the usual folders tell where it is.
#
# Sets libpqxx_FOUND and libpqxx_VERSION. Cache entries: libpqxx_INCLUDE_DIR, libpqxx_LIBRARY.

if(TARGET libpqxx::pqxx)
  set(libpqxx_FOUND TRUE)
  return()
endif()

# Without the wanted version, since that config refuses an older major version. A minimum is meant here.
find_package(libpqxx CONFIG QUIET)
if(libpqxx_FOUND AND libpqxx_VERSION VERSION_GREATER_EQUAL "${libpqxx_FIND_VERSION}")
  foreach(variant pqxx_shared pqxx_static)
    if(NOT TARGET libpqxx::pqxx AND TARGET libpqxx::${variant})
      add_library(libpqxx::pqxx INTERFACE IMPORTED)
      target_link_libraries(libpqxx::pqxx INTERFACE libpqxx::${variant})
    endif()
  endforeach()
  if(TARGET libpqxx::pqxx)
    include(FindPackageHandleStandardArgs)
    find_package_handle_standard_args(libpqxx REQUIRED_VARS libpqxx_CONFIG VERSION_VAR libpqxx_VERSION)
    return()
  endif()
endif()

find_package(PkgConfig QUIET)
if(PkgConfig_FOUND)
  pkg_check_modules(PC_libpqxx QUIET libpqxx)
endif()

find_path(libpqxx_INCLUDE_DIR NAMES pqxx/pqxx HINTS ${PC_libpqxx_INCLUDEDIR} ${PC_libpqxx_INCLUDE_DIRS})
find_library(libpqxx_LIBRARY NAMES pqxx HINTS ${PC_libpqxx_LIBDIR} ${PC_libpqxx_LIBRARY_DIRS})
mark_as_advanced(libpqxx_INCLUDE_DIR libpqxx_LIBRARY)

if(PC_libpqxx_VERSION)
  set(libpqxx_VERSION "${PC_libpqxx_VERSION}")
elseif(libpqxx_INCLUDE_DIR)
  foreach(header version version.hxx)
    if(NOT libpqxx_VERSION AND EXISTS "${libpqxx_INCLUDE_DIR}/pqxx/${header}")
      file(STRINGS "${libpqxx_INCLUDE_DIR}/pqxx/${header}" line REGEX "PQXX_VERSION[ \t]+\"" LIMIT_COUNT 1)
      if(line MATCHES "\"([0-9.]+)\"")
        set(libpqxx_VERSION "${CMAKE_MATCH_1}")
      endif()
    endif()
  endforeach()
endif()

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(
  libpqxx
  REQUIRED_VARS libpqxx_LIBRARY libpqxx_INCLUDE_DIR
  VERSION_VAR libpqxx_VERSION
  REASON_FAILURE_MESSAGE "Install it (Debian, Ubuntu: apt install libpqxx-dev) or set CMAKE_PREFIX_PATH.")

if(libpqxx_FOUND)
  include(CMakeFindDependencyMacro)
  find_dependency(PostgreSQL)
  add_library(libpqxx::pqxx UNKNOWN IMPORTED)
  set_target_properties(
    libpqxx::pqxx PROPERTIES IMPORTED_LOCATION "${libpqxx_LIBRARY}"
                             INTERFACE_INCLUDE_DIRECTORIES "${libpqxx_INCLUDE_DIR}"
                             INTERFACE_LINK_LIBRARIES PostgreSQL::PostgreSQL)
endif()
