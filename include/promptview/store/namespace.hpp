// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <promptview/base/error.hpp>
#include <promptview/base/fwd.hpp>
#include <promptview/base/list.hpp>
#include <promptview/lookups/bound_argument.hpp>
#include <promptview/query/select.hpp>
#include <promptview/store/bulk_write.hpp>
#include <promptview/store/context.hpp>
#include <promptview/store/read_request.hpp>

namespace promptview {

// A query that is read batch by batch. It holds what it needs of the store until it is destroyed or has given its last
// row. For one thread at a time.
class RowStream {
 public:
  virtual ~RowStream() = default;

  // Hands over the next rows, a batch of them at most; false when there are no more. Blocks. Throws what a query throws,
  // and TransactionFailed when the transaction in which it began has ended.
  virtual bool next(RowSink& sink) = 0;
};

// Work that a store does as a whole or not at all.
class AtomicBlock {
 public:
  // Does it. Blocks; what it throws undoes all of it.
  virtual void run(const Context& context) = 0;

 protected:
  ~AtomicBlock() = default;
};

// One model's place in a store (a table, a collection), and what a store must be able to do with it. All calls block
// until the store has answered; they may be made from many threads at once, after `add_field` was called for each field.
class Namespace {
 public:
  // The part of a model that `create_namespace` makes, so that many models can be made in an order that their references allow.
  enum class Phase : std::uint8_t { types, tables, join_tables, indexes, foreign_keys, everything };

  virtual ~Namespace() = default;

  // The model whose rows are kept here.
  virtual const ModelInfo& model() const noexcept = 0;
  // Told of each field once, in the model's order, before anything is asked.
  virtual void add_field(const FieldInfo& field) = 0;

  virtual void create_namespace(const Context& context, Phase phase = Phase::everything) = 0;  // what is there stays
  virtual void drop_namespace(const Context& context) = 0;                                     // what is missing is no error

  // Prepares an object of a model with relations for being written: its relations learn which they are, and its foreign keys take
  // the keys of the objects that they hold. `only`: the fields that will be written; empty: all. Throws UnsavedRelation for
  // an object without a key, and InvalidValue for a foreign key that is missing.
  inline virtual void prepare(void* object, const std::vector<std::uint16_t>& only);

  // Writes `object`, one of the model's structs, and reads back what the store generated.
  virtual void save(const Context& context, void* object, const Write& how) = 0;
  // Reads the row whose key is `key` (as many as the model's key has fields) into `object`; false: there is none.
  virtual bool get(const Context& context, const detail::BoundArgument* key, void* object) = 0;
  // Removes the row of `object`; false: there was none.
  virtual bool remove(const Context& context, const void* object) = 0;

  // The same without a soft removal, and what undoes one: what is read back goes into `object`; false: there was none.
  virtual bool hard_remove(const Context& context, const void* object) = 0;
  virtual bool restore(const Context& context, void* object) = 0;

  // Inserts `object`; where a row has the same values of the target's fields, that row is updated (`update`), or read into
  // `object` (`ignore`). Whether it was inserted.
  virtual bool write_on_conflict(const Context& context, void* object, const Conflict& conflict) = 0;

  // Inserts many objects and reads back what the store generated; all of them or, when it throws, none. The number of rows
  // that were written.
  virtual std::int64_t bulk_insert(const Context& context, const Objects& objects, const BulkInsert& how) = 0;
  // The same for objects whose number is not known: all of them, or none.
  virtual std::int64_t bulk_insert_from(const Context& context, ObjectSource& objects, const BulkInsert& how) = 0;

  // Updates some fields of the rows of many objects, all or none; the number of rows that were found.
  virtual std::int64_t bulk_update(const Context& context, const Objects& objects, const BulkUpdate& how) = 0;

  // Gives the rows of the query to `sink`; their number; whether there is one.
  virtual void query(const Context& context, const Select& select, RowSink& sink) = 0;
  virtual std::int64_t count(const Context& context, const Select& select) = 0;
  virtual bool exists(const Context& context, const Select& select) = 0;
  // Update and remove all rows of the query, which is not sliced; return their number. `hard`: not softly.
  virtual std::int64_t update_all(const Context& context, const Select& select, const std::vector<Assignment>& assignments) = 0;
  virtual std::int64_t remove_all(const Context& context, const Select& select, bool hard) = 0;
  // Begins to read batch by batch; the caller deletes the stream.
  virtual RowStream* open_stream(const Context& context, const Select& select, std::int64_t batch) = 0;
  // Begins to read all rows as the fastest way out of the store does; the caller deletes the stream.
  virtual RowStream* open_copy(const Context& context, const Select& select) = 0;
  // How the store would run the query.
  virtual std::string explain(const Context& context, const Select& select, const ExplainOptions& options) = 0;
  // The query in the store's own language; for people and tests.
  virtual std::string to_text(const Select& select, SqlText form) const = 0;

  // Runs `block` so that all that it does in its context has effect, or nothing when it throws; in a transaction too, which
  // goes on. A store without transactions just runs it.
  inline virtual void all_or_nothing(const Context& context, AtomicBlock& block);
  // Changes the rows of a join table; what its kind says there. A store without join tables throws Error.
  inline virtual std::int64_t change_join_rows(const Context& context, detail::JoinChange& change);

  // --- Many things at once. A store that cannot do them together does them one after the other, as is written here. What
  // they throw has the place of the object or request that it is about.

  // Saves each object as `save` does. A store that can leaves nothing of it when it throws, and the objects as they were.
  inline virtual void save_all(const Context& context, const Objects& objects, const Write& how);
  // Answers all requests, which can be about several models of this kind of store.
  inline virtual void ask(const Context& context, const ReadRequests& requests);
  // Reads the rows with these keys, a list of values of the one field of the key; each goes to the places that its key has
  // in the list. False: the store has no way for this that is faster than `ask`; then nothing was done.
  inline virtual bool get_by_list(const Context& context, const detail::BoundArgument& keys, PlacedRowSink& rows);
  // Reads relations of objects of the model into them, one statement for each relation and one round trip for each level.
  inline virtual void load_relations(const Context& context, const detail::List<void*>& objects, const detail::List<Include>& includes);
  // Creates what is missing of these, all of this kind of store: types, tables, join tables, indexes, foreign keys.
  inline virtual void create_all(const Context& context, const detail::List<Namespace*>& spaces);
  // Adds what differs between these models, all of this kind of store, and what the store has. A store without a schema of
  // its own has nothing to compare.
  inline virtual void compare_schema(const Context& context, const detail::List<Namespace*>& spaces, std::vector<SchemaDifference>& found);
  // Drops these, all of this kind of store, whatever refers to what among them.
  inline virtual void drop_all(const Context& context, const detail::List<Namespace*>& spaces);
};

namespace detail {

// Does `work` for each place from 0; what it throws has the place.
template <class Work>
void for_each_place(std::size_t count, const Work& work) {
  std::size_t place = 0;
  try {
    for (; place < count; ++place) work(place);
  } catch (Error& error) {
    error.set_place(place);
    throw;
  }
}

inline void answer(const Context& context, ReadRequest& request) {
  Namespace& space = *request.space;
  switch (request.kind) {
    case ReadRequest::Kind::rows: return space.query(context, *request.select, *request.rows);
    case ReadRequest::Kind::count: request.number = space.count(context, *request.select); return;
    case ReadRequest::Kind::exists: request.number = space.exists(context, *request.select) ? 1 : 0; return;
    case ReadRequest::Kind::get: request.number = space.get(context, request.key, request.object) ? 1 : 0; return;
  }
}

}  // namespace detail

inline void Namespace::prepare(void* object, const std::vector<std::uint16_t>&) { detail::bind_relations(model(), object); }

inline void Namespace::all_or_nothing(const Context& context, AtomicBlock& block) { block.run(context); }

inline std::int64_t Namespace::change_join_rows(const Context&, detail::JoinChange&) {
  throw Error{std::string{model().name} + ": its store has no join tables"};
}

inline void Namespace::save_all(const Context& context, const Objects& objects, const Write& how) {
  detail::for_each_place(objects.count, [&](std::size_t place) { save(context, objects[place], how); });
}

inline void Namespace::ask(const Context& context, const ReadRequests& requests) {
  detail::for_each_place(requests.count, [&](std::size_t place) { detail::answer(context, requests[place]); });
}

inline bool Namespace::get_by_list(const Context&, const detail::BoundArgument&, PlacedRowSink&) { return false; }

inline void Namespace::load_relations(const Context&, const detail::List<void*>&, const detail::List<Include>&) {
  throw InvalidValue{std::string{model().name}.append(": relations cannot be loaded from this kind of store")};
}

inline void Namespace::create_all(const Context& context, const detail::List<Namespace*>& spaces) {
  for (const Phase phase : {Phase::types, Phase::tables, Phase::join_tables, Phase::indexes, Phase::foreign_keys})
    for (Namespace* each : spaces) each->create_namespace(context, phase);
}

inline void Namespace::compare_schema(const Context&, const detail::List<Namespace*>&, std::vector<SchemaDifference>&) {}

inline void Namespace::drop_all(const Context& context, const detail::List<Namespace*>& spaces) {
  for (std::size_t i = spaces.size(); i > 0; --i) spaces[i - 1]->drop_namespace(context);
}

}  // namespace promptview
