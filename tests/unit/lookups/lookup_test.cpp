// SPDX-License-Identifier: MIT
#include <promptview/model.hpp>
#include <promptview/types/enumeration.hpp>
#include <promptview/types/json.hpp>
#include <promptview/types/numeric.hpp>
#include <promptview/types/range.hpp>
#include <promptview/types/time.hpp>
#include <promptview/types/uuid.hpp>
#include <promptview_test/catch.hpp>

#include <fstream>
#include <set>
#include <sstream>

namespace pv = promptview;
using pv::LookupProblem;
using pv::ResolvedLookup;
using pv::detail::model_of;
using pv::detail::resolve;

namespace {

enum class Role { guest, member };
PROMPTVIEW_ENUM(Role, guest, member)
enum class Mood { calm, wild };
PROMPTVIEW_ENUM(Mood, calm, wild)

// One field of each class, and some whose names look like lookups.
struct Row : pv::Model<Row> {
  bool on{};
  int number{};
  std::optional<int> maybe{};
  pv::Numeric price{};
  float real{};
  std::string text{};
  Role role{};
  std::vector<std::byte> bytes{};
  pv::Uuid uuid{};
  std::chrono::sys_days day{};
  std::chrono::sys_time<std::chrono::microseconds> stamp{};
  pv::TimeOfDay clock{};
  std::chrono::seconds span{};
  pv::Json json{};
  std::vector<int> array{};
  pv::Range<std::int32_t> range{};
  int number__gt{};
  int exact{};
};
PROMPTVIEW_MODEL(Row, postgres, "lookup_rows", FIELD(on), FIELD(number), FIELD(maybe), FIELD(price), FIELD(real),
                 FIELD(text), FIELD(role), FIELD(bytes), FIELD(uuid), FIELD(day), FIELD(stamp), FIELD(clock), FIELD(span), FIELD(json), FIELD(array),
                 FIELD(range), FIELD(number__gt), FIELD(exact))

constexpr const pv::ModelInfo& row = model_of<Row>();

constexpr bool is(std::string_view text, std::string_view field, std::string_view lookup) {
  const ResolvedLookup found = resolve(row, text);
  return found.problem == LookupProblem::none && row.fields[found.field].name == field &&
         pv::lookups[found.lookup].name == lookup;
}
// The transforms between the field and the lookup, each with the part of the text that it is made of.
constexpr bool steps_are(std::string_view text, std::initializer_list<std::string_view> names, std::string_view lookup) {
  const ResolvedLookup found = resolve(row, text);
  if (found.problem != LookupProblem::none || found.step_count != names.size() || pv::lookups[found.lookup].name != lookup) return false;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const pv::LookupStep& step = found.steps[i];
    const pv::Transform& transform = pv::transforms[step.transform];
    if ((transform.takes_text ? text.substr(step.begin, step.size) : transform.name) != names.begin()[i]) return false;
  }
  return true;
}
constexpr std::uint8_t first_step(std::string_view text) { return resolve(row, text).steps[0].transform; }

constexpr LookupProblem problem(std::string_view text) { return resolve(row, text).problem; }

static_assert(is("number", "number", "exact"));
static_assert(is("number__exact", "number", "exact"));
static_assert(is("number__lt", "number", "lt"));
static_assert(is("text__icontains", "text", "icontains"));
static_assert(is("exact", "exact", "exact"));
static_assert(is("exact__gte", "exact", "gte"));
// The longest name that fits is the field.
static_assert(is("number__gt", "number__gt", "exact"));
static_assert(is("number__gt__gt", "number__gt", "gt"));

static_assert(problem("") == LookupProblem::no_such_field);
static_assert(problem("numbr") == LookupProblem::no_such_field);
static_assert(problem("numbr__gt") == LookupProblem::no_such_field);
static_assert(problem("Number") == LookupProblem::no_such_field);
static_assert(problem("__gt") == LookupProblem::no_such_field);
static_assert(problem("number_") == LookupProblem::no_such_field);
static_assert(problem("number ") == LookupProblem::no_such_field);
static_assert(problem("number__") == LookupProblem::no_such_lookup);
static_assert(problem("number__greater") == LookupProblem::no_such_lookup);
static_assert(problem("number__GT") == LookupProblem::no_such_lookup);
static_assert(problem("number__exact__gt") == LookupProblem::no_such_lookup);
static_assert(problem("number__contains") == LookupProblem::lookup_of_another_type);
static_assert(problem("json__gt") == LookupProblem::lookup_of_another_type);
static_assert(problem("json__key__overlap") == LookupProblem::lookup_of_another_type);
static_assert(problem("array__in") == LookupProblem::lookup_of_another_type);
static_assert(problem("number__year") == LookupProblem::lookup_of_another_type);
static_assert(problem("day__hour") == LookupProblem::lookup_of_another_type);
static_assert(problem("day__year__icontains") == LookupProblem::lookup_of_another_type);
static_assert(problem("clock__year") == LookupProblem::lookup_of_another_type);
static_assert(problem("day__year__") == LookupProblem::no_such_lookup);
static_assert(problem("json__") == LookupProblem::no_such_lookup);
static_assert(problem("array__x") == LookupProblem::no_such_lookup);
static_assert(problem("array__0_1_2") == LookupProblem::no_such_lookup);
static_assert(problem("array__0_") == LookupProblem::no_such_lookup);
static_assert(problem("array__-1") == LookupProblem::no_such_lookup);
static_assert(problem("array__0_9__0_8__0_7__0_6__0_5__0_4") == LookupProblem::none);
static_assert(problem("array__0_9__0_8__0_7__0_6__0_5__0_4__0_3") == LookupProblem::too_many_steps);

static_assert(steps_are("day__year", {"year"}, "exact"));
static_assert(steps_are("stamp__year__gte", {"year"}, "gte"));
static_assert(steps_are("stamp__date__month__in", {"date", "month"}, "in"));
static_assert(steps_are("stamp__time__hour", {"time", "hour"}, "exact"));
static_assert(steps_are("clock__minute__lt", {"minute"}, "lt"));
static_assert(steps_are("array__0", {"0"}, "exact"));
static_assert(steps_are("array__0__gt", {"0"}, "gt"));
static_assert(steps_are("array__0_2__len", {"0_2", "len"}, "exact"));
static_assert(steps_are("array__len__gt", {"len"}, "gt"));
static_assert(steps_are("json__theme", {"theme"}, "exact"));
static_assert(steps_are("json__a__b__c__icontains", {"a__b__c"}, "icontains"));
static_assert(steps_are("json__date", {"date"}, "exact"));
static_assert(steps_are("range__startswith__gte", {"startswith"}, "gte"));
static_assert(steps_are("range__isempty", {"isempty"}, "exact"));
static_assert(steps_are("text__upper__length__lt", {"upper", "length"}, "lt"));
// One key that is no number is read with ->, anything else as a path; texts with ->> and #>>.
static_assert(first_step("json__key") == pv::key_place && first_step("json__0") == pv::path_place);
static_assert(first_step("json__key__other") == pv::path_place && first_step("json__key__has_key") == pv::key_place);
static_assert(first_step("json__key__startswith") == pv::key_text_place);
static_assert(first_step("json__key__0__regex") == pv::path_text_place);

// What a value of a type is beside a field and its lookup.
template <class V>
constexpr LookupProblem beside(std::string_view text) {
  return resolve(row, text, pv::detail::Argument<V>::operand).problem;
}
template <class V>
constexpr bool fits(std::string_view text) {
  return beside<V>(text) == LookupProblem::none;
}
template <class V>
constexpr bool wrong(std::string_view text) {
  return beside<V>(text) == LookupProblem::wrong_value_type;
}
template <class T>
using List = std::initializer_list<T>;

static_assert(fits<int>("number") && fits<std::int64_t>("number") && fits<std::int16_t>("number") &&
              fits<unsigned>("number"));
static_assert(fits<std::optional<int>>("number") && fits<pv::Auto<std::int64_t>>("number"));
static_assert(wrong<double>("number") && wrong<bool>("number") && wrong<char[3]>("number") &&
              wrong<pv::Numeric>("number"));
static_assert(fits<int>("price") && fits<pv::Numeric>("price") && wrong<double>("price") && wrong<float>("price"));
static_assert(fits<double>("real") && fits<float>("real") && fits<int>("real") && wrong<pv::Numeric>("real"));
static_assert(fits<bool>("on") && wrong<int>("on"));
static_assert(fits<char[3]>("text") && fits<const char*>("text") && fits<std::string>("text") &&
              fits<std::string_view>("text"));
static_assert(wrong<int>("text") && wrong<Role>("text") && wrong<std::vector<std::byte>>("text"));
static_assert(fits<Role>("role") && wrong<Mood>("role") && wrong<char[3]>("role") && fits<std::optional<Role>>("role"));
static_assert(fits<char[3]>("role__contains") && wrong<Role>("role__contains"));
static_assert(fits<pv::Uuid>("uuid") && wrong<char[3]>("uuid"));
static_assert(fits<std::chrono::sys_days>("day") && fits<std::chrono::year_month_day>("day"));
static_assert(wrong<std::chrono::sys_seconds>("day") && wrong<std::chrono::seconds>("day"));
static_assert(fits<pv::Json>("json__in") == false && fits<std::vector<pv::Json>>("json__in"));
static_assert(fits<std::vector<std::byte>>("bytes__gt") && wrong<std::vector<int>>("bytes"));
static_assert(fits<pv::Range<std::int32_t>>("range") && wrong<int>("range") && fits<pv::Range<std::int64_t>>("range"));

static_assert(fits<List<int>>("number__in") && fits<std::vector<std::int64_t>>("number__in") &&
              fits<List<unsigned>>("number__in"));
static_assert(fits<std::vector<std::optional<int>>>("number__in") && fits<std::set<int>>("number__in"));
static_assert(wrong<int>("number__in") && wrong<List<double>>("number__in") && wrong<List<const char*>>("number__in"));
static_assert(fits<List<const char*>>("text__in") && fits<std::vector<std::string_view>>("text__in") &&
              wrong<List<int>>("text__in"));
static_assert(fits<List<Role>>("role__in") && wrong<List<Mood>>("role__in"));
static_assert(fits<List<int>>("number__range") && fits<std::pair<int, int>>("number__range") &&
              wrong<int>("number__range"));
static_assert(wrong<std::pair<double, double>>("number__range") && fits<std::pair<double, double>>("real__range"));
static_assert(fits<std::vector<int>>("array") && fits<List<int>>("array__gt") && wrong<int>("array") &&
              wrong<List<double>>("array"));
static_assert(fits<pv::detail::EmptyList>("number__in") && fits<pv::detail::EmptyList>("array"));
static_assert(wrong<pv::detail::EmptyList>("number") && wrong<pv::detail::EmptyList>("text__contains"));

static_assert(fits<bool>("maybe__isnull") && fits<bool>("number__isnull") && wrong<int>("maybe__isnull"));
static_assert(fits<std::nullptr_t>("maybe") && fits<std::nullopt_t>("maybe__ne"));
static_assert(beside<std::nullptr_t>("number") == LookupProblem::field_is_never_null);
static_assert(beside<std::nullopt_t>("text__ne") == LookupProblem::field_is_never_null);
static_assert(beside<std::nullptr_t>("maybe__gt") == LookupProblem::null_needs_exact_or_ne);
static_assert(beside<std::nullptr_t>("maybe__in") == LookupProblem::null_needs_exact_or_ne);
static_assert(beside<std::nullopt_t>("text__contains") == LookupProblem::null_needs_exact_or_ne);
// JSON values stand beside values of any type; their texts beside texts.
static_assert(fits<int>("json__key") && fits<char[3]>("json__key") && fits<bool>("json__key__gt") && fits<std::nullptr_t>("json__key"));
static_assert(fits<List<int>>("json__key__in") && wrong<int>("json__key__in") && fits<pv::Json>("json__key__contains"));
static_assert(wrong<int>("json__key__icontains") && fits<char[3]>("json__key__icontains") && fits<bool>("json__key__isnull"));
static_assert(fits<char[3]>("json__has_key") && wrong<int>("json__has_key") && fits<List<const char*>>("json__has_keys") &&
              wrong<char[3]>("json__has_any_keys") && fits<pv::detail::EmptyList>("json__has_any_keys"));
static_assert(beside<std::nullptr_t>("json") == LookupProblem::field_is_never_null);
static_assert(fits<List<int>>("array__contains") && wrong<int>("array__contains") && fits<pv::detail::EmptyList>("array__overlap"));
static_assert(fits<int>("array__0") && wrong<char[3]>("array__0") && fits<std::nullptr_t>("array__0") && fits<List<int>>("array__0__in"));
static_assert(fits<int>("range__contains") && fits<pv::Range<int>>("range__contains") && wrong<int>("range__overlap") &&
              wrong<double>("range__contains"));
static_assert(fits<bool>("range__isempty") && wrong<int>("range__isempty") && fits<List<int>>("range__endswith__range"));
static_assert(fits<int>("day__year") && wrong<std::chrono::sys_days>("day__year") && fits<std::chrono::sys_days>("stamp__date"));
static_assert(wrong<std::chrono::sys_days>("stamp") && fits<pv::TimeOfDay>("stamp__time") && fits<List<int>>("day__week_day__in"));
static_assert(beside<std::nullptr_t>("day__year") == LookupProblem::field_is_never_null);
static_assert(beside<int>("numbr") == LookupProblem::no_such_field);

std::string read_file(const std::string& path) {
  std::ifstream file{path};
  REQUIRE(file);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

// The lookups and transforms of a class, as the name of its error function has them.
std::string names_of(pv::FieldClass field_class) {
  std::string names;
  for (const pv::Lookup& lookup : pv::lookups)
    if ((lookup.classes & field_class) != 0) names += "_" + std::string{lookup.name};
  for (const pv::Transform& transform : pv::transforms)
    if ((transform.classes & field_class) != 0 && !transform.takes_text) names += "_" + std::string{transform.name};
  return names;
}

}  // namespace

TEST_CASE("each lookup has one row for each class") {
  std::set<std::pair<std::string_view, int>> rows;
  for (const pv::Lookup& lookup : pv::lookups) {
    INFO(lookup.name);
    for (int bit = 0; bit < 13; ++bit)
      if ((lookup.classes >> bit & 1) != 0) CHECK(rows.insert({lookup.name, bit}).second);
    CHECK(lookup.name.find("__") == std::string_view::npos);
  }
}

TEST_CASE("each transform has one row for each class, and no name of a lookup of that class") {
  std::set<std::pair<std::string_view, int>> rows;
  for (const pv::Transform& transform : pv::transforms) {
    INFO(transform.name);
    for (int bit = 0; bit < 13 && !transform.takes_text; ++bit)
      if ((transform.classes >> bit & 1) != 0) CHECK(rows.insert({transform.name, bit}).second);
    const bool is_name_free = transform.takes_text || pv::detail::place_of_lookup(transform.name, transform.classes) == pv::lookup_count;
    CHECK(is_name_free);
  }
  const pv::TransformPlace made_of_text[] = {pv::item_place, pv::slice_place, pv::key_place, pv::path_place, pv::key_text_place, pv::path_text_place};
  const std::string_view names[] = {"item", "slice", "key", "path", "key_text", "path_text"};
  for (std::size_t i = 0; i < std::size(names); ++i) CHECK(pv::transforms[made_of_text[i]].name == names[i]);
  CHECK(pv::transforms[pv::year_place].name == "year");
  CHECK(pv::transforms[pv::iso_year_place].name == "iso_year");
}

// A compiler shows the names of these functions as its message, so they must tell the truth.
TEST_CASE("the error of each class of fields names exactly the lookups and transforms that the tables allow") {
  const std::string header = read_file(PROMPTVIEW_TEST_SOURCE_DIR "/../include/promptview/lookups/lookup_errors.hpp");
  const std::pair<const char*, pv::FieldClass> classes[] = {
      {"boolean", pv::boolean_class},     {"number", pv::number_class},     {"text", pv::text_class}, {"bytes", pv::bytes_class},
      {"uuid", pv::uuid_class},           {"date", pv::date_class},         {"time", pv::time_class}, {"timestamp", pv::timestamp_class},
      {"interval", pv::interval_class},   {"json", pv::json_class},         {"json_key", pv::json_key_class},
      {"array", pv::array_class},         {"range", pv::range_class}};
  for (const auto& [word, field_class] : classes) {
    std::string name = field_class == pv::json_key_class ? "error_values_in_json_have" : "error_" + std::string{word} + "_fields_have";
    name += names_of(field_class);
    if (field_class == pv::array_class) name += "_and_an_index";
    if (field_class == pv::json_class || field_class == pv::json_key_class) name += "_and_keys";
    INFO(name);
    CHECK(header.find("inline void " + name + "() {}") != std::string::npos);
    CHECK(header.find((field_class == pv::range_class ? "default" : "case " + std::string{word} + "_class") + ": return " + name + ";") !=
          std::string::npos);
  }
  std::size_t declared = 0;
  for (std::size_t at = header.find("_have_"); at != std::string::npos; at = header.find("_have_", at + 1)) ++declared;
  CHECK(declared == 2 * std::size(classes));
}
