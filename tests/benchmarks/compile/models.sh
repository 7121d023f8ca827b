# shellcheck shell=bash
# Sourced by the benchmarks of compile time.

# generate COUNT: a source file with so many models and three queries on each.
generate() {
  local i
  echo '#include <promptview/model.hpp>'
  echo 'namespace pv = promptview;'
  for ((i = 1; i <= $1; ++i)); do
    cat <<END
struct Person$i : pv::Model<Person$i> {
  pv::Auto<std::int64_t> id;
  std::string name{};
  std::string email{};
  std::int32_t age{};
  double score{};
  bool active{};
  std::optional<std::string> bio{};
};
PROMPTVIEW_MODEL(Person$i, postgres, "people$i",
                 FIELD(id, primary_key), FIELD(name, index=btree), FIELD(email, unique), FIELD(age), FIELD(score),
                 FIELD(active), FIELD(bio))
std::optional<Person$i> get$i(std::int64_t key) { return Person$i::get(key); }
std::vector<Person$i> page$i(int age, const std::string& name) {
  return Person$i::query().filter("age__gt", age).exclude("name__istartswith", name)
      .order_by("-age", "id").limit(20).execute();
}
std::int64_t count$i(double score) {
  return Person$i::query().filter(Person$i::q("score__lt", score) || !Person$i::q("bio__isnull", true)).count();
}
END
  done
}
