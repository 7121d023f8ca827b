// SPDX-License-Identifier: MIT
// What is said of wrong paths in texts of run time.
#include <promptview/promptview.hpp>
#include <promptview_test/blog.hpp>
#include <promptview_test/catch.hpp>

namespace pv = promptview;
using namespace promptview_test::blog;
using promptview_test::message;

namespace runtime_errors_test {

struct Elsewhere;
struct Lonely : pv::Model<Lonely> {
  pv::Auto<std::int64_t> id{};
  pv::ForeignKey<Elsewhere> place{};
};
PROMPTVIEW_MODEL(Lonely, postgres, "runtime_errors_lonely", FIELD(id, primary_key), RELATION(place))

}  // namespace runtime_errors_test

using runtime_errors_test::Lonely;

TEST_CASE("a wrong name behind a relation is told with the model that it was looked for in") {
  const auto filter = [](const char* text) { return Post::query().filter(pv::runtime(text), "x"); };
  CHECK_THROWS_MATCHES(filter("author__nmae__icontains"), pv::UnknownField,
                       message("promptview_test::blog::Author has no field for \"author__nmae__icontains\": did you mean \"name\"?"));
  CHECK_THROWS_MATCHES(filter("autor__name"), pv::UnknownField,
                       message("promptview_test::blog::Post has no field for \"autor__name\": did you mean \"author\"?"));
  CHECK_THROWS_MATCHES(filter("tags__posts__author__agee"), pv::UnknownField,
                       message("promptview_test::blog::Author has no field for \"tags__posts__author__agee\": did you mean \"age\"?"));
  CHECK_THROWS_MATCHES(filter("author__name__year"), pv::UnknownField,
                       message("promptview_test::blog::Post, \"author__name__year\": no such lookup; \"name\" has exact, ne, gt, gte, lt, lte, range, in, isnull, iexact, "
                               "contains, icontains, startswith, istartswith, endswith, iendswith, regex, iregex, search, search_phrase, search_web, search_raw, "
                               "trigram_similar, trigram_word_similar, length, lower, upper"));
  CHECK_THROWS_MATCHES(Post::query().filter(pv::runtime("author__age__in"), 5), pv::InvalidValue,
                       message("promptview_test::blog::Post, \"author__age__in\": the value must be a list of the field's type, int32"));
  CHECK_THROWS_MATCHES(Post::query().order_by(pv::runtime("-author__nmae")), pv::UnknownField,
                       message("promptview_test::blog::Author has no field for \"author__nmae\": did you mean \"name\"?"));
}

TEST_CASE("a target that is not registered in the program") {
  CHECK(Lonely::query().filter("place__in", {1, 2}).to_sql().ends_with("\"place_id\" = ANY('{\"1\",\"2\"}'::bigint[])"));
  CHECK_THROWS_MATCHES(Lonely::query().filter(pv::runtime("place__name"), 5), pv::UnknownField,
                       message("runtime_errors_test::Lonely, \"place__name\": the model runtime_errors_test::Elsewhere is not registered in this program: include "
                               "the header with its PROMPTVIEW_MODEL"));
}
