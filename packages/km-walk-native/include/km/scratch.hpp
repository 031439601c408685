// What searches write while they run, kept between queries so that none pays O(entities) to begin.
//
// StampedMap: clear, set and get in O(1), 8 bytes an entity. A value counts only if its stamp is
// the current epoch. IdSorter: ids ascending, by bits where they are many, by comparison where few.

#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <memory>
#include <mutex>
#include <span>
#include <utility>
#include <vector>

#include "km/arrays.hpp"

namespace km {

class StampedMap {
  public:
    explicit StampedMap(Id n_keys) : cells_(static_cast<std::size_t>(n_keys)) {}

    void clear() {
        if (++epoch_ == 0) {
            std::ranges::fill(cells_, Cell{});
            epoch_ = 1;
        }
    }

    [[nodiscard]] bool contains(Id key) const { return cells_[index(key)].stamp == epoch_; }

    [[nodiscard]] Id get(Id key, Id otherwise) const {
        const Cell cell = cells_[index(key)];
        return cell.stamp == epoch_ ? cell.value : otherwise;
    }

    void set(Id key, Id value) { cells_[index(key)] = {epoch_, value}; }

    // Sets a key that has no value yet; false where it has one.
    bool insert(Id key, Id value) {
        Cell& cell = cells_[index(key)];
        if (cell.stamp == epoch_) return false;
        cell = {epoch_, value};
        return true;
    }

    void erase(Id key) { cells_[index(key)].stamp = 0; }

  private:
    struct Cell {
        std::uint32_t stamp = 0;
        Id value = 0;
    };

    static std::size_t index(Id key) { return static_cast<std::size_t>(key); }

    std::vector<Cell> cells_;
    std::uint32_t epoch_ = 1;
};

class IdSorter {
  public:
    explicit IdSorter(Id n_ids) : words_(static_cast<std::size_t>(n_ids) / 64 + 1) {}

    // Sorts distinct ids.
    void sort(std::span<Id> ids) {
        if (ids.size() < words_.size() / 4 + 32) {
            std::ranges::sort(ids);
            return;
        }
        for (const Id id : ids) words_[word(id)] |= std::uint64_t{1} << (id % 64);
        auto out = ids.begin();
        for (std::size_t w = 0; w < words_.size(); ++w) {
            for (std::uint64_t bits = std::exchange(words_[w], 0); bits != 0; bits &= bits - 1) {
                *out++ = static_cast<Id>(w * 64) + static_cast<Id>(std::countr_zero(bits));
            }
        }
    }

  private:
    static std::size_t word(Id id) { return static_cast<std::size_t>(id) / 64; }

    std::vector<std::uint64_t> words_;
};

// What one thread needs for one search.
struct Scratch {
    explicit Scratch(Id n_entities)
        : distance(n_entities), to_go(n_entities), mark(n_entities), sorter(n_entities) {}

    StampedMap distance;
    StampedMap to_go;
    StampedMap mark;
    IdSorter sorter;
    std::vector<Id> queue;
};

// Scratches that wait for the next query on the same graph; as many as ever ran at once.
class ScratchPool {
  public:
    explicit ScratchPool(Id n_entities) : n_entities_(n_entities) {}

    // A scratch on loan.
    class Lease {
      public:
        explicit Lease(ScratchPool& pool) : pool_(pool), scratch_(pool.take()) {}
        ~Lease() { pool_.put(std::move(scratch_)); }
        Lease(const Lease&) = delete;
        Lease& operator=(const Lease&) = delete;
        [[nodiscard]] Scratch& get() { return *scratch_; }

      private:
        ScratchPool& pool_;
        std::unique_ptr<Scratch> scratch_;
    };

  private:
    std::unique_ptr<Scratch> take() {
        {
            const std::lock_guard lock(mutex_);
            if (!waiting_.empty()) {
                auto scratch = std::move(waiting_.back());
                waiting_.pop_back();
                return scratch;
            }
            waiting_.reserve(++made_);
        }
        return std::make_unique<Scratch>(n_entities_);
    }

    void put(std::unique_ptr<Scratch> scratch) noexcept {
        const std::lock_guard lock(mutex_);
        waiting_.push_back(std::move(scratch));
    }

    Id n_entities_;
    std::size_t made_ = 0;
    std::mutex mutex_;
    std::vector<std::unique_ptr<Scratch>> waiting_;
};

}  // namespace km
