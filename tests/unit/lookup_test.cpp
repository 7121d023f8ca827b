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
  pv::Json json{};
  std::vector<int> array{};
  pv::Range<std::int32_t> range{};
  int number__gt{};
  int exact{};
};
PROMPTVIEW_MODEL(Row, postgres, "lookup_rows", FIELD(on), FIELD(number), FIELD(maybe), FIELD(price), FIELD(real),
                 FIELD(text), FIELD(role), FIELD(bytes), FIELD(uuid), FIELD(day), FIELD(json), FIELD(array),
                 FIELD(range), FIELD(number__gt), FIELD(exact))

constexpr const pv::ModelInfo& row = model_of<Row>();

constexpr bool is(std::string_view text, std::string_view field, std::string_view lookup) {
  const ResolvedLookup found = resolve(row, text);
  return found.problem == LookupProblem::none && row.fields[found.field].name == field &&
         pv::lookups[found.lookup].name == lookup;
}
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
static_assert(problem("array__in") == LookupProblem::lookup_of_another_type);

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
static_assert(beside<int>("numbr") == LookupProblem::no_such_field);

std::string read_file(const std::string& path) {
  std::ifstream file{path};
  REQUIRE(file);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

// The lookups of a class, as the name of its error function has them.
std::string names_of(pv::FieldClass field_class) {
  std::string names;
  for (const pv::Lookup& lookup : pv::lookups)
    if ((lookup.classes & field_class) != 0) names += "_" + std::string{lookup.name};
  return names;
}

}  // namespace

TEST_CASE("each lookup has a name of its own and the places in its SQL that its operand needs") {
  std::set<std::string_view> names;
  for (const pv::Lookup& lookup : pv::lookups) {
    INFO(lookup.name);
    CHECK(names.insert(lookup.name).second);
    CHECK(lookup.name.find("__") == std::string_view::npos);
    const auto has = [&](std::string_view place) { return lookup.sql.find(place) != std::string_view::npos; };
    CHECK(has("{c}"));
    CHECK(has("{v}") == (lookup.operand != pv::Operand::pair && lookup.operand != pv::Operand::boolean));
    CHECK(has("{a}") == (lookup.operand == pv::Operand::pair));
    CHECK(has("{b}") == (lookup.operand == pv::Operand::pair));
    CHECK((lookup.pattern == pv::Pattern::none || lookup.operand == pv::Operand::text));
    CHECK((lookup.operand != pv::Operand::text || lookup.classes == pv::text_class));
  }
  CHECK(names.size() == pv::lookup_count);
}

// A compiler shows the names of these functions as its message, so they must tell the truth.
TEST_CASE("the error of each class of fields names exactly the lookups that the table allows") {
  const std::string header = read_file(PROMPTVIEW_TEST_SOURCE_DIR "/../include/promptview/checked_lookup.hpp");
  const std::pair<const char*, pv::FieldClass> classes[] = {
      {"boolean", pv::boolean_class}, {"number", pv::number_class}, {"bytes", pv::bytes_class},
      {"uuid", pv::uuid_class},       {"time", pv::time_class},     {"json", pv::json_class},
      {"array", pv::array_class},     {"range", pv::range_class}};
  for (const auto& [word, field_class] : classes) {
    const std::string name = "error_" + std::string{word} + "_fields_have" + names_of(field_class);
    INFO(name);
    CHECK(header.find("inline void " + name + "() {}") != std::string::npos);
    CHECK(header.find("case " + std::string{word} + "_class: return " + name + ";") !=
          (field_class == pv::range_class ? 0 : std::string::npos));
  }
  std::size_t declared = 0;
  for (std::size_t at = header.find("_fields_have_"); at != std::string::npos;
       at = header.find("_fields_have_", at + 1))
    ++declared;
  CHECK(declared == 2 * std::size(classes));
  CHECK(names_of(pv::text_class).size() == [] {  // texts have them all, so that there is nothing to say
    std::size_t size = 0;
    for (const pv::Lookup& lookup : pv::lookups) size += lookup.name.size() + 1;
    return size;
  }());
}

TEST_CASE("each kind belongs to one class") {
  const auto of = [](pv::Kind kind) { return pv::field_class(pv::TypeInfo{.kind = kind}); };
  CHECK(of(pv::Kind::boolean) == pv::boolean_class);
  for (const auto kind :
       {pv::Kind::int16, pv::Kind::int32, pv::Kind::int64, pv::Kind::float32, pv::Kind::float64, pv::Kind::numeric})
    CHECK(of(kind) == pv::number_class);
  for (const auto kind : {pv::Kind::text, pv::Kind::enumeration}) CHECK(of(kind) == pv::text_class);
  CHECK(of(pv::Kind::bytes) == pv::bytes_class);
  CHECK(of(pv::Kind::uuid) == pv::uuid_class);
  for (const auto kind :
       {pv::Kind::date, pv::Kind::time, pv::Kind::timestamp, pv::Kind::timestamptz, pv::Kind::interval})
    CHECK(of(kind) == pv::time_class);
  CHECK(of(pv::Kind::json) == pv::json_class);
  CHECK(of(pv::Kind::array) == pv::array_class);
  CHECK(of(pv::Kind::range) == pv::range_class);
}
