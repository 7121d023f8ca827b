// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <promptview/base/error.hpp>
#include <promptview/base/fwd.hpp>
#include <promptview/base/list.hpp>
#include <promptview/links/relation_member.hpp>
#include <promptview/query/select.hpp>
#include <promptview/store/context.hpp>
#include <promptview/store/feature.hpp>
#include <promptview/store/read_request.hpp>
#include <promptview/store/row_sink.hpp>
#include <promptview/store/write_request.hpp>

namespace promptview {

// Work that a store does as a whole or not at all.
class AtomicBlock {
 public:
  // Does it. Blocks; what it throws undoes all of it.
  virtual void run(const Context& context) = 0;

 protected:
  ~AtomicBlock() = default;
};

// One model's place in a store (a table, a collection), and what a store does with it. Five functions are pure: that is a
// whole store. The defaults of the others throw NotSupported, but for those that can be done by the five; a store that
// overrides one says so in its features. All calls block until the store has answered; they may be made from many threads at
// once.
class Namespace {
 public:
  virtual ~Namespace() = default;
  Namespace(const Namespace&) = delete;
  Namespace& operator=(const Namespace&) = delete;

  // The model whose rows are kept here.
  const ModelInfo& model() const noexcept { return model_; }
  // What the store can do. The front asks before it calls, where the answer changes what it does, and never passes on a
  // query that needs a feature which is missing.
  bool supports(Feature feature) const noexcept { return features_.has(feature); }
  Features features() const noexcept { return features_; }

  // --- The five that each store has.

  // Makes room for the rows of these models, all of this kind of store; what is there stays. Of several, whatever refers to
  // what among them; one alone may refer to what is not there yet.
  virtual void create(const Context& context, const detail::List<Namespace*>& spaces) = 0;
  // Removes these with all rows; what is missing is no error.
  virtual void drop(const Context& context, const detail::List<Namespace*>& spaces) = 0;
  // Answers a request. A store without key_lists and relations is asked for the first four kinds only.
  virtual void read(const Context& context, ReadRequest& request) = 0;
  // Writes `object`, one of the model's structs, and reads back what the store generated.
  virtual void save(const Context& context, void* object, const Write& how) = 0;
  // Removes the row of `object`; false: there was none. `hard`: not softly.
  virtual bool remove(const Context& context, const void* object, bool hard) = 0;

  // --- What can be done by those five.

  // Prepares an object of a model with relations for being written: its relations learn which they are. A store whose rows
  // have foreign keys lets these take the keys of the objects that they hold: detail::prepare_object. `only`: the fields that
  // will be written; empty: all. Throws UnsavedRelation for an object without a key, and InvalidValue for a foreign key that
  // is missing.
  inline virtual void prepare(void* object, const std::vector<std::uint16_t>& only);
  // Answers all requests, which can be about several models of this kind of store. Here: one after the other. What it throws
  // has the place of the request that it is about.
  inline virtual void read_together(const Context& context, const ReadRequests& requests);
  // Saves each object as `save` does. Here: one after the other. A store with transactions leaves nothing of it when it
  // throws, and the objects as they were. What it throws has the place of the object that it is about.
  inline virtual void save_all(const Context& context, const Objects& objects, const Write& how);

  // --- What a store can have besides. Here: NotSupported.

  // Carries out a request, and returns its answer.
  inline virtual std::int64_t write(const Context& context, const WriteRequest& request);
  // Begins to read in batches of so many rows, or, where `batch` is 0, by the fastest way out of the store; the caller deletes
  // the stream.
  inline virtual RowStream* open_stream(const Context& context, const Select& select, std::int64_t batch);
  // Runs `block` so that all that it does in its context has effect, or nothing when it throws; in a transaction too, which
  // goes on.
  inline virtual void all_or_nothing(const Context& context, AtomicBlock& block);
  // Adds what differs between these models, all of this kind of store, and what the store has.
  inline virtual void compare_schema(const Context& context, const detail::List<Namespace*>& spaces, std::vector<SchemaDifference>& found);
  // How the store would run the query.
  inline virtual std::string explain(const Context& context, const Select& select, const ExplainOptions& options);
  // The query in the store's own language; for people and tests.
  inline virtual std::string to_text(const Select& select, SqlText form) const;

 protected:
  // `model` must stay; it is registered.
  Namespace(const ModelInfo& model, Features features) noexcept : model_{model}, features_{features} {}

  // Throws NotSupported for a request that the store does not know.
  [[noreturn]] void refuse(const ReadRequest& request) const;
  [[noreturn]] void refuse(const WriteRequest& request) const;

 private:
  const ModelInfo& model_;
  Features features_;
};

namespace detail {

// Does `work` for each place from 0; what it throws has the place, behind `first` others.
template <class Work>
void for_each_place(std::size_t count, const Work& work, std::size_t first = 0) {
  std::size_t place = 0;
  try {
    for (; place < count; ++place) work(place);
  } catch (Error& error) {
    error.set_place(first + place);
    throw;
  }
}

constexpr Feature feature_of(WriteRequest::Kind kind) noexcept {
  switch (kind) {
    case WriteRequest::Kind::insert_or_find: return Feature::conflicts;
    case WriteRequest::Kind::restore: return Feature::soft_removal;
    case WriteRequest::Kind::insert_objects:
    case WriteRequest::Kind::insert_range:
    case WriteRequest::Kind::update_objects: return Feature::bulk_writes;
    case WriteRequest::Kind::update_rows:
    case WriteRequest::Kind::remove_rows: return Feature::query_writes;
    case WriteRequest::Kind::join_rows: break;
  }
  return Feature::join_tables;
}

}  // namespace detail

inline void Namespace::refuse(const ReadRequest& request) const {
  detail::throw_not_supported(model_, request.kind == ReadRequest::Kind::by_keys ? Feature::key_lists : Feature::relations);
}
inline void Namespace::refuse(const WriteRequest& request) const { detail::throw_not_supported(model_, detail::feature_of(request.kind)); }

inline void Namespace::prepare(void* object, const std::vector<std::uint16_t>&) { detail::bind_relations(model_, object); }

inline void Namespace::read_together(const Context& context, const ReadRequests& requests) {
  detail::for_each_place(requests.count, [&](std::size_t place) { requests[place].space->read(context, requests[place]); });
}

inline void Namespace::save_all(const Context& context, const Objects& objects, const Write& how) {
  detail::for_each_place(objects.count, [&](std::size_t place) { save(context, objects[place], how); });
}

inline std::int64_t Namespace::write(const Context&, const WriteRequest& request) { refuse(request); }

inline RowStream* Namespace::open_stream(const Context&, const Select&, std::int64_t) { detail::throw_not_supported(model_, Feature::streams); }

inline void Namespace::all_or_nothing(const Context&, AtomicBlock&) { detail::throw_not_supported(model_, Feature::transactions); }

inline void Namespace::compare_schema(const Context&, const detail::List<Namespace*>&, std::vector<SchemaDifference>&) {
  detail::throw_not_supported(model_, Feature::schema);
}

inline std::string Namespace::explain(const Context&, const Select&, const ExplainOptions&) {
  detail::throw_not_supported(model_, Feature::explain);
}

inline std::string Namespace::to_text(const Select&, SqlText) const { detail::throw_not_supported(model_, Feature::query_text); }

}  // namespace promptview
