// SPDX-License-Identifier: MIT
#pragma once

// PROMPTVIEW_DETAIL_FOR_EACH(M, ...) expands to M(x) for each of up to 160 arguments, in order, and then to M() for the
// places that are left, 40 or 160 in all. So M must accept an empty argument and make nothing of it: by pasting
// (PREFIX_##x, where PREFIX_ is defined empty) or with __VA_OPT__. An argument may hold commas inside parentheses only.
//
// More than 160 arguments leave an undeclared name PROMPTVIEW_DETAIL_at_most_160_items_allowed_... behind. It cannot be
// nested in itself. It is one flat macro because compilers print a note for each level of a macro's expansion: an error
// inside M shows four macros, not hundreds.
// clang-format off
#define PROMPTVIEW_DETAIL_FOR_EACH(M, ...)                                                                                                  \
  PROMPTVIEW_DETAIL_HOW_MANY(__VA_ARGS__ ,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,)(M, __VA_ARGS__ ,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,, \
  ,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,)

// The macro below for up to 40 arguments, or that for more: each place costs every file with a model.
#define PROMPTVIEW_DETAIL_HOW_MANY(                                                                                       \
  x001, x002, x003, x004, x005, x006, x007, x008, x009, x010, x011, x012, x013, x014, x015, x016, x017, x018, x019, x020, \
  x021, x022, x023, x024, x025, x026, x027, x028, x029, x030, x031, x032, x033, x034, x035, x036, x037, x038, x039, x040, \
  x041, ...)                                                                                                              \
  PROMPTVIEW_DETAIL_HOW_MANY_WITH(x041)
#define PROMPTVIEW_DETAIL_HOW_MANY_WITH(...) PROMPTVIEW_DETAIL_FOR_EACH_OF##__VA_OPT__(_MORE_THAN)##_40

#define PROMPTVIEW_DETAIL_FOR_EACH_OF_40(M,                                                                               \
  x001, x002, x003, x004, x005, x006, x007, x008, x009, x010, x011, x012, x013, x014, x015, x016, x017, x018, x019, x020, \
  x021, x022, x023, x024, x025, x026, x027, x028, x029, x030, x031, x032, x033, x034, x035, x036, x037, x038, x039, x040, \
  ...)                                                                                                                    \
  M(x001) M(x002) M(x003) M(x004) M(x005) M(x006) M(x007) M(x008) M(x009) M(x010) M(x011) M(x012)                         \
  M(x013) M(x014) M(x015) M(x016) M(x017) M(x018) M(x019) M(x020) M(x021) M(x022) M(x023) M(x024)                         \
  M(x025) M(x026) M(x027) M(x028) M(x029) M(x030) M(x031) M(x032) M(x033) M(x034) M(x035) M(x036)                         \
  M(x037) M(x038) M(x039) M(x040)

#define PROMPTVIEW_DETAIL_FOR_EACH_OF_MORE_THAN_40(M,                                                                 \
  x001, x002, x003, x004, x005, x006, x007, x008, x009, x010, x011, x012, x013, x014, x015, x016,                     \
  x017, x018, x019, x020, x021, x022, x023, x024, x025, x026, x027, x028, x029, x030, x031, x032,                     \
  x033, x034, x035, x036, x037, x038, x039, x040, x041, x042, x043, x044, x045, x046, x047, x048,                     \
  x049, x050, x051, x052, x053, x054, x055, x056, x057, x058, x059, x060, x061, x062, x063, x064,                     \
  x065, x066, x067, x068, x069, x070, x071, x072, x073, x074, x075, x076, x077, x078, x079, x080,                     \
  x081, x082, x083, x084, x085, x086, x087, x088, x089, x090, x091, x092, x093, x094, x095, x096,                     \
  x097, x098, x099, x100, x101, x102, x103, x104, x105, x106, x107, x108, x109, x110, x111, x112,                     \
  x113, x114, x115, x116, x117, x118, x119, x120, x121, x122, x123, x124, x125, x126, x127, x128,                     \
  x129, x130, x131, x132, x133, x134, x135, x136, x137, x138, x139, x140, x141, x142, x143, x144,                     \
  x145, x146, x147, x148, x149, x150, x151, x152, x153, x154, x155, x156, x157, x158, x159, x160,                     \
  beyond, ...)                                                                                                        \
  M(x001) M(x002) M(x003) M(x004) M(x005) M(x006) M(x007) M(x008) M(x009) M(x010) M(x011) M(x012)                     \
  M(x013) M(x014) M(x015) M(x016) M(x017) M(x018) M(x019) M(x020) M(x021) M(x022) M(x023) M(x024)                     \
  M(x025) M(x026) M(x027) M(x028) M(x029) M(x030) M(x031) M(x032) M(x033) M(x034) M(x035) M(x036)                     \
  M(x037) M(x038) M(x039) M(x040) M(x041) M(x042) M(x043) M(x044) M(x045) M(x046) M(x047) M(x048)                     \
  M(x049) M(x050) M(x051) M(x052) M(x053) M(x054) M(x055) M(x056) M(x057) M(x058) M(x059) M(x060)                     \
  M(x061) M(x062) M(x063) M(x064) M(x065) M(x066) M(x067) M(x068) M(x069) M(x070) M(x071) M(x072)                     \
  M(x073) M(x074) M(x075) M(x076) M(x077) M(x078) M(x079) M(x080) M(x081) M(x082) M(x083) M(x084)                     \
  M(x085) M(x086) M(x087) M(x088) M(x089) M(x090) M(x091) M(x092) M(x093) M(x094) M(x095) M(x096)                     \
  M(x097) M(x098) M(x099) M(x100) M(x101) M(x102) M(x103) M(x104) M(x105) M(x106) M(x107) M(x108)                     \
  M(x109) M(x110) M(x111) M(x112) M(x113) M(x114) M(x115) M(x116) M(x117) M(x118) M(x119) M(x120)                     \
  M(x121) M(x122) M(x123) M(x124) M(x125) M(x126) M(x127) M(x128) M(x129) M(x130) M(x131) M(x132)                     \
  M(x133) M(x134) M(x135) M(x136) M(x137) M(x138) M(x139) M(x140) M(x141) M(x142) M(x143) M(x144)                     \
  M(x145) M(x146) M(x147) M(x148) M(x149) M(x150) M(x151) M(x152) M(x153) M(x154) M(x155) M(x156)                     \
  M(x157) M(x158) M(x159) M(x160)                                                                                     \
  PROMPTVIEW_DETAIL_at_most_160_items_allowed_##beyond
// clang-format on

#define PROMPTVIEW_DETAIL_at_most_160_items_allowed_
