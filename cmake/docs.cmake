# The target `docs`: the reference by Doxygen, with a search, in <build>/docs/html. Not part of `all`.
find_program(PROMPTVIEW_DOXYGEN doxygen)
mark_as_advanced(PROMPTVIEW_DOXYGEN)
if(NOT PROMPTVIEW_DOXYGEN)
  return()
endif()

execute_process(COMMAND "${PROMPTVIEW_DOXYGEN}" --version OUTPUT_VARIABLE PROMPTVIEW_DOXYGEN_VERSION)

set(DOCS_OUTPUT "${PROJECT_BINARY_DIR}/docs")
set(DOCS_SCRIPTS "${CMAKE_CURRENT_LIST_DIR}")
configure_file("${CMAKE_CURRENT_LIST_DIR}/Doxyfile.in" "${DOCS_OUTPUT}/Doxyfile" @ONLY)
set(PROMPTVIEW_DOCS_COMMAND bash "${DOCS_SCRIPTS}/docs.sh" "${PROMPTVIEW_DOXYGEN}" "${DOCS_OUTPUT}/Doxyfile"
                            "${PROJECT_SOURCE_DIR}" "${DOCS_OUTPUT}")
add_custom_target(docs COMMAND ${PROMPTVIEW_DOCS_COMMAND} COMMENT "Making ${DOCS_OUTPUT}/html" VERBATIM)
