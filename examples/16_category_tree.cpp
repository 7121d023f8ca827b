// SPDX-License-Identifier: MIT
// A tree of categories: a relation of a model to itself.
//
// expect: Shop: Books, Music
// expect: Books: Novels, Science
// expect: below Books: Algebra, Novels, Science
// expect: Algebra < Science < Books < Shop
// expect: categories with a grandchild: Books, Shop
// expect: leaves: Algebra, Music, Novels
// expect: in Books and below: Algebra, Books, Novels, Science
// expect: Algebra moved to Music: Music has 1 child
// expect: a category that has children stays: parent
#include <fmt/format.h>

#include <promptview/promptview.hpp>

namespace pv = promptview;

struct Category : pv::Model<Category> {
  pv::Auto<std::int64_t> id{};
  std::string name{};
  pv::OptionalForeignKey<Category> parent{};  // NULL at the root
  pv::HasMany<Category> children{};
};
PROMPTVIEW_MODEL(Category, postgres, "example_categories", FIELD(id, primary_key), FIELD(name),
                 RELATION(parent, on_delete=restrict, related="children"), RELATION(children))

std::string names(const std::vector<Category>& categories) {
  std::string all;
  for (const Category& each : categories) all += (all.empty() ? "" : ", ") + each.name;
  return all;
}

// What was loaded, level by level.
void print(const Category& category) {
  if (!category.children.is_loaded() || category.children.empty()) return;
  std::string below;
  for (const Category& child : category.children) below += (below.empty() ? "" : ", ") + child.name;
  fmt::print("{}: {}\n", category.name, below);
  for (const Category& child : category.children) print(child);
}

int main() {
  pv::postgres::connect_or_embed();
  Category::drop();
  Category::initialize();

  Category shop{.name = "Shop"};
  pv::Shared books = shop.children.append({.name = "Books"});
  shop.children.append({.name = "Music"});
  books->children.append({.name = "Novels"});
  pv::Shared science = books->children.append({.name = "Science"});
  science->children.append({.name = "Algebra"});
  pv::save_graph(shop);  // a level after the other

  // Two levels below the root, in one round trip.
  print(Category::query().filter("parent__isnull", true).include("children", Category::query().order_by("name")).include("children__children").one());
  const auto by_name = Category::query().order_by("name");
  fmt::print("below Books: {}\n", names(by_name.filter(Category::q("parent__name", "Books") || Category::q("parent__parent__name", "Books")).execute()));

  // Upwards: relations to one can be read with the row, in one statement.
  const Category leaf = Category::query().filter("name", "Algebra").join_related("parent__parent__parent").one();
  std::string way = leaf.name;
  for (const Category* at = &leaf; at->parent.is_loaded() && at->parent; at = &*at->parent) way += " < " + at->parent->name;
  fmt::print("{}\n", way);

  fmt::print("categories with a grandchild: {}\n", names(by_name.filter("children__children__isnull", false).execute()));
  fmt::print("leaves: {}\n", names(by_name.filter("children__isnull", true).execute()));

  // Any depth: a recursive common table expression.
  fmt::print("in Books and below: {}\n", names(by_name.filter("name", "Books").recursive(&Category::parent, &Category::id).order_by("name").execute()));

  Category music = Category::query().filter("name", "Music").one();
  Category algebra = leaf;
  algebra.parent = music;
  algebra.save();
  fmt::print("{} moved to {}: {} has {} child\n", algebra.name, algebra.parent->name, music.name, music.children.query().count());

  try {
    books->remove();
  } catch (const pv::ForeignKeyViolation& error) {
    fmt::print("a category that has children stays: {}\n", error.field());
  }
}
