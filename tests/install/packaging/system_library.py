"""Stands for a package of the Conan Center, by what the system has installed: conan create ... --name libpqxx --version 7.10."""

from conan import ConanFile

# name: (CMake file, CMake target, libraries)
libraries = {
    "libpqxx": ("libpqxx", "libpqxx::pqxx", ["pqxx"]),
    "libpq": ("PostgreSQL", "PostgreSQL::PostgreSQL", ["pq"]),
    "nlohmann_json": ("nlohmann_json", "nlohmann_json::nlohmann_json", []),
    "fmt": ("fmt", "fmt::fmt", ["fmt"]),
}


class SystemLibraryConan(ConanFile):
    package_type = "shared-library"
    settings = "os", "arch", "compiler", "build_type"

    def package_info(self):
        file_name, target, system_libs = libraries[self.name]
        self.cpp_info.set_property("cmake_file_name", file_name)
        self.cpp_info.set_property("cmake_target_name", target)
        self.cpp_info.bindirs = self.cpp_info.libdirs = []
        self.cpp_info.includedirs = ["/usr/include/postgresql"] if self.name == "libpq" else []
        self.cpp_info.system_libs = system_libs
