// SPDX-License-Identifier: MIT
// JSON that is nested too deep, at each way in and each way out, with the little stack that threads of servers have.
#include <string>
#include <vector>

#include <promptview/json.hpp>
#include <promptview/promptview.hpp>
#include <promptview_test/catch.hpp>
#include <promptview_test/document_user.hpp>
#include <promptview_test/small_stack.hpp>

namespace json_depth {

namespace pv = promptview;

struct Settings {
  pv::Json extra{};
};
PROMPTVIEW_STRUCT(Settings, FIELD(extra))

struct Note : pv::Model<Note> {
  pv::Auto<std::int64_t> id{};
  pv::Json data{};
  Settings settings{};
  std::vector<Settings> more{};
  pv::OptionalForeignKey<Note> parent{};
};
PROMPTVIEW_MODEL(Note, postgres, "json_depth_notes", FIELD(id, primary_key), FIELD(data), FIELD(settings), FIELD(more), RELATION(parent))

}  // namespace json_depth

namespace pv = promptview;
using namespace promptview_test;
using document_test::User;
using json_depth::Note;

namespace {

const pv::DocumentRules<User> rules{.fields = {"age", "data"}, .max_bytes = 10'000'000, .max_depth = 1'000'000, .max_conditions = 1'000'000};

std::string nested(std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); }
std::string wrapped(const std::string& open, const std::string& inside, const std::string& close, std::size_t times) {
  std::string text;
  for (std::size_t i = 0; i < times; ++i) text += open;
  text += inside;
  for (std::size_t i = 0; i < times; ++i) text += close;
  return text;
}

// {"key": the document of this depth}; a copy of it would need the stack.
pv::Json holding(const char* key, std::size_t depth) {
  pv::Json json = pv::Json::object();
  json[key] = pv::Json::parse(nested(depth));
  return json;
}

constexpr std::size_t depths[] = {101, 4'000, 32'000, 500'000};

// The message of InvalidValue, thrown on a small stack.
template <class Work>
std::string refused(const Work& work) {
  try {
    on_small_stack([&] { work(); });
  } catch (const pv::InvalidValue& error) {
    return error.what();
  }
  return "taken";
}

const std::string limit = "nest at most 100 arrays and objects of JSON in each other";

// Reads a text as the value of one field, as a column of the server.
class OneText final : public pv::ValueReader {
 public:
  explicit OneText(std::string_view text) : text_{text} {}
  bool is_null() const override { return false; }
  std::string_view text() override { return text_; }
  std::string place() const override { return "Note.data"; }
  bool boolean() override { return false; }
  std::int64_t integer() override { return 0; }
  double real() override { return 0; }
  std::string_view bytes() override { return {}; }
  const std::byte* uuid() override { return nullptr; }
  std::int32_t date() override { return 0; }
  std::int64_t microseconds() override { return 0; }
  pv::IntervalParts interval() override { return {}; }
  std::size_t begin_array() override { return 0; }
  void next_item() override {}
  void end_array() override {}
  pv::RangeBounds begin_range() override { return {}; }
  void end_range() override {}

 private:
  std::string_view text_;
};

}  // namespace

TEST_CASE("json depth: documents of strangers") {
  for (const std::size_t depth : depths) {
    CAPTURE(depth);
    const auto json = [&](const std::string& text) { return refused([&] { (void)pv::apply_json(User::query(), text, rules); }); };
    CHECK(json(nested(depth)) == "/: " + limit);
    CHECK(json(R"({"data__k":)" + nested(depth) + "}") == "/: " + limit);
    CHECK(json(wrapped(R"({"not":)", "{}", "}", depth)) == "/: " + limit);
    CHECK(json(wrapped(R"({"or":[)", "{}", "]}", depth)) == "/: " + limit);
    CHECK(json(R"({"order":)" + nested(depth) + "}") == "/: " + limit);
    const auto parsed = [&](const std::string& text) { return refused([&] { (void)pv::apply_json(User::query(), pv::Json::parse(text), rules); }); };
    CHECK(parsed(nested(depth)) == "/: " + limit);
    CHECK(parsed(R"({"data__k":)" + nested(depth) + "}") == "/: " + limit);
    const auto url = [&](const std::string& text) { return refused([&] { (void)pv::apply_query_string(User::query(), text, rules); }); };
    CHECK(url("data__k=" + nested(depth)) == "data__k: " + limit);
    CHECK(url("data__in=" + nested(depth)) == "data__in: " + limit);
  }
}

TEST_CASE("json depth: what is just deep enough is a query") {
  on_small_stack([] {
    const std::string text = wrapped(R"({"age":1,"not":)", R"({"age":2})", "}", 98);
    const std::string sql = pv::apply_json(User::query(), text, rules).to_sql();
    CHECK(sql.find(wrapped(R"("age" = 1 AND NOT ()", R"("age" = 2)", ")", 98)) != std::string::npos);
    CHECK(pv::apply_json(User::query(), R"({"data__k":)" + nested(99) + "}", rules).to_sql().find(nested(99)) != std::string::npos);
    CHECK(pv::apply_query_string(User::query(), "data__k=" + nested(100), rules).to_sql().find(nested(100)) != std::string::npos);
  });
}

TEST_CASE("json depth: from_json") {
  for (const std::size_t depth : depths) {
    CAPTURE(depth);
    const std::string wanted = "json_depth::Note: " + limit;
    CHECK(refused([&] { (void)pv::from_json<Note>(holding("data", depth)); }) == wanted);
    CHECK(refused([&] { (void)pv::from_json<json_depth::Settings>(holding("extra", depth)); }) == "json_depth::Settings: " + limit);
    CHECK(refused([&] { (void)pv::from_json<Note>(holding("nothing", depth), pv::UnknownKeys::ignore); }) == wanted);
    CHECK(refused([&] { (void)holding("data", depth).get<Note>(); }) == wanted);
    CHECK(refused([&] { Note into; pv::from_json(holding("more", depth), into); }) == wanted);
    CHECK(refused([&] { (void)pv::from_json<Note>(pv::Json::parse(wrapped(R"({"parent":)", "null", "}", depth))); }) == wanted);
  }
}

TEST_CASE("json depth: values of lookups, and what is written") {
  for (const std::size_t depth : depths) {
    CAPTURE(depth);
    const pv::Json deep = pv::Json::parse(nested(depth));
    CHECK(refused([&] { (void)Note::query().filter("data__k", deep); }) == limit);
    CHECK(refused([&] { (void)Note::query().filter("data__contains", deep); }) == limit);
    CHECK(refused([&] { (void)Note::query().filter(pv::runtime("data__k"), deep); }) == limit);
    CHECK(refused([&] { (void)pv::to_json(Note{.data = pv::Json::parse(nested(depth))}); }) == "json_depth::Note.data: " + limit);
    CHECK(refused([&] { (void)pv::to_json(Note{.settings = {pv::Json::parse(nested(depth))}}); }) == "json_depth::Note.settings: json_depth::Settings.extra: " + limit);
  }
}

TEST_CASE("json depth: columns that the server sends") {
  for (const std::size_t depth : depths) {
    CAPTURE(depth);
    const std::string text = nested(depth);
    const std::string wanted = "Note.data: the column holds no JSON that can be read: " + limit;
    pv::Json document;
    json_depth::Settings settings;
    CHECK(refused([&] { OneText in{text}; pv::TypeMapping<pv::Json>::read(in, document); }) == wanted);
    CHECK(refused([&] { OneText in{text}; pv::TypeMapping<json_depth::Settings>::read(in, settings); }) == wanted);
  }
}

TEST_CASE("json depth: objects that hold each other") {
  std::vector<Note> notes(120);
  for (std::size_t i = 1; i < notes.size(); ++i) pv::detail::RelationAccess::set_loaded(notes[i].parent, pv::Shared<Note>{notes[i - 1]}.pointer());
  CHECK(refused([&] { (void)pv::to_json(notes.back()); }) ==
        "json_depth::Note: write at most 50 objects in each other: unload the relations that lead further");
  CHECK(refused([&] { (void)pv::to_json(notes[49]); }) == "taken");
}
