// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <promptview/postgres/format/bytes.hpp>
#include <promptview/postgres/format/parameters.hpp>
#include <promptview/postgres/format/result.hpp>
#include <promptview/postgres/transaction/session.hpp>

// The tables and types that a database has, as its catalogs describe them; as data.
namespace promptview::postgres::catalog {

struct Column {
  std::string name{};
  std::string type{};          // as format_type writes it, e.g. `character varying(80)`
  Oid type_oid = 0;
  Oid base_oid = 0;            // of a domain: what it is made of
  bool not_null = false;
  bool is_identity = false;
  bool is_generated = false;
  std::string expression{};    // of its default, or of a generated column
};

struct Constraint {
  std::string name{};
  char kind = 0;               // p, u, f, c
  std::string definition{};
  std::vector<std::string> columns{};
  std::string target{};        // of a foreign key: the table, as regclass writes it
  std::vector<std::string> referenced{};
  char on_delete = 'a';
  char on_update = 'a';
  bool deferrable = false;
};

struct Index {
  std::string name{};
  bool unique = false;
  std::string method{};
  std::vector<std::string> keys{};   // columns by their names, other keys as SQL; ` DESC` and the like behind them
  std::vector<std::string> include{};
  std::string where{};
};

struct Table {
  bool exists = false;
  bool is_view = false;        // or a foreign table: nothing but columns can be compared
  std::string elsewhere{};     // the schema of another table of this name, where there is none here
  std::string current_schema{};  // with it
  std::vector<Column> columns{};
  std::vector<Constraint> constraints{};
  std::vector<Index> indexes{};

  const Column* column(std::string_view name) const noexcept {
    for (const Column& each : columns)
      if (each.name == name) return &each;
    return nullptr;
  }
};

struct Type {
  Oid oid = 0;                 // 0: there is none of this name
  std::vector<std::string> labels{};  // of an enumeration
};

// The names that are asked for, and the answers in the same order.
struct Catalog {
  std::vector<std::string> table_names{};  // as SQL names them: `"shop"."lines"`
  std::vector<std::string> plain_names{};  // without schema and quotes
  std::vector<std::string> type_names{};   // without what stands in brackets
  std::vector<Table> tables{};
  std::vector<Type> types{};
};

// A name can be found that was committed after the statement began, whose columns it does not see: pg_class and pg_type say
// what it sees. One row for each thing: what it is, the place of its table or type, and its texts in the order
// of `add`. Lists are joined by the unit separator.
inline constexpr const char* question = R"(
WITH asked AS MATERIALIZED (
  SELECT n::text AS n, (SELECT oid FROM pg_class WHERE oid = to_regclass(name)) AS id, plain
  FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS u(name, plain, n)),
names AS MATERIALIZED (
  SELECT n::text AS n, (SELECT oid FROM pg_type WHERE oid = to_regtype(name)) AS id
  FROM unnest($3::text[]) WITH ORDINALITY AS u(name, n))
SELECT 'table', n, ARRAY[(SELECT relkind::text FROM pg_class WHERE oid = id)] FROM asked WHERE id IS NOT NULL
UNION ALL
(SELECT 'elsewhere', n, ARRAY[s.nspname, current_schema()]::text[] FROM asked
 JOIN pg_class AS c ON c.relname = asked.plain AND c.relkind IN ('r', 'p', 'v', 'm', 'f') JOIN pg_namespace AS s ON s.oid = c.relnamespace
 WHERE asked.id IS NULL AND s.nspname NOT LIKE 'pg\_%' AND s.nspname <> 'information_schema' ORDER BY s.nspname DESC)
UNION ALL
(SELECT 'column', n, ARRAY[a.attname::text, format_type(a.atttypid, a.atttypmod), a.atttypid::text,
        coalesce(nullif(t.typbasetype, 0), t.oid)::text, a.attnotnull::text, a.attidentity::text, a.attgenerated::text,
        pg_get_expr(d.adbin, d.adrelid)]
 FROM asked JOIN pg_attribute AS a ON a.attrelid = id AND a.attnum > 0 AND NOT a.attisdropped JOIN pg_type AS t ON t.oid = a.atttypid
 LEFT JOIN pg_attrdef AS d ON d.adrelid = a.attrelid AND d.adnum = a.attnum ORDER BY asked.n, a.attnum)
UNION ALL
(SELECT 'constraint', n, ARRAY[k.conname::text, k.contype::text, pg_get_constraintdef(k.oid),
        array_to_string(ARRAY(SELECT a.attname FROM unnest(k.conkey) WITH ORDINALITY AS u(at, n)
                              JOIN pg_attribute AS a ON a.attrelid = k.conrelid AND a.attnum = u.at ORDER BY u.n), E'\x1f'),
        k.confrelid::oid::text,
        array_to_string(ARRAY(SELECT a.attname FROM unnest(k.confkey) WITH ORDINALITY AS u(at, n)
                              JOIN pg_attribute AS a ON a.attrelid = k.confrelid AND a.attnum = u.at ORDER BY u.n), E'\x1f'),
        k.confdeltype::text || k.confupdtype::text, k.condeferrable::text]
 FROM asked JOIN pg_constraint AS k ON k.conrelid = id AND k.contype IN ('p', 'u', 'f', 'c') ORDER BY asked.n, k.conname)
UNION ALL
(SELECT 'index', n, ARRAY[c.relname::text, i.indisunique::text, m.amname::text,
        array_to_string(ARRAY(SELECT coalesce(a.attname::text, pg_get_indexdef(i.indexrelid, k, false)) ||
                                     CASE i.indoption[k - 1] & 3 WHEN 1 THEN ' DESC NULLS LAST' WHEN 2 THEN ' NULLS FIRST'
                                       WHEN 3 THEN ' DESC' ELSE '' END
                              FROM generate_series(1, i.indnkeyatts) AS k
                              LEFT JOIN pg_attribute AS a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[k - 1] AND a.attnum > 0
                              ORDER BY k), E'\x1f'),
        array_to_string(ARRAY(SELECT a.attname FROM generate_series(i.indnkeyatts + 1, i.indnatts) AS k
                              JOIN pg_attribute AS a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[k - 1] ORDER BY k), E'\x1f'),
        pg_get_expr(i.indpred, i.indrelid)]
 FROM asked JOIN pg_index AS i ON i.indrelid = id AND i.indisvalid JOIN pg_class AS c ON c.oid = i.indexrelid JOIN pg_am AS m ON m.oid = c.relam
 ORDER BY asked.n, c.relname)
UNION ALL
SELECT 'type', n, ARRAY[id::text] FROM names WHERE id IS NOT NULL
UNION ALL
(SELECT 'label', n, ARRAY[e.enumlabel::text] FROM names JOIN pg_enum AS e ON e.enumtypid = id
 ORDER BY n, e.enumsortorder)
UNION ALL
SELECT 'oid', n, ARRAY[id::text] FROM asked WHERE id IS NOT NULL)";

inline std::vector<std::string> split(std::string_view list) {
  std::vector<std::string> parts;
  while (!list.empty()) {
    const std::size_t end = list.find('\x1f');
    parts.emplace_back(list.substr(0, end));
    list.remove_prefix(end == std::string_view::npos ? list.size() : end + 1);
  }
  return parts;
}

inline Oid oid_of_text(std::string_view text) {
  Oid oid = 0;
  for (const char c : text) oid = oid * 10 + static_cast<Oid>(c - '0');
  return oid;
}

// One row of the answer; see `question`.
class Row {
 public:
  Row(const Result& result, int row) : what_{result.bytes(row, 0)}, place_{oid_of_text(result.bytes(row, 1)) - 1} {
    std::string_view array = result.bytes(row, 2);
    constexpr std::size_t head = 20;  // of an array of one dimension
    array.remove_prefix(array.size() < head ? array.size() : head);
    while (array.size() >= sizeof(std::int32_t)) {
      const auto size = load<std::int32_t>(array.data());
      array.remove_prefix(sizeof(size));
      texts_.push_back(array.substr(0, size < 0 ? 0 : static_cast<std::size_t>(size)));
      array.remove_prefix(texts_.back().size());
    }
  }
  std::string_view what() const noexcept { return what_; }
  std::size_t place() const noexcept { return place_; }
  // One of its texts; empty: it is NULL.
  std::string_view operator[](std::size_t text) const noexcept { return text < texts_.size() ? texts_[text] : std::string_view{}; }

 private:
  std::string_view what_;
  std::size_t place_;
  std::vector<std::string_view> texts_{};
};

inline void add(Catalog& to, const Row& row, std::vector<Oid>& table_oids) {
  const std::string_view what = row.what();
  const auto text = [&row](std::size_t place) { return std::string{row[place]}; };
  if (what == "type") {
    to.types[row.place()].oid = oid_of_text(row[0]);
    return;
  }
  if (what == "label") return to.types[row.place()].labels.push_back(text(0));
  Table& table = to.tables[row.place()];
  if (what == "table") table.exists = true;
  if (what == "table") table.is_view = row[0] != "r" && row[0] != "p";
  if (what == "oid") table_oids[row.place()] = oid_of_text(row[0]);
  if (what == "elsewhere") table.elsewhere = text(0), table.current_schema = text(1);
  if (what == "column")
    table.columns.push_back({.name = text(0), .type = text(1), .type_oid = oid_of_text(row[2]), .base_oid = oid_of_text(row[3]),
                             .not_null = row[4] == "true", .is_identity = !row[5].empty(), .is_generated = !row[6].empty(), .expression = text(7)});
  if (what == "constraint")
    table.constraints.push_back({.name = text(0), .kind = row[1][0], .definition = text(2), .columns = split(row[3]), .target = text(4),
                                 .referenced = split(row[5]), .on_delete = row[6][0], .on_update = row[6][1], .deferrable = row[7] == "true"});
  if (what == "index")
    table.indexes.push_back({.name = text(0), .unique = row[1] == "true", .method = text(2), .keys = split(row[3]), .include = split(row[4]), .where = text(5)});
}

// Asks for all of it. One round trip.
inline void read(const SessionSource& source, Catalog& catalog) {
  catalog.tables.resize(catalog.table_names.size());
  catalog.types.resize(catalog.type_names.size());
  Parameters parameters;
  write_texts(parameters, catalog.table_names);
  write_texts(parameters, catalog.plain_names);
  write_texts(parameters, catalog.type_names);
  const Result answer = Session{source}->run_once(question, parameters);
  std::vector<Oid> table_oids(catalog.tables.size());
  for (int row = 0; row < answer.rows(); ++row) add(catalog, Row{answer, row}, table_oids);
  for (Table& table : catalog.tables)
    for (Constraint& each : table.constraints)
      for (std::size_t i = 0; i < table_oids.size(); ++i)
        if (table_oids[i] != 0 && each.kind == 'f' && oid_of_text(each.target) == table_oids[i]) each.target = catalog.table_names[i];
}

}  // namespace promptview::postgres::catalog
