// SPDX-License-Identifier: MIT
#pragma once

// Declarations of the names that other headers of an application mention without using them.
namespace promptview {

template <class T>
struct Model;
template <class M, class Row = M>
class QuerySet;
template <class M>
class Q;
template <class M, class T>
class Computed;
template <class M>
class Ordering;
template <class M>
class Assigned;
template <class M, class Row = M>
class Stream;  // include <promptview/stream.hpp>
template <class M>
struct Page;  // include <promptview/page.hpp>
namespace detail {
template <class M, class Rows>
struct RangeInsert;  // include <promptview/model/bulk_range.hpp>
}
template <class T>
class Auto;
template <class T>
class Deferred;
template <class T>
struct TypeMapping;
template <class T>
class Range;

template <class M>
struct CountQuery;  // include <promptview/pipeline.hpp>
template <class M>
struct ExistsQuery;
template <class M, class Row>
struct FirstQuery;
template <class M, class... Key>
class GetQuery;

class Database;
class Namespace;
class NamespaceManager;
class Numeric;
class Uuid;
class ValueReader;
class ValueWriter;
struct Context;
struct FieldInfo;
struct ModelInfo;
struct RelationInfo;
struct SchemaDifference;  // include <promptview/schema.hpp>
struct Select;
struct TypeInfo;
struct Value;

namespace detail {
struct JoinChange;
struct Loaded;
template <class M>
class PageReader;  // include <promptview/page.hpp>
template <class M, class Key>
class BulkReader;  // include <promptview/in_bulk.hpp>
template <class M>
class ManyReader;  // include <promptview/get_many.hpp>
}  // namespace detail

namespace postgres {
class Connection;
class ConnectionPool;
class EmbeddedServer;
class PooledConnection;
class SQLBuilder;
class Transaction;
struct ConnectOptions;
}  // namespace postgres

}  // namespace promptview
