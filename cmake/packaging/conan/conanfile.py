"""A recipe of Conan 2. From a checkout: `conan create cmake/packaging/conan --build=missing`. Its version is that of
include/promptview/version.hpp."""

import os
import re

from conan import ConanFile
from conan.tools.build import check_min_cppstd
from conan.tools.files import copy, load
from conan.tools.layout import basic_layout

required_conan_version = ">=2.0"


class PromptviewConan(ConanFile):
    name = "promptview"
    description = "Header-only C++20 ORM for PostgreSQL"
    license = "MIT"
    topics = ("orm", "postgresql", "header-only", "cpp20")
    package_type = "header-library"
    settings = "os", "arch", "compiler", "build_type"
    no_copy_source = True

    def set_version(self):
        header = load(self, os.path.join(self._root, "include", "promptview", "version.hpp"))
        self.version = re.search(r'PROMPTVIEW_VERSION_STRING "([^"]+)"', header).group(1)

    @property
    def _root(self):
        return os.path.abspath(os.path.join(self.recipe_folder, "..", "..", ".."))

    def export_sources(self):
        for pattern in ("*.hpp", "*.ipp"):
            copy(self, pattern, os.path.join(self._root, "include"), os.path.join(self.export_sources_folder, "include"))
        for name in ("compiled.cmake", "compiled.cpp"):
            copy(self, name, os.path.join(self._root, "cmake"), os.path.join(self.export_sources_folder, "cmake"))
        copy(self, "LICENSE", self._root, self.export_sources_folder)

    def layout(self):
        basic_layout(self)

    def requirements(self):
        # The user's own code uses their headers, by way of ours.
        for reference in ("libpqxx/[>=7.8 <9]", "libpq/[>=14]", "nlohmann_json/[>=3.9 <4]", "fmt/[>=9]"):
            self.requires(reference, transitive_headers=True, transitive_libs=True)

    def validate(self):
        check_min_cppstd(self, 20)

    def package_id(self):
        self.info.clear()

    def package(self):
        copy(self, "LICENSE", self.source_folder, os.path.join(self.package_folder, "licenses"))
        for pattern in ("*.hpp", "*.ipp"):
            copy(self, pattern, os.path.join(self.source_folder, "include"), os.path.join(self.package_folder, "include"))
        copy(self, "*", os.path.join(self.source_folder, "cmake"), os.path.join(self.package_folder, "lib", "cmake"))

    def package_info(self):
        self.cpp_info.bindirs = []
        self.cpp_info.libdirs = []
        self.cpp_info.set_property("cmake_file_name", "promptview")
        self.cpp_info.set_property("cmake_target_name", "promptview::header_only")
        self.cpp_info.set_property("pkg_config_name", "promptview")
        # promptview::promptview and the others, as in the installed package.
        self.cpp_info.set_property("cmake_build_modules", [os.path.join("lib", "cmake", "compiled.cmake")])
        # `User{.name = "John"}` leaves out the base class, of which -Wextra would warn.
        if self.settings.get_safe("compiler") in ("gcc", "clang", "apple-clang"):
            self.cpp_info.cxxflags = ["-Wno-missing-field-initializers"]
        if self.settings.get_safe("os") in ("Linux", "FreeBSD"):
            self.cpp_info.system_libs = ["pthread"]
