# The targets of a program, used by the build and by the installed package alike:
#   promptview::promptview   what most link: the backend is a static library of the project, promptview_backend, which is compiled once with
#                            the project's flags, however many targets link it, directly or by way of others
#   promptview::compiled     the same, by the name that says it
#   promptview::precompiled  the same, and <promptview/promptview.hpp> is precompiled in each target that links it
# promptview::header_only, on which they stand, compiles everything in each file that includes it, with the flags of that file's target.
if(NOT TARGET promptview_backend)
  add_library(promptview_backend STATIC EXCLUDE_FROM_ALL "${CMAKE_CURRENT_LIST_DIR}/compiled.cpp")
  target_link_libraries(promptview_backend PUBLIC promptview::header_only)
  # Shared libraries may link it too.
  set_target_properties(promptview_backend PROPERTIES POSITION_INDEPENDENT_CODE ON CXX_EXTENSIONS OFF)
  # Nobody replaces its functions when a program is loaded, so that they may call each other in line, as header-only.
  target_compile_options(promptview_backend PRIVATE "$<$<COMPILE_LANG_AND_ID:CXX,GNU>:-fno-semantic-interposition>")
endif()
foreach(name promptview compiled precompiled)
  if(NOT TARGET promptview::${name})
    add_library(promptview::${name} INTERFACE IMPORTED GLOBAL)
  endif()
endforeach()
set_target_properties(
  promptview::promptview PROPERTIES INTERFACE_COMPILE_DEFINITIONS PROMPTVIEW_COMPILED
                                    INTERFACE_LINK_LIBRARIES "promptview::header_only;promptview_backend")
set_target_properties(promptview::compiled PROPERTIES INTERFACE_LINK_LIBRARIES promptview::promptview)
set_target_properties(
  promptview::precompiled PROPERTIES INTERFACE_LINK_LIBRARIES promptview::promptview
                                     INTERFACE_PRECOMPILE_HEADERS "<promptview/promptview.hpp>")
