# What only this project's own tests, examples and benchmarks are compiled with: promptview_development.
add_library(promptview_development INTERFACE)
target_link_libraries(promptview_development INTERFACE promptview::header_only)

if(CMAKE_CXX_COMPILER_ID MATCHES "GNU|Clang")
  target_compile_options(promptview_development INTERFACE -Wall -Wextra -Wpedantic -Wconversion -Wshadow)
  # As g++ understands -Wconversion.
  target_compile_options(promptview_development INTERFACE "$<$<CXX_COMPILER_ID:Clang,AppleClang>:-Wno-sign-conversion>")
  if(PROMPTVIEW_WERROR)
    target_compile_options(promptview_development INTERFACE -Werror)
  endif()
endif()

# g++ collects its garbage only beyond so many KB: compiling one of our files then takes a tenth to a quarter less time, and no more memory
# than a large file takes anyway.
set(PROMPTVIEW_LESS_COLLECTING "")
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  set(PROMPTVIEW_LESS_COLLECTING "--param=ggc-min-heapsize=524288")
  target_compile_options(promptview_development INTERFACE ${PROMPTVIEW_LESS_COLLECTING})
endif()

if(PROMPTVIEW_SANITIZE)
  list(JOIN PROMPTVIEW_SANITIZE "," sanitizers)
  set(flags "-fsanitize=${sanitizers}" -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_compile_options(promptview_development INTERFACE ${flags})
  target_link_options(promptview_development INTERFACE ${flags})
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # Instrumented code gives g++ false alarms, as its manual says.
    target_compile_options(promptview_development INTERFACE -Wno-maybe-uninitialized)
  endif()
endif()

find_program(PROMPTVIEW_CCACHE ccache)
mark_as_advanced(PROMPTVIEW_CCACHE)
if(PROMPTVIEW_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  # Precompiled headers are cached only with these.
  set(CMAKE_CXX_COMPILER_LAUNCHER
      "${CMAKE_COMMAND}" -E env CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
      "${PROMPTVIEW_CCACHE}")
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    target_compile_options(promptview_development INTERFACE -fpch-preprocess)
  elseif(CMAKE_CXX_COMPILER_ID MATCHES "Clang")
    target_compile_options(promptview_development INTERFACE "SHELL:-Xclang -fno-pch-timestamp")
  endif()
endif()
