# promptview::compiled: promptview for targets of many files. The backend is a static library of the project, compiled once
# with the project's flags, however many targets link it, directly or by way of others. Used by the build and by the
# installed package alike.
if(NOT TARGET promptview_backend)
  add_library(promptview_backend STATIC EXCLUDE_FROM_ALL "${CMAKE_CURRENT_LIST_DIR}/compiled.cpp")
  target_link_libraries(promptview_backend PUBLIC promptview::promptview)
  # Shared libraries may link it too.
  set_target_properties(promptview_backend PROPERTIES POSITION_INDEPENDENT_CODE ON CXX_EXTENSIONS OFF)
endif()
if(NOT TARGET promptview::compiled)
  add_library(promptview::compiled INTERFACE IMPORTED GLOBAL)
  set_target_properties(
    promptview::compiled PROPERTIES INTERFACE_COMPILE_DEFINITIONS PROMPTVIEW_COMPILED
                                    INTERFACE_LINK_LIBRARIES "promptview::promptview;promptview_backend")
endif()
