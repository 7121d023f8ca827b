// SPDX-License-Identifier: MIT
#include <promptview/postgres/connection/sha256.hpp>
#include <promptview_test/catch.hpp>

#include <cstddef>
#include <string>
#include <string_view>

using promptview::detail::Sha256;

namespace {

std::string hex(std::string_view text) {
  std::string digits;
  for (const unsigned char byte : Sha256::of(text)) digits.append({"0123456789abcdef"[byte >> 4], "0123456789abcdef"[byte & 15]});
  return digits;
}

}  // namespace

// The examples of FIPS 180-4.
TEST_CASE("sha256: the standard's examples") {
  CHECK(hex("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(hex("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(hex("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq") ==
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  CHECK(hex(std::string(1'000'000, 'a')) == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

// What `head -c N /dev/zero | tr '\0' '\377' | sha256sum` says: at each edge of a block.
TEST_CASE("sha256: texts that end at the edges of a block, of bytes with the highest bit") {
  const auto of = [](std::size_t size) { return hex(std::string(size, '\xff')); };
  CHECK(of(55) == "aadaed00a3c5fbb8072ae7f1984ba8199fbe5272de427d11eaf31583af37db51");
  CHECK(of(56) == "528ff50ab05e77bbbd224a9ec86165dbb6824a9a9efb544be0a1d57d5b416457");
  CHECK(of(63) == "d12449c8124182545ae91924286cc6af13528bcf62a5ddbd5e00b891fffc1b48");
  CHECK(of(64) == "8667e718294e9e0df1d30600ba3eeb201f764aad2dad72748643e4a285e1d1f7");
  CHECK(of(65) == "855c9a28fff2bbbd71327165554a00c6fdd44d5d58c1f12b8fdff29b5d67f001");
  CHECK(of(119) == "b863f94597d433ef2280e3b4656f13ea265a79bb8047287321c218905b03c99b");
  CHECK(of(120) == "9088fee917e5a748c2f0b4f5458c1cbdabbd696291c69be6e605bae0ef779e8f");
}
