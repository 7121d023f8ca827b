# A port of vcpkg. From a checkout it is used as it lies here, as an overlay, and builds that checkout:
#
#   vcpkg install promptview --overlay-ports=cmake/packaging/vcpkg --no-binarycaching
#
# (vcpkg's cache does not see that the checkout has changed.) In a registry it builds an archive of a release; then whoever
# maintains the port there fills in REPO and SHA512.
if(EXISTS "${CMAKE_CURRENT_LIST_DIR}/../../../../include/promptview/version.hpp")
  get_filename_component(SOURCE_PATH "${CMAKE_CURRENT_LIST_DIR}/../../../.." ABSOLUTE)
else()
  vcpkg_from_github(
    OUT_SOURCE_PATH SOURCE_PATH
    REPO OWNER/promptview
    REF "v${VERSION}"
    SHA512 0
    HEAD_REF main)
endif()

set(VCPKG_BUILD_TYPE release)  # headers: nothing differs between debug and release
vcpkg_cmake_configure(
  SOURCE_PATH "${SOURCE_PATH}"
  OPTIONS -DPROMPTVIEW_BUILD_TESTS=OFF -DPROMPTVIEW_BUILD_EXAMPLES=OFF -DPROMPTVIEW_BUILD_BENCHMARKS=OFF
          -DPROMPTVIEW_INSTALL=ON)
vcpkg_cmake_install()
vcpkg_cmake_config_fixup(CONFIG_PATH share/cmake/promptview)
# It has moved compiled.cpp too.
vcpkg_replace_string("${CURRENT_PACKAGES_DIR}/share/pkgconfig/promptview.pc" "/share/cmake/promptview/" "/share/promptview/")
vcpkg_fixup_pkgconfig()

file(INSTALL "${CMAKE_CURRENT_LIST_DIR}/usage" DESTINATION "${CURRENT_PACKAGES_DIR}/share/${PORT}")
vcpkg_install_copyright(FILE_LIST "${SOURCE_PATH}/LICENSE")
