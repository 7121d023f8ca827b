# Writes a response file with the flags that a user's file is compiled with, for checks that run the compiler
# themselves, and sets PROMPTVIEW_SYNTAX_FLAGS to its path. Our headers come by -I, so that their warnings are seen.
add_library(promptview_syntax OBJECT EXCLUDE_FROM_ALL "${PROJECT_SOURCE_DIR}/tests/support/main.cpp")
get_target_property(libraries promptview_header_only INTERFACE_LINK_LIBRARIES)
target_link_libraries(promptview_syntax PRIVATE ${libraries})

# -isystem /usr/include would break #include_next.
set(dirs "$<FILTER:$<TARGET_PROPERTY:promptview_syntax,INCLUDE_DIRECTORIES>,EXCLUDE,^(/usr/include/?)?$>")
set(dirs "$<REMOVE_DUPLICATES:${dirs}>")
set(PROMPTVIEW_SYNTAX_FLAGS "${PROJECT_BINARY_DIR}/syntax_flags.txt")
file(GENERATE OUTPUT "${PROMPTVIEW_SYNTAX_FLAGS}"
     CONTENT "-std=c++20
-Wno-missing-field-initializers
${PROMPTVIEW_LESS_COLLECTING}
-I \"${PROJECT_SOURCE_DIR}/include\"
$<$<BOOL:${dirs}>:-isystem \"$<JOIN:${dirs},\"\n-isystem \">\">
")
