// SPDX-License-Identifier: MIT
#pragma once

// The statements, as people write them by hand for raw libpq, libpqxx and SOCI.
namespace benchmark::sql {

#define BENCHMARK_COLUMNS "id, name, email, age, score, active, bio"
inline constexpr const char* get = "SELECT " BENCHMARK_COLUMNS " FROM promptview_benchmark_people WHERE id = $1";
inline constexpr const char* read_all = "SELECT " BENCHMARK_COLUMNS " FROM promptview_benchmark_people";
inline constexpr const char* page =
    "SELECT " BENCHMARK_COLUMNS " FROM promptview_benchmark_people WHERE age > $1 ORDER BY id LIMIT 20";
inline constexpr const char* next_page =
    "SELECT " BENCHMARK_COLUMNS " FROM promptview_benchmark_people "
    "WHERE id > $1 AND age BETWEEN $2 AND $3 AND bio IS NOT NULL ORDER BY id LIMIT 50";
inline constexpr const char* insert =
    "INSERT INTO promptview_benchmark_written (name, email, age, score, active, bio) VALUES ($1, $2, $3, $4, $5, $6) "
    "RETURNING id";
inline constexpr const char* insert_with_key =
    "INSERT INTO promptview_benchmark_written (name, email, age, score, active, bio, id) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7)";
inline constexpr const char* update =
    "UPDATE promptview_benchmark_written SET name = $1, email = $2, age = $3, score = $4, active = $5, bio = $6 "
    "WHERE id = $7";
inline constexpr const char* read_documents = "SELECT id, body FROM promptview_benchmark_documents";
inline constexpr const char* read_tagged = "SELECT id, numbers, tags FROM promptview_benchmark_tagged";
inline constexpr const char* list_families =
    "SELECT p.id, p.name, c.id, c.title, c.mark FROM promptview_benchmark_parents p "
    "LEFT JOIN promptview_benchmark_children c ON c.parent_id = p.id ORDER BY p.id, c.id";
inline constexpr const char* written_columns = BENCHMARK_COLUMNS;
#undef BENCHMARK_COLUMNS

}  // namespace benchmark::sql
