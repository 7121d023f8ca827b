// SPDX-License-Identifier: MIT
#include <cstdio>

#include <promptview/promptview.hpp>

int main() { std::printf("promptview %s\n", promptview::version); }
