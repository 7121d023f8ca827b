// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <promptview/base/error.hpp>
#include <promptview/queryset/query_set.hpp>
#include <promptview/queryset/row_type.hpp>
#include <promptview/schema/model_traits.hpp>
#include <promptview/store/ambient_context.hpp>
#include <promptview/store/feature_check.hpp>
#include <promptview/store/namespace.hpp>
#include <promptview/store/namespace_for.hpp>
#include <promptview/store/row_sink.hpp>
#include <promptview/store/run_query.hpp>

namespace promptview {

namespace detail {

// The part of a Stream that does not depend on its rows.
class StreamReader {
 public:
  StreamReader(const Select& select, std::int64_t batch) : select_{select}, batch_{batch} {
    if (batch < 1 || batch > INT32_MAX)
      throw InvalidValue{std::string{select.model->name} + ": stream() takes the rows of a batch, from 1 to 2147483647, not " +
                         std::to_string(batch)};
  }

  // For copy_out().
  explicit StreamReader(const Select& select) : select_{select}, batch_{0} {}

  std::string_view database() const noexcept { return select_.database; }

  // Sends the query. Throws InvalidValue the second time.
  void open(Namespace& space, const Context& context) {
    if (std::exchange(begun_, true))
      throw InvalidValue{std::string{select_.model->name} + ": a stream is read once; ask the query for another one"};
    check_query(space, context, select_);
    if (select_.matches_nothing()) return;
    const bool is_copy = batch_ == 0;
    rows_.reset(space.open_stream(context, select_, is_copy && !space.supports(Feature::copies) ? batch_without_copy : batch_));
  }
  // False at the end, where what the stream held is freed.
  bool next(RowSink& sink) {
    if (rows_ == nullptr) return false;
    try {
      if (rows_->next(sink)) return true;
    } catch (...) {
      rows_.reset();
      throw;
    }
    rows_.reset();
    return false;
  }

 private:
  Select select_;
  static constexpr std::int64_t batch_without_copy = 1000;

  std::int64_t batch_;  // 0: a copy
  std::unique_ptr<RowStream> rows_{};
  bool begun_ = false;
};

}  // namespace detail

// The rows of a query, read batch by batch into the same objects, so that a table of any size needs the memory of one
// batch: `for (const User& user : User::query().stream(1000))`. A row lives until the next one is asked for.
//
// Inside a transaction of the thread the rows are read in that one, and it must not end before the stream. Otherwise the
// stream holds a connection of its own and sees the table as it was when it began, whatever the loop writes. `begin`
// sends the query, and each batch is one round trip. Leaving the loop early, or an exception in it, frees everything.
// Throws what a query throws, also in the middle, and TransactionFailed.
//
// That of copy_out() is one COPY ... TO STDOUT: the least work for both sides, and no round trip a batch. Until its end,
// its transaction can send nothing else (an Error says so), so that without a transaction around it is the better place;
// leaving such a loop early inside of one reads the rest of the rows. COPY takes no values: InvalidValue for a query with
// any, or with an offset.
//
// Rows have the shape of the query: `for (const auto& [name, age] : User::query().values(&User::name, &User::age).stream(1000))`.
template <class M, class Row>
class Stream {
  using Shape = detail::RowShape<M, Row>;

 public:
  using row_type = typename Shape::type;

  class Iterator {
   public:
    using value_type = row_type;
    using difference_type = std::ptrdiff_t;

    explicit Iterator(Stream& stream) noexcept : stream_{&stream} {}
    const row_type& operator*() const noexcept { return stream_->rows_.all[stream_->at_].row; }
    const row_type* operator->() const noexcept { return &**this; }
    Iterator& operator++() {
      stream_->advance();
      return *this;
    }
    void operator++(int) { stream_->advance(); }
    friend bool operator==(const Iterator& iterator, std::default_sentinel_t) noexcept {
      return iterator.at_end();
    }

   private:
    bool at_end() const noexcept { return stream_->at_ == stream_->rows_.count; }

    Stream* stream_;
  };

  // Throws InvalidValue for a batch that is none.
  Stream(const Select& select, std::int64_t batch) : reader_{select, batch} {}
  explicit Stream(const Select& select) : reader_{select} {}  // a copy
  Stream(const Stream&) = delete;  // iterators refer to it
  Stream& operator=(const Stream&) = delete;

  [[nodiscard]] Iterator begin() {
    reader_.open(detail::namespace_for<M>(), detail::ambient_context(reader_.database()));
    fill();
    return Iterator{*this};
  }
  [[nodiscard]] std::default_sentinel_t end() const noexcept { return {}; }

 private:
  class Rows final : public RowSink {
   public:
    void expect(std::size_t rows) override { all.reserve(rows); }
    void row(ValueReader& columns) override {
      if (count == all.size()) all.emplace_back();
      Shape::read(all[count].row, columns);
      ++count;
    }
    void* object(std::size_t place) override {
      using Object = detail::ObjectIn<M, row_type>;
      if constexpr (Object::is_there)
        return Object::of(all[place].row);
      else
        return nullptr;
    }
    // A place of one row.
    struct Place {  // std::vector<bool> would pack them
      row_type row{};
    };
    std::vector<Place> all{};
    std::size_t count = 0;  // of those that hold rows of this batch
  };

  void fill() {
    at_ = 0;
    rows_.count = 0;
    reader_.next(rows_);
  }
  void advance() {
    if (++at_ == rows_.count) fill();
  }

  detail::StreamReader reader_;
  Rows rows_{};
  std::size_t at_ = 0;
};

}  // namespace promptview
