// SPDX-License-Identifier: MIT
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include <promptview/postgres/format/bytes.hpp>
#include <promptview/postgres/format/text_codec.hpp>
#include <promptview/schema/model_info.hpp>
#include <promptview/values/type_mapping.hpp>
#include <promptview/values/value_reader.hpp>

namespace promptview::postgres {

// The columns that a result is expected to hold: one for each field, in this order.
struct ExpectedColumns {
  const ModelInfo* model = nullptr;
  const std::uint16_t* fields = nullptr;  // places in the model's fields; null: all of them
  std::size_t count = 0;
  std::size_t more = 0;  // columns behind those of the fields, which the caller reads by itself

  // Instead of a place: a column that no field is read from.
  static constexpr std::uint16_t skipped = UINT16_MAX;
  bool skips(std::size_t column) const noexcept { return fields != nullptr && fields[column] == skipped; }

  const FieldInfo& operator[](std::size_t column) const noexcept {
    return model->fields[fields == nullptr ? column : fields[column]];
  }
  // For messages: "User.name", or for a value without a name "User, column 2 of the result".
  std::string place(std::size_t column) const {
    const std::string name{model->name};
    const std::string_view field = (*this)[column].name;
    return field.empty() ? name + ", column " + std::to_string(column + 1) + " of the result" : name + "." + std::string{field};
  }
};

// Decodes values in PostgreSQL's binary format, column by column; where their bytes come from is a derived class's. Its
// texts are views into those bytes.
class BinaryReader : public ValueReader {
 public:
  bool is_null() const override { return data_.data() == nullptr; }
  bool boolean() override { return sized(1)[0] != 0; }
  inline std::int64_t integer() override;
  inline double real() override;
  inline std::string_view text() override;
  std::string_view bytes() override { return present(); }
  const std::byte* uuid() override { return reinterpret_cast<const std::byte*>(sized(16)); }
  inline std::int32_t date() override;
  inline std::int64_t microseconds() override;
  inline IntervalParts interval() override;
  inline std::size_t begin_array() override;
  inline void end_array() override;
  inline RangeBounds begin_range() override;
  void end_range() override { end_array(); }

  std::string place() const override { return expected_.place(static_cast<std::size_t>(column_ < 0 ? 0 : column_)); }

 protected:
  explicit BinaryReader(const ExpectedColumns& expected) : expected_{expected} {}
  ~BinaryReader() = default;

  // The name of the field that the reader stands on. It lives as long as the program.
  const std::string_view& field_name() const noexcept { return field().name; }
  bool is_in_container() const noexcept { return !open_.empty(); }
  // Moves to the next item of the container.
  void next_inside() {
    Container& from = open_.back();
    const auto size = load<std::int32_t>(take(from, 4).data());
    if (size < -1) fail(malformed);
    data_ = size == -1 ? std::string_view{} : take(from, static_cast<std::size_t>(size));
  }

  // Puts a value of a row into its member. False, and nothing is changed: it is NULL, of another size, or of a type that only
  // its mapping knows.
  [[gnu::always_inline]] static bool put(std::string_view value, const FieldInfo& field, void* object) {
    if (value.data() == nullptr) return false;
    switch (field.codec->plain) {
      case Plain::none: return false;
      case Plain::boolean: return put_number<bool, std::uint8_t>(value, field, object);
      case Plain::int16: return put_number<std::int16_t, std::int16_t>(value, field, object);
      case Plain::int32: return put_number<std::int32_t, std::int32_t>(value, field, object);
      case Plain::int64: return put_number<std::int64_t, std::int64_t>(value, field, object);
      case Plain::float32: return put_number<float, std::int32_t>(value, field, object);
      case Plain::float64: return put_number<double, std::int64_t>(value, field, object);
      case Plain::text: return promptview::detail::put_text(value, *value_of<std::string>(field, object)), true;
    }
    return false;
  }

  ExpectedColumns expected_;
  int column_ = -1;
  std::string_view data_{};  // of the value that the reader stands on; null data: NULL

 private:
  // A container that is being read: where its items go on, and the type to come back to.
  struct Container {
    const char* at = nullptr;
    const char* end = nullptr;
    const TypeInfo* outer = nullptr;
  };

  static constexpr const char* malformed = "the server sent an array or range that is cut short or in an unknown format";

  const FieldInfo& field() const noexcept { return expected_[static_cast<std::size_t>(column_ < 0 ? 0 : column_)]; }
  const TypeInfo& type() const noexcept { return open_.empty() ? *field().type : *item_; }
  std::string_view present() const {
    if (data_.data() == nullptr) fail("the database holds NULL, which the field cannot hold: make it a std::optional");
    return data_;
  }
  const char* sized(std::size_t size) const {
    if (present().size() != size) fail("the server sent a value of another size than its type has");
    return data_.data();
  }
  std::string_view take(Container& from, std::size_t size) const {
    if (static_cast<std::size_t>(from.end - from.at) < size) fail(malformed);
    const std::string_view taken{from.at, size};
    from.at += size;
    return taken;
  }

  template <class T>
  static T* value_of(const FieldInfo& field, void* object) {
    void* const member = field.address(object);
    return static_cast<T*>(field.codec->hold == nullptr ? member : field.codec->hold(member));
  }
  template <class T, class Bits>
  static bool put_number(std::string_view value, const FieldInfo& field, void* object) {
    static_assert(sizeof(T) == sizeof(Bits));
    if (value.size() != sizeof(Bits)) return false;
    const Bits bits = load<Bits>(value.data());
    if constexpr (std::is_same_v<T, bool>)
      *value_of<bool>(field, object) = bits != 0;
    else
      *value_of<T>(field, object) = std::bit_cast<T>(bits);
    return true;
  }

  const TypeInfo* item_ = nullptr;  // inside of a container: the type of its items
  std::string text_{};              // of the last value whose bytes are not its text
  std::vector<Container> open_{};
};

inline std::int64_t BinaryReader::integer() {
  const std::string_view value = present();
  switch (value.size()) {
    case 2: return load<std::int16_t>(value.data());
    case 4: return load<std::int32_t>(value.data());
    case 8: return load<std::int64_t>(value.data());
    default: fail("the server sent an integer of an unknown size");
  }
}

inline double BinaryReader::real() {
  const std::string_view value = present();
  if (value.size() == 4) return static_cast<double>(std::bit_cast<float>(load<std::int32_t>(value.data())));
  return std::bit_cast<double>(load<std::int64_t>(sized(8)));
}

inline std::string_view BinaryReader::text() {
  const std::string_view value = present();
  try {
    return text_from_bytes(type().kind, value, text_);
  } catch (const InvalidValue& error) {
    fail(error.what());
  }
}

inline std::int32_t BinaryReader::date() {
  const auto days = load<std::int32_t>(sized(4));
  if (days == INT32_MAX || days == INT32_MIN) return days;
  if (days > INT32_MAX - 1 - days_to_epoch) fail("the date is too late for the C++ type");
  return days + days_to_epoch;
}

inline std::int64_t BinaryReader::microseconds() {
  const auto value = load<std::int64_t>(sized(8));
  if (type().kind == Kind::time || value == INT64_MAX || value == INT64_MIN) return value;
  if (value > INT64_MAX - 1 - microseconds_to_epoch) fail("the time is too late for the C++ type");
  return value + microseconds_to_epoch;
}

inline IntervalParts BinaryReader::interval() {
  const char* from = sized(16);
  return {.months = load<std::int32_t>(from + 12),
          .days = load<std::int32_t>(from + 8),
          .microseconds = load<std::int64_t>(from)};
}

inline std::size_t BinaryReader::begin_array() {
  const std::string_view value = present();
  Container array{.at = value.data(), .end = value.data() + value.size(), .outer = item_};
  const auto dimensions = load<std::int32_t>(take(array, 12).data());
  if (dimensions > 1) fail("the array has more than one dimension: read it through a query of your own");
  const std::int32_t claimed = dimensions == 0 ? 0 : load<std::int32_t>(take(array, 8).data());
  const auto count = static_cast<std::size_t>(claimed);
  const auto left = static_cast<std::size_t>(array.end - array.at);
  constexpr std::size_t least = 4;  // bytes of an item, for its size
  if (dimensions < 0 || claimed < 0 || count > left / least || (count == 0 && left > 0)) fail(malformed);
  item_ = type().item;
  open_.push_back(array);
  return count;
}

inline void BinaryReader::end_array() {
  item_ = open_.back().outer;
  open_.pop_back();
}

inline RangeBounds BinaryReader::begin_range() {
  const std::string_view value = present();
  Container range{.at = value.data(), .end = value.data() + value.size(), .outer = item_};
  const int flags = take(range, 1)[0];
  constexpr int known = 0x1F;
  if ((flags & ~known) != 0) fail(malformed);
  item_ = type().item;
  open_.push_back(range);
  return {.empty = (flags & 0x01) != 0,
          .lower_inclusive = (flags & 0x02) != 0,
          .upper_inclusive = (flags & 0x04) != 0,
          .lower_infinite = (flags & 0x08) != 0,
          .upper_infinite = (flags & 0x10) != 0};
}

}  // namespace promptview::postgres
