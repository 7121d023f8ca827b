# Finds what promptview links. Used by the build and by the installed package alike; a target that the including
# project already made (by FetchContent, say) is taken as it is.
include(CMakeFindDependencyMacro)

macro(promptview_find target)
  if(TARGET ${target})
    # there already
  elseif(CMAKE_FIND_PACKAGE_NAME STREQUAL "promptview")
    find_dependency(${ARGN})
  else()
    find_package(${ARGN} REQUIRED)
  endif()
endmacro()

list(PREPEND CMAKE_MODULE_PATH "${CMAKE_CURRENT_LIST_DIR}")  # Findlibpqxx.cmake
promptview_find(Threads::Threads Threads)
promptview_find(PostgreSQL::PostgreSQL PostgreSQL)
promptview_find(libpqxx::pqxx libpqxx 6.4)
promptview_find(nlohmann_json::nlohmann_json nlohmann_json 3.9)
promptview_find(fmt::fmt fmt)
list(REMOVE_ITEM CMAKE_MODULE_PATH "${CMAKE_CURRENT_LIST_DIR}")
