// SPDX-License-Identifier: MIT
// The registered models and their relations as a picture: a Mermaid diagram in an HTML page. No database is needed.
//
// expect: erDiagram
// expect: the page has 1 diagram with 3 relations: diagram.html
#include <filesystem>
#include <fstream>
#include <string>

#include <fmt/format.h>

#include <promptview/promptview.hpp>

namespace pv = promptview;

struct Album;
struct Artist : pv::Model<Artist> {
  pv::Auto<std::int64_t> id{};
  std::string name{};
  pv::HasMany<Album> albums{};
};
PROMPTVIEW_MODEL(Artist, postgres, "artists", FIELD(id, primary_key), FIELD(name, unique), RELATION(albums))

struct Genre : pv::Model<Genre> {
  pv::Auto<std::int64_t> id{};
  std::string name{};
  pv::OptionalForeignKey<Genre> parent{};
};
PROMPTVIEW_MODEL(Genre, postgres, "genres", FIELD(id, primary_key), FIELD(name), RELATION(parent))

struct Album : pv::Model<Album> {
  pv::Auto<std::int64_t> id{};
  std::string title{};
  pv::ForeignKey<Artist> artist{};
  pv::ManyToMany<Genre> genres{};
};
PROMPTVIEW_MODEL(Album, postgres, "albums", FIELD(id, primary_key), FIELD(title), RELATION(artist), RELATION(genres))

int main() {
  const std::string diagram = pv::diagram();
  fmt::print("{}\n", diagram);

  // A page that draws it: put a copy of mermaid.min.js beside it, or paste the text into any Markdown that knows Mermaid.
  const std::filesystem::path file = std::filesystem::temp_directory_path() / fmt::format("promptview_{}", ::getpid()) / "diagram.html";
  std::filesystem::create_directories(file.parent_path());
  std::ofstream{file} << "<!doctype html>\n<title>Models</title>\n<pre class=\"mermaid\">\n"
                      << diagram << "</pre>\n<script src=\"mermaid.min.js\"></script>\n<script>mermaid.initialize({startOnLoad: true})</script>\n";

  std::ifstream page{file};
  const std::string html{std::istreambuf_iterator<char>{page}, {}};
  std::size_t relations = 0;
  for (std::size_t at = html.find(" : "); at != std::string::npos; at = html.find(" : ", at + 1)) ++relations;
  fmt::print("the page has {} diagram with {} relations: {}\n", html.find("erDiagram") != std::string::npos ? 1 : 0, relations,
             file.filename().string());
  std::filesystem::remove_all(file.parent_path());
}
