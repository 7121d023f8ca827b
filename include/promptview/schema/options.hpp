// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

// The options that stand behind FIELD, RELATION, INDEX, UNIQUE, CONSTRAINT and TABLE, as data, and the names that
// PROMPTVIEW_MODEL brings into scope for them. A new option is one member, one name and one line of `set`,
// and one of option_rules.hpp.
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

enum class OptionId : std::uint8_t {
  primary_key, unique, auto_now, auto_now_add, index, max_length, column, type, default_sql, check, comment,
  generated, method, where, include, name, schema, managed,
  row_version, soft_remove, hidden, read_only,
  on_delete, on_update, deferrable, related, references, fields, through, source, target
};

// One option with its value, as the macro's expressions yield it.
struct Option {
  OptionId id{};
  std::string_view text{};
  std::size_t number = 0;
  IndexMethod method = IndexMethod::none;
  ReferentialAction action = ReferentialAction::no_action;
};

struct FlagOption {
  OptionId id;
  constexpr operator Option() const { return {.id = id, .number = 1}; }  // NOLINT: `primary_key` alone is an option
  constexpr Option operator=(bool on) const { return {.id = id, .number = on ? 1U : 0U}; }
};

struct NumberOption {
  OptionId id;
  constexpr Option operator=(std::size_t number) const { return {.id = id, .number = number}; }
};

struct TextOption {
  OptionId id;
  template <std::size_t N>
  constexpr Option operator=(const char (&text)[N]) const {
    return {.id = id, .text = {text, N - 1}};
  }
};

struct MethodOption {
  OptionId id;
  constexpr Option operator=(IndexMethod method) const { return {.id = id, .method = method}; }
};

struct ActionOption {
  OptionId id;
  constexpr Option operator=(ReferentialAction action) const { return {.id = id, .action = action}; }
};

struct KeyOption : FlagOption, TextOption {
  constexpr KeyOption() : FlagOption{OptionId::primary_key}, TextOption{OptionId::primary_key} {}
  using FlagOption::operator=;
  using TextOption::operator=;
};

// The macro's expressions are evaluated in a class that derives from this one, so that `index` never means another
// `index` that happens to be in scope.
struct OptionNames {
  static constexpr KeyOption primary_key{};
  static constexpr FlagOption unique{OptionId::unique};
  static constexpr FlagOption auto_now{OptionId::auto_now};
  static constexpr FlagOption auto_now_add{OptionId::auto_now_add};
  static constexpr FlagOption row_version{OptionId::row_version};
  static constexpr FlagOption hidden{OptionId::hidden};
  static constexpr FlagOption read_only{OptionId::read_only};
  static constexpr FlagOption managed{OptionId::managed};
  static constexpr NumberOption max_length{OptionId::max_length};
  static constexpr MethodOption index{OptionId::index};
  static constexpr MethodOption method{OptionId::method};
  static constexpr TextOption column{OptionId::column};
  static constexpr TextOption type{OptionId::type};
  static constexpr TextOption default_sql{OptionId::default_sql};
  static constexpr TextOption check{OptionId::check};
  static constexpr TextOption comment{OptionId::comment};
  static constexpr TextOption generated{OptionId::generated};
  static constexpr TextOption where{OptionId::where};
  static constexpr TextOption include{OptionId::include};
  static constexpr TextOption name{OptionId::name};
  static constexpr TextOption schema{OptionId::schema};
  static constexpr TextOption soft_remove{OptionId::soft_remove};
  static constexpr FlagOption deferrable{OptionId::deferrable};
  static constexpr ActionOption on_delete{OptionId::on_delete};
  static constexpr ActionOption on_update{OptionId::on_update};
  static constexpr TextOption related{OptionId::related};
  static constexpr TextOption references{OptionId::references};
  static constexpr TextOption fields{OptionId::fields};
  static constexpr TextOption through{OptionId::through};
  static constexpr TextOption source{OptionId::source};
  static constexpr TextOption target{OptionId::target};
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

constexpr void set(FieldOptions& to, const Option& option) {
  switch (option.id) {
    case OptionId::primary_key: to.primary_key = option.number != 0; break;
    case OptionId::unique: to.unique = option.number != 0; break;
    case OptionId::auto_now: to.auto_now = option.number != 0; break;
    case OptionId::auto_now_add: to.auto_now_add = option.number != 0; break;
    case OptionId::row_version: to.row_version = option.number != 0; break;
    case OptionId::hidden: to.hidden = option.number != 0; break;
    case OptionId::read_only: to.read_only = option.number != 0; break;
    case OptionId::index: to.index = option.method; break;
    case OptionId::max_length: to.max_length = option.number; break;
    case OptionId::column: to.column = option.text; break;
    case OptionId::type: to.type = option.text; break;
    case OptionId::default_sql: to.default_sql = option.text; break;
    case OptionId::check: to.check = option.text; break;
    case OptionId::comment: to.comment = option.text; break;
    case OptionId::generated: to.generated = option.text; break;
    default: break;  // the rules have refused the others
  }
}

constexpr void set(TableItem& to, const Option& option) {
  switch (option.id) {
    case OptionId::primary_key: to.primary_key = option.text; break;
    case OptionId::unique: to.unique = option.number != 0; break;
    case OptionId::managed: to.managed = option.number != 0; break;
    case OptionId::method: to.method = option.method; break;
    case OptionId::where: to.where = option.text; break;
    case OptionId::include: to.include = option.text; break;
    case OptionId::name: to.name = option.text; break;
    case OptionId::soft_remove: to.soft_remove = option.text; break;
    case OptionId::schema: to.schema = option.text; break;
    case OptionId::comment: to.comment = option.text; break;
    default: break;
  }
}

constexpr void set(RelationOptions& to, const Option& option) {
  switch (option.id) {
    case OptionId::on_delete: to.on_delete = option.action; break;
    case OptionId::on_update: to.on_update = option.action; break;
    case OptionId::deferrable: to.deferrable = option.number != 0; break;
    case OptionId::related: to.related = option.text; break;
    case OptionId::references: to.references = option.text; break;
    case OptionId::fields: to.fields = option.text; break;
    case OptionId::through: to.through = option.text; break;
    case OptionId::source: to.source = option.text; break;
    case OptionId::target: to.target = option.text; break;
    case OptionId::name: to.name = option.text; break;
    default: break;
  }
}

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

template <class Target>
constexpr Target with_options(Target target, OptionList options) {
  for (std::size_t i = 0; i < options.count; ++i) set(target, options.first[i]);
  return target;
}

}  // namespace detail
}  // namespace promptview
