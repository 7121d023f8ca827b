// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

// The options that stand behind FIELD, RELATION, INDEX, UNIQUE, CONSTRAINT and TABLE, as data, and the names that
// PROMPTVIEW_MODEL brings into scope for them. A new option is a member of FieldOptions, RelationOptions or TableItem, a row in
// OptionNames and one in option_rules.hpp.
namespace promptview {

// The kind of an index, as PostgreSQL names it.
enum class IndexMethod : std::uint8_t { none, btree, hash, gin, gist, spgist, brin };

// The options of a FIELD. Texts are literals.
struct FieldOptions {
  bool primary_key = false;
  bool unique = false;
  bool auto_now = false;        // the time of each insert and update
  bool auto_now_add = false;    // the time of the insert
  bool hidden = false;          // left out of JSON, unless it is asked for by name
  bool read_only = false;       // refused in JSON that comes in
  bool row_version = false;     // counts the updates, so that two of them do not overwrite each other
  IndexMethod index = IndexMethod::none;
  std::size_t max_length = 0;   // 0: no limit
  std::string_view column{};    // empty: the member's name
  std::string_view type{};      // the database's own type, e.g. ltree; empty: from the C++ type
  std::string_view default_sql{};
  std::string_view check{};
  std::string_view comment{};
  std::string_view generated{};  // GENERATED ALWAYS AS (...) STORED

  friend bool operator==(const FieldOptions&, const FieldOptions&) = default;
};

// What the database does to a row whose foreign key refers to a row that is removed, or gets another key.
enum class ReferentialAction : std::uint8_t { no_action, restrict, cascade, set_null, set_default };

// The options of a RELATION. Texts are literals.
struct RelationOptions {
  ReferentialAction on_delete = ReferentialAction::no_action;
  ReferentialAction on_update = ReferentialAction::no_action;
  bool deferrable = false;        // checked at the end of the transaction
  std::string_view related{};     // the member of the target that is the other side
  std::string_view references{};  // of a foreign key: fields of the target; empty: its primary key
  std::string_view fields{};      // of a reference: the owner's fields, in the order of `references`
  std::string_view through{};     // of many_to_many: the join table; empty: a name is made
  std::string_view source{};      // of many_to_many: the join table's columns (or the join model's member) for the owner
  std::string_view target{};      //   ... and for the target
  std::string_view name{};        // of the constraint; empty: a name is made
};

// Which item of PROMPTVIEW_MODEL a TableItem is.
enum class ItemKind : std::uint8_t { index, unique, constraint, table };

// An INDEX, UNIQUE, CONSTRAINT or TABLE of a model.
struct TableItem {
  ItemKind kind{};
  std::string_view text{};         // the fields of an index or unique set, or the SQL of a constraint
  std::string_view name{};         // empty: a name is made
  IndexMethod method = IndexMethod::btree;
  bool unique = false;
  std::string_view where{};
  std::string_view include{};
  std::string_view schema{};
  std::string_view comment{};
  std::string_view primary_key{};  // of TABLE: the fields of a composite key, in order
  std::string_view soft_remove{};  // of TABLE: the field that holds when a row was removed
  bool managed = true;             // false: promptview never creates or drops the table
};

namespace detail {

// All that options can be kept in.
struct OptionValues : FieldOptions, RelationOptions, TableItem {};

// One option with its value, as the macro's expressions yield it. `keep` puts the value where it belongs.
struct Option {
  void (*keep)(OptionValues& to, const Option& option) = nullptr;
  std::string_view text{};
  std::size_t number = 0;
  IndexMethod method = IndexMethod::none;
  ReferentialAction action = ReferentialAction::no_action;
};

constexpr void put(bool& to, const Option& option) noexcept { to = option.number != 0; }
constexpr void put(std::size_t& to, const Option& option) noexcept { to = option.number; }
constexpr void put(std::string_view& to, const Option& option) noexcept { to = option.text; }
constexpr void put(IndexMethod& to, const Option& option) noexcept { to = option.method; }
constexpr void put(ReferentialAction& to, const Option& option) noexcept { to = option.action; }

template <auto... Members>
constexpr void keep_in(OptionValues& to, const Option& option) noexcept {
  (put(to.*Members, option), ...);
}

// The names of options, by the type of the value, which is kept in `Members`: of FieldOptions, RelationOptions and TableItem.
template <auto... Members>
struct FlagOption {
  constexpr operator Option() const { return {.keep = &keep_in<Members...>, .number = 1}; }  // NOLINT: `primary_key` alone is an option
  constexpr Option operator=(bool on) const { return {.keep = &keep_in<Members...>, .number = on ? 1U : 0U}; }
};

template <auto... Members>
struct NumberOption {
  constexpr Option operator=(std::size_t number) const { return {.keep = &keep_in<Members...>, .number = number}; }
};

template <auto... Members>
struct TextOption {
  template <std::size_t N>
  constexpr Option operator=(const char (&text)[N]) const {
    return {.keep = &keep_in<Members...>, .text = {text, N - 1}};
  }
};

template <auto... Members>
struct MethodOption {
  constexpr Option operator=(IndexMethod method) const { return {.keep = &keep_in<Members...>, .method = method}; }
};

template <auto... Members>
struct ActionOption {
  constexpr Option operator=(ReferentialAction action) const { return {.keep = &keep_in<Members...>, .action = action}; }
};

struct KeyOption : FlagOption<&FieldOptions::primary_key>, TextOption<&TableItem::primary_key> {
  using FlagOption::operator=;
  using TextOption::operator=;
};

// The macro's expressions are evaluated in a class that derives from this one, so that `index` never means another
// `index` that happens to be in scope.
struct OptionNames {
  static constexpr KeyOption primary_key{};
  static constexpr FlagOption<&FieldOptions::unique, &TableItem::unique> unique{};
  static constexpr FlagOption<&FieldOptions::auto_now> auto_now{};
  static constexpr FlagOption<&FieldOptions::auto_now_add> auto_now_add{};
  static constexpr FlagOption<&FieldOptions::row_version> row_version{};
  static constexpr FlagOption<&FieldOptions::hidden> hidden{};
  static constexpr FlagOption<&FieldOptions::read_only> read_only{};
  static constexpr FlagOption<&TableItem::managed> managed{};
  static constexpr NumberOption<&FieldOptions::max_length> max_length{};
  static constexpr MethodOption<&FieldOptions::index> index{};
  static constexpr MethodOption<&TableItem::method> method{};
  static constexpr TextOption<&FieldOptions::column> column{};
  static constexpr TextOption<&FieldOptions::type> type{};
  static constexpr TextOption<&FieldOptions::default_sql> default_sql{};
  static constexpr TextOption<&FieldOptions::check> check{};
  static constexpr TextOption<&FieldOptions::comment, &TableItem::comment> comment{};
  static constexpr TextOption<&FieldOptions::generated> generated{};
  static constexpr TextOption<&TableItem::where> where{};
  static constexpr TextOption<&TableItem::include> include{};
  static constexpr TextOption<&RelationOptions::name, &TableItem::name> name{};
  static constexpr TextOption<&TableItem::schema> schema{};
  static constexpr TextOption<&TableItem::soft_remove> soft_remove{};
  static constexpr FlagOption<&RelationOptions::deferrable> deferrable{};
  static constexpr ActionOption<&RelationOptions::on_delete> on_delete{};
  static constexpr ActionOption<&RelationOptions::on_update> on_update{};
  static constexpr TextOption<&RelationOptions::related> related{};
  static constexpr TextOption<&RelationOptions::references> references{};
  static constexpr TextOption<&RelationOptions::fields> fields{};
  static constexpr TextOption<&RelationOptions::through> through{};
  static constexpr TextOption<&RelationOptions::source> source{};
  static constexpr TextOption<&RelationOptions::target> target{};
  static constexpr ReferentialAction no_action = ReferentialAction::no_action;
  static constexpr ReferentialAction restrict = ReferentialAction::restrict;
  static constexpr ReferentialAction cascade = ReferentialAction::cascade;
  static constexpr ReferentialAction set_null = ReferentialAction::set_null;
  static constexpr ReferentialAction set_default = ReferentialAction::set_default;
  static constexpr IndexMethod none = IndexMethod::none;
  static constexpr IndexMethod btree = IndexMethod::btree;
  static constexpr IndexMethod hash = IndexMethod::hash;
  static constexpr IndexMethod gin = IndexMethod::gin;
  static constexpr IndexMethod gist = IndexMethod::gist;
  static constexpr IndexMethod spgist = IndexMethod::spgist;
  static constexpr IndexMethod brin = IndexMethod::brin;
};

// Options as a macro was given them. (A function of all of them: where the value of one is unknown, that is the only error.)
template <std::size_t N>
struct OptionArray {
  Option all[N + 1];
};
template <class... Given>
constexpr OptionArray<sizeof...(Given)> options_of(const Given&... given) noexcept {
  return {{given..., Option{}}};
}

// A view of them.
struct OptionList {
  const Option* first = nullptr;
  std::size_t count = 0;

  constexpr OptionList() = default;
  template <std::size_t N>
  constexpr OptionList(const OptionArray<N>& options) noexcept : first{options.all}, count{N} {}  // NOLINT(google-explicit-constructor)
};

// `target`, one of those that OptionValues consists of, with the options.
template <class Target>
constexpr Target with_options(const Target& target, OptionList options) {
  OptionValues values{};
  static_cast<Target&>(values) = target;
  for (std::size_t i = 0; i < options.count; ++i) options.first[i].keep(values, options.first[i]);
  return values;
}

}  // namespace detail
}  // namespace promptview
