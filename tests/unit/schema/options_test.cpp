// SPDX-License-Identifier: MIT
#include <promptview/schema/options.hpp>
#include <promptview_test/catch.hpp>

using promptview::FieldOptions;
using promptview::IndexMethod;
using promptview::ItemKind;
using promptview::TableItem;
using promptview::detail::OptionNames;
using promptview::detail::options_of;
using promptview::detail::with_options;

namespace {

template <class... Given>
constexpr FieldOptions field(const Given&... options) {
  return with_options(FieldOptions{}, options_of(options...));
}
template <class... Given>
constexpr TableItem item(const Given&... options) {
  return with_options(TableItem{}, options_of(options...));
}

// As the macro sees them.
struct Names : OptionNames {
  static constexpr FieldOptions nothing = field();
  static constexpr FieldOptions flags = field(primary_key, unique, auto_now, auto_now_add);
  static constexpr FieldOptions on = field(primary_key = true, unique = true, auto_now = true, auto_now_add = true);
  static constexpr FieldOptions off = field(primary_key, primary_key = false, unique = false);
  static constexpr FieldOptions texts =
      field(column = "a", type = "b", default_sql = "c", check = "d", comment = "e", generated = "f", max_length = 5);
  static constexpr FieldOptions nul = field(comment = "a\0b");
  static constexpr FieldOptions last = field(index = btree, index = gin, column = "a", column = "b");
  static constexpr IndexMethod methods[] = {field(index = btree).index, field(index = hash).index,   field(index = gin).index,
                                            field(index = gist).index,  field(index = spgist).index, field(index = brin).index};

  static constexpr TableItem default_item = item();
  static constexpr TableItem an_index = item(method = gin, unique, where = "a", include = "b", name = "c");
  static constexpr TableItem a_table = item(schema = "a", comment = "b", managed = false, primary_key = "c, d");
};

static_assert(!Names::nothing.primary_key && !Names::nothing.unique && !Names::nothing.auto_now && !Names::nothing.auto_now_add);
static_assert(Names::nothing.index == IndexMethod::none && Names::nothing.max_length == 0 && Names::nothing.column.empty());
static_assert(Names::flags.primary_key && Names::flags.unique && Names::flags.auto_now && Names::flags.auto_now_add);
static_assert(Names::on.primary_key && Names::on.unique && Names::on.auto_now && Names::on.auto_now_add);
static_assert(!Names::off.primary_key && !Names::off.unique);
static_assert(Names::texts.column == "a" && Names::texts.type == "b" && Names::texts.default_sql == "c");
static_assert(Names::texts.check == "d" && Names::texts.comment == "e" && Names::texts.generated == "f");
static_assert(Names::texts.max_length == 5);
static_assert(Names::nul.comment.size() == 3);
static_assert(Names::last.index == IndexMethod::gin && Names::last.column == "b");
static_assert(Names::methods[0] == IndexMethod::btree && Names::methods[1] == IndexMethod::hash);
static_assert(Names::methods[2] == IndexMethod::gin && Names::methods[3] == IndexMethod::gist);
static_assert(Names::methods[4] == IndexMethod::spgist && Names::methods[5] == IndexMethod::brin);

static_assert(Names::default_item.method == IndexMethod::btree && !Names::default_item.unique && Names::default_item.managed);
static_assert(Names::an_index.method == IndexMethod::gin && Names::an_index.unique);
static_assert(Names::an_index.where == "a" && Names::an_index.include == "b" && Names::an_index.name == "c");
static_assert(Names::a_table.schema == "a" && Names::a_table.comment == "b" && !Names::a_table.managed);
static_assert(Names::a_table.primary_key == "c, d");

}  // namespace

TEST_CASE("an option at run time is the same as when it compiles") {
  const FieldOptions options = field(OptionNames::unique, OptionNames::column = "a");
  CHECK(options.unique);
  CHECK(options.column == "a");
}
