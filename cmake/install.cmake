# The installed package: headers, CMake config with the find module beside it, and a pkg-config file. Nothing in it
# depends on the architecture or on where it is installed.
include(CMakePackageConfigHelpers)

set(package_dir "${CMAKE_INSTALL_DATADIR}/cmake/promptview")

install(DIRECTORY "${PROJECT_SOURCE_DIR}/include/promptview" DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}"
        FILES_MATCHING PATTERN "*.hpp" PATTERN "*.ipp")
install(TARGETS promptview_header_only EXPORT promptviewTargets)
install(EXPORT promptviewTargets NAMESPACE promptview:: DESTINATION "${package_dir}")

configure_package_config_file("${CMAKE_CURRENT_LIST_DIR}/promptviewConfig.cmake.in"
                              "${PROJECT_BINARY_DIR}/promptviewConfig.cmake" INSTALL_DESTINATION "${package_dir}")
write_basic_package_version_file("${PROJECT_BINARY_DIR}/promptviewConfigVersion.cmake"
                                 COMPATIBILITY SameMinorVersion ARCH_INDEPENDENT)
install(FILES "${PROJECT_BINARY_DIR}/promptviewConfig.cmake" "${PROJECT_BINARY_DIR}/promptviewConfigVersion.cmake"
              "${CMAKE_CURRENT_LIST_DIR}/dependencies.cmake" "${CMAKE_CURRENT_LIST_DIR}/Findlibpqxx.cmake"
              "${CMAKE_CURRENT_LIST_DIR}/compiled.cmake" "${CMAKE_CURRENT_LIST_DIR}/compiled.cpp"
        DESTINATION "${package_dir}")

# Relative to the .pc file itself, so that `cmake --install --prefix` may choose another place.
set(PC_INCLUDEDIR "${CMAKE_INSTALL_FULL_INCLUDEDIR}")
set(PC_PREFIX "${CMAKE_INSTALL_PREFIX}")
set(PC_COMPILED "${CMAKE_INSTALL_FULL_DATADIR}/cmake/promptview/compiled.cpp")
if(NOT IS_ABSOLUTE "${CMAKE_INSTALL_DATADIR}" AND NOT IS_ABSOLUTE "${CMAKE_INSTALL_INCLUDEDIR}")
  file(RELATIVE_PATH up "/p/${CMAKE_INSTALL_DATADIR}/pkgconfig" "/p")
  string(REGEX REPLACE "/$" "" up "${up}")
  set(PC_PREFIX "\${pcfiledir}/${up}")
  set(PC_INCLUDEDIR "\${prefix}/${CMAKE_INSTALL_INCLUDEDIR}")
  set(PC_COMPILED "\${prefix}/${package_dir}/compiled.cpp")
endif()
configure_file("${CMAKE_CURRENT_LIST_DIR}/promptview.pc.in" "${PROJECT_BINARY_DIR}/promptview.pc" @ONLY)
install(FILES "${PROJECT_BINARY_DIR}/promptview.pc" DESTINATION "${CMAKE_INSTALL_DATADIR}/pkgconfig")
