// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>

#include <promptview/base/characters.hpp>
#include <promptview/base/nearest_name.hpp>
#include <promptview/base/problem_text.hpp>
#include <promptview/base/type_name.hpp>
#include <promptview/schema/macro_rows.hpp>
#include <promptview/schema/option_rules.hpp>
#include <promptview/schema/option_text.hpp>

// The mistakes that an item of PROMPTVIEW_MODEL or PROMPTVIEW_STRUCT can have by itself, and the compiler's messages for them.
namespace promptview::detail {

enum class MemberType : std::uint8_t { none, missing, unmapped, field, relation };

// One item as it was written. `item` is FIELD, RELATION, ...; `subject` its first argument; `options` the others.
struct WrittenItem {
  std::string_view item{};
  std::string_view subject{};
  std::string_view options{};
  OptionOf option_of = field_option;
  MemberType member = MemberType::none;
};

enum class ItemProblem : std::uint8_t {
  none, unknown_item, no_member, no_column_type, field_on_a_relation, relation_on_a_field, options, unquoted
};

constexpr ItemProblem problem_of_item(const WrittenItem& written) noexcept {
  if (written.option_of == no_item) return ItemProblem::unknown_item;
  const bool is_field = written.item == "FIELD"sv;
  switch (written.member) {
    case MemberType::missing: return ItemProblem::no_member;
    case MemberType::unmapped: return is_field ? ItemProblem::no_column_type : ItemProblem::relation_on_a_field;
    case MemberType::field:
      if (!is_field) return ItemProblem::relation_on_a_field;
      break;
    case MemberType::relation:
      if (is_field) return ItemProblem::field_on_a_relation;
      break;
    case MemberType::none: break;
  }
  return problem_of_options(written.options, written.option_of) == OptionProblem::none ? ItemProblem::none : ItemProblem::options;
}

// Appends `: did you mean age?`, or the names where none is near.
template <class OfferAll>
constexpr void add_suggestion(ProblemText& text, std::string_view mistaken, const OfferAll& offer_all) {
  Suggestion suggestion{mistaken};
  offer_all([&](std::string_view name) { suggestion.offer(name); });
  if (!suggestion.nearest().empty()) {
    text.add(": did you mean "sv).add(suggestion.nearest()).add("?"sv);
    return;
  }
  bool is_first = true;
  offer_all([&](std::string_view name) {
    text.add(is_first ? ": use one of "sv : ", "sv).add(name);
    is_first = false;
  });
}

template <std::size_t N>
constexpr auto names_in(const std::string_view (&names)[N]) noexcept {
  return [&names](const auto& offer) {
    for (const std::string_view name : names) offer(name);
  };
}

constexpr void add_problem_of_options(ProblemText& text, std::string_view options, OptionOf option_of) {
  WrittenOption option{};
  OptionProblem problem = OptionProblem::none;
  for (std::string_view rest = options; problem == OptionProblem::none && !rest.empty();)
    problem = problem_of_option(option = written_option(take_element(rest)), option_of);
  const auto offer_options = [option_of](const auto& offer) {
    for (const OptionRule& rule : option_rules)
      if ((rule.items & option_of) != 0) offer(rule.name);
  };
  switch (problem) {
    case OptionProblem::unknown_option:
      text.add("unknown option in '"sv).add(options).add("'; see the list of options at PROMPTVIEW_MODEL"sv);
      return add_suggestion(text, option.name, offer_options);
    case OptionProblem::unknown_method:
      text.add("unknown index method in '"sv).add(options).add("'; write btree, hash, gin, gist, spgist, brin or none"sv);
      if (!option.value.empty()) add_suggestion(text, option.value, names_in(index_methods));
      return;
    case OptionProblem::unknown_action:
      text.add("unknown action in '"sv).add(options).add("'; write cascade, restrict, set_null, set_default or no_action"sv);
      if (!option.value.empty()) add_suggestion(text, option.value, names_in(referential_actions));
      return;
    default:
      text.add("an option in '"sv).add(options).add("' lacks its value or has one of another kind: "sv);
      text.add("texts are in quotes, max_length is a number, flags are true or false"sv);
      return;
  }
}

inline constexpr std::string_view item_names[] = {"FIELD"sv, "RELATION"sv, "INDEX"sv, "UNIQUE"sv, "CONSTRAINT"sv, "TABLE"sv};

// `macro`: PROMPTVIEW_MODEL(User). What there is to say of the first item that has a problem.
constexpr ProblemText text_of(std::string_view macro, const WrittenItem& written) {
  ProblemText text;
  const ItemProblem problem = problem_of_item(written);
  if (problem == ItemProblem::unknown_item) {
    const bool is_struct = macro.starts_with("PROMPTVIEW_STRUCT"sv);
    text.add(macro).add(is_struct ? ": an item is no FIELD: correct or remove it, a struct has no table"sv
                                  : ": an item is none of FIELD, RELATION, INDEX, UNIQUE, CONSTRAINT, TABLE: correct its name"sv);
    text.add(" in "sv).add(written.subject);
    Suggestion suggestion{written.subject.substr(0, written.subject.find('('))};
    for (const std::string_view name : item_names)
      if (!is_struct || name == "FIELD"sv) suggestion.offer(name);
    if (!suggestion.nearest().empty()) text.add(" (did you mean "sv).add(suggestion.nearest()).add("?)"sv);
    return text;
  }
  text.add(written.item);
  if (written.member != MemberType::none) text.add("("sv).add(written.subject).add(")"sv);
  text.add(": "sv);
  switch (problem) {
    case ItemProblem::no_member:
      text.add("the struct has no data member '"sv).add(written.subject).add("': correct the name or add the member"sv);
      break;
    case ItemProblem::no_column_type:
      text.add("the member's type has no column type: include its header from promptview/types, "sv);
      text.add("use PROMPTVIEW_ENUM or PROMPTVIEW_STRUCT, or specialise promptview::TypeMapping; "sv);
      text.add("integers are signed, optionals and arrays hold no others of their kind, Auto<std::optional<T>> has no meaning: use Auto<T>"sv);
      break;
    case ItemProblem::field_on_a_relation:
      text.add("the member is a relation: write RELATION("sv).add(written.subject).add(", ...)"sv);
      break;
    case ItemProblem::relation_on_a_field:
      text.add("the member is no relation: write FIELD, or make it a pv::ForeignKey, OneToOne, Reference, HasOne, HasMany or "sv);
      text.add("ManyToMany"sv);
      break;
    default: add_problem_of_options(text, written.options, written.option_of); break;
  }
  return text;
}

// The first item that has a problem; otherwise the last, which is empty.
constexpr const WrittenItem& first_problem(const WrittenItem* items) noexcept {
  while (!items->item.empty() && problem_of_item(*items) == ItemProblem::none) ++items;
  return *items;
}

constexpr bool is_identifier(std::string_view text) noexcept {
  for (const char c : text)
    if (c != '_' && (c < '0' || c > '9') && (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && static_cast<unsigned char>(c) < 128) return false;
  return !text.empty() && (text.front() < '0' || text.front() > '9');
}

constexpr bool begins_a_name(char c) noexcept { return c == '_' || is_letter(c) || (c & 0x80) != 0; }

// Whether the first argument can be a text: a literal, or a name that can be that of a constant. An option's name is none.
constexpr bool is_text_constant(std::string_view list) noexcept {
  const std::string_view subject = take_element(list);
  if (is_quoted(subject)) return true;
  for (const OptionRule& rule : option_rules)
    if (rule.name == subject) return false;
  return is_identifier(subject);
}

// Whether the item is written `name(...)`, with an argument.
constexpr bool is_written(std::string_view item, std::string_view name) noexcept {
  return item.size() > name.size() + 1 && item[name.size()] == '(' && item.substr(0, name.size()) == name;
}

// Whether there is the letter; `text` ends with its literal. (A builtin: each letter that is looked at by a loop costs every
// file with a model.)
constexpr bool has_letter(std::string_view text, char letter) noexcept { return __builtin_strchr(text.data(), letter) != nullptr; }

// Whether the subject of FIELD(subject, ...) or RELATION(subject, ...), which begins at `begin`, can be the name of a member.
constexpr bool is_member_name(std::string_view item, std::size_t begin) noexcept {
  if (!begins_a_name(item[begin])) return false;
  if (!has_letter(item, ':')) return true;
  std::string_view list = item.substr(begin, item.size() - begin - 1);
  return take_element(list).find(':') == std::string_view::npos;
}

// Whether the first argument of an item can be right, whatever the struct is like: for FIELD and RELATION it is a name, for INDEX,
// UNIQUE and CONSTRAINT a text. It looks at few letters: each costs every file with a model.
constexpr bool has_good_subject(std::string_view item) noexcept {
  std::string_view name;
  switch (item[0]) {
    case 'F': return item.size() < 7 || item[5] != '(' || is_member_name(item, 6);
    case 'R': return item.size() < 10 || item[8] != '(' || is_member_name(item, 9);
    case 'I': name = "INDEX"sv; break;
    case 'U': name = "UNIQUE"sv; break;
    case 'C': name = "CONSTRAINT"sv; break;
    default: return true;
  }
  if (!is_written(item, name) || item[name.size() + 1] == '"') return true;
  return is_text_constant(item.substr(name.size() + 1, item.size() - name.size() - 2));
}

// Whether nothing stands behind the first parenthesis that is closed.
constexpr bool is_one_item(std::string_view item) noexcept {
  const char* const close = __builtin_strchr(item.data(), ')');
  if (close == nullptr || close[1] == '\0') return true;
  int depth = 0;
  for (std::size_t at = 0; at < item.size();) {
    const char c = item[at];
    if (c == '"' || c == '\'') {
      at = end_of_quote(item.data(), at, item.size());
      continue;
    }
    if (c == '(') ++depth;
    if (c == ')' && --depth == 0) return at + 1 == item.size();
    ++at;
  }
  return true;
}

constexpr std::string_view first_bad_item(const std::string_view* items) noexcept {
  while (!items->empty() && is_one_item(*items) && has_good_subject(*items)) ++items;
  return *items;
}

constexpr bool is_table_name(std::string_view text) noexcept { return text.front() == '"' || is_quoted(text) || is_identifier(text); }

// The problem of the items as texts.
template <class Texts>
struct ProblemOfTexts {
  static constexpr bool has_table = is_table_name(Texts::promptview_table);
  static constexpr bool is_there = !has_table || !Texts::promptview_bad_item().empty();
  static constexpr ProblemText text() {
    ProblemText text;
    text.add(Texts::promptview_macro).add(": "sv);
    if (!has_table) return text.add("write the table's name in quotes behind the backend, or \"\" for one that is made"sv);
    const std::string_view item = Texts::promptview_bad_item();
    text.add(item);
    if (!is_one_item(item)) return text.add(" is more than one item: put commas between items, and nothing behind them"sv);
    const bool is_member = item.starts_with("FIELD"sv) || item.starts_with("RELATION"sv);
    return text.add(is_member ? " takes the name of a data member first, without quotes or anything else"sv
                              : " takes a text first: put it in quotes"sv);
  }
};

// The problem of a type that was registered before.
template <class T, bool was_found>
struct ProblemOfTwo {
  static constexpr bool is_there = was_found;
  static constexpr ProblemText text() {
    return ProblemText{}.add("this is a redefinition of the registration of "sv).add(type_name<T>()).add(": remove one of both"sv);
  }
};

// The problem of options, if a value of one is no name that the compiler knows; the compiler has said which.
template <class Written>
struct ProblemOfOptions {
  static constexpr bool is_there = !requires { typename std::bool_constant<(sizeof(Written::promptview_rows::promptview_fields) > 0)>; };
  static constexpr ProblemText text() { return ProblemText{}.add("correct the value of an option: the error above says which"sv); }
};

// The problem of the items, each by itself; or that the macro does not stand in the namespace of its struct, where nobody would
// find what it says.
template <class Written>
struct ProblemOfItems {
  static constexpr bool is_there = !Written::promptview_is_found || !Written::promptview_is_backend || !Written::promptview_first_problem().item.empty();
  static constexpr ProblemText text() {
    ProblemText text;
    text.add(Written::promptview_macro);
    if (!Written::promptview_is_found)
      return text.add(" stands outside of the namespace of the struct: move it into that namespace, behind the struct"sv);
    if constexpr (!Written::promptview_is_backend)
      return text.add(": there is no backend '"sv).add(Written::promptview_backend).add("'; write postgres, or include the header of that store before"sv);
    return text_of(Written::promptview_macro, Written::promptview_first_problem());
  }
};

}  // namespace promptview::detail
