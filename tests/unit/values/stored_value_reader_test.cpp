// SPDX-License-Identifier: MIT
#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include <promptview/json.hpp>
#include <promptview/promptview.hpp>
#include <promptview/values/stored_value_reader.hpp>
#include <promptview_test/catch.hpp>

namespace pv = promptview;

namespace {

// What comes back of a value that went through a Value.
template <class T>
T stored(const T& value) {
  pv::ValueBuilder builder{pv::TypeMapping<T>::type};
  pv::TypeMapping<T>::write(builder, value);
  const pv::Value kept = builder.take();
  pv::StoredValueReader reader{kept, "field"};
  T read{};
  pv::TypeMapping<T>::read(reader, read);
  return read;
}
template <class T>
bool survives(const T& value) {
  return stored(value) == value;
}

}  // namespace

TEST_CASE("a stored value is read as it was written, whatever its kind") {
  CHECK(survives(true));
  CHECK(survives(std::int16_t{-7}));
  CHECK(survives(INT32_MAX));
  CHECK(survives(INT64_MIN));
  CHECK(survives(2.5F));
  CHECK(survives(-0.125));
  CHECK(survives(std::string{"it's"}));
  CHECK(survives(std::vector<std::byte>{std::byte{0}, std::byte{255}}));
  CHECK(survives(pv::Numeric{"12.50"}));
  CHECK(survives(pv::Uuid::parse("a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11")));
  CHECK(survives(std::chrono::sys_days{std::chrono::days{19'000}}));
  CHECK(survives(std::chrono::sys_time<std::chrono::microseconds>{std::chrono::microseconds{-5}}));
  CHECK(survives(pv::Json{{"a", {1, 2}}}));
}

TEST_CASE("stored arrays, ranges and NULLs are read as they were written") {
  CHECK(survives(std::vector<std::int64_t>{1, 2, 3}));
  CHECK(survives(std::vector<std::int64_t>{}));
  CHECK(survives(std::vector<std::optional<std::string>>{"a", std::nullopt, "b"}));
  CHECK(survives(std::optional<std::int32_t>{}));
  CHECK(survives(std::optional<std::int32_t>{5}));
  CHECK(survives(pv::Range<std::int32_t>::closed(1, 5)));
  CHECK(survives(pv::Range<std::int32_t>::at_least(3)));
}

TEST_CASE("a stored NULL is refused where the type cannot hold it, with the field's name") {
  const pv::Value null{.type = &pv::TypeMapping<std::int64_t>::type};
  pv::StoredValueReader reader{null, "age"};
  std::int64_t number = 3;
  try {
    pv::TypeMapping<std::int64_t>::read(reader, number);
    FAIL("nothing was thrown");
  } catch (const pv::InvalidValue& error) {
    CHECK(std::string{error.what()} == "age: the value is NULL, which this type cannot hold");
  }
  CHECK(number == 3);
}
