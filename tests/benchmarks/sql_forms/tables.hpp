// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <promptview/promptview.hpp>

// The tables whose queries are compared.
namespace sql_forms {

namespace pv = promptview;

struct Post;
struct Author : pv::Model<Author> {
  pv::Auto<std::int64_t> id{};
  std::string name{};
  int age{};
  std::optional<int> score{};
  pv::HasMany<Post> posts{};
};
struct Post : pv::Model<Post> {
  pv::Auto<std::int64_t> id{};
  int likes{};
  std::int64_t reader{};
  pv::ForeignKey<Author> author{};
};
PROMPTVIEW_MODEL(Author, postgres, "authors", FIELD(id, primary_key), FIELD(name), FIELD(age), FIELD(score), RELATION(posts), INDEX("age DESC, id"),
                 INDEX("score, id"))
PROMPTVIEW_MODEL(Post, postgres, "posts", FIELD(id, primary_key), FIELD(likes), FIELD(reader), RELATION(author))

struct Event;
struct Sensor : pv::Model<Sensor> {
  pv::Auto<std::int64_t> id{};
  pv::HasMany<Event> events{};
};
struct Event : pv::Model<Event> {
  pv::Auto<std::int64_t> id{};
  int at{};
  pv::ForeignKey<Sensor> sensor{};
};
PROMPTVIEW_MODEL(Sensor, postgres, "sensors", FIELD(id, primary_key), RELATION(events))
PROMPTVIEW_MODEL(Event, postgres, "events", FIELD(id, primary_key), FIELD(at), RELATION(sensor), INDEX("sensor, at DESC"))

// So many authors and posts, of which a tenth have no score, two thirds have posts; a hundred sensors, so many events.
inline void fill(std::int64_t rows) {
  for (const auto initialize : {Author::initialize, Post::initialize, Sensor::initialize, Event::initialize}) initialize();
  pv::execute("TRUNCATE authors, posts, sensors, events RESTART IDENTITY");
  const std::string from = " FROM generate_series(1::bigint, " + std::to_string(rows) + ") AS i";
  pv::execute("INSERT INTO authors (name, age, score) SELECT 'name ' || i, i * 7919 % 100, CASE WHEN i % 10 > 0 THEN i * 31 % 1000 END" + from);
  pv::execute("INSERT INTO posts (likes, reader, author_id) SELECT i * 37 % 1000, i * 7 % 300000, 1 + abs(hashint8(i)::bigint) % " + std::to_string(rows) + from);
  pv::execute("INSERT INTO sensors SELECT FROM generate_series(1, 100)");
  pv::execute("INSERT INTO events (at, sensor_id) SELECT i / 100, 1 + i % 100" + from);
  for (const char* table : {"authors", "posts", "sensors", "events"}) pv::execute(std::string{"VACUUM ANALYZE "} + table);
}

}  // namespace sql_forms
