// What searches write while they run, kept between queries so that none pays O(entities) to begin.
//
// StampedMap: clear, set and get in O(1), 8 bytes an entity; a value counts only if its stamp is
// the current epoch. BitSet: a bit an entity, which whoever sets it clears again. Both take their
// memory when first cleared or fitted, so a search pays only for those it uses.

#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <exception>
#include <memory>
#include <mutex>
#include <span>
#include <utility>
#include <vector>

#include "km/arrays.hpp"

namespace km {

class StampedMap {
  public:
    void fit(Id n_keys) { n_keys_ = static_cast<std::size_t>(n_keys); }

    // Forgets all values; to be called before anything is asked or set.
    void clear() {
        if (cells_.size() < n_keys_) cells_.resize(n_keys_);
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
    std::size_t n_keys_ = 0;
    std::uint32_t epoch_ = 0;
};

class BitSet {
  public:
    void fit(Id n_ids) { words_.resize(static_cast<std::size_t>(n_ids) / 64 + 1); }

    [[nodiscard]] std::size_t n_words() const { return words_.size(); }
    [[nodiscard]] bool contains(Id id) const { return (words_[word(id)] & bit(id)) != 0; }
    void add(Id id) { words_[word(id)] |= bit(id); }
    void remove(Id id) { words_[word(id)] &= ~bit(id); }

    // Adds an id that is not in it; false where it is.
    bool insert(Id id) {
        std::uint64_t& at = words_[word(id)];
        const bool fresh = (at & bit(id)) == 0;
        at |= bit(id);
        return fresh;
    }

    // Moves all ids that `seen` lacks there and, ascending, to the end of `out`; empties itself.
    void move_fresh(BitSet& seen, Array<Id>& out) {
        for (std::size_t w = 0; w < words_.size(); ++w) {
            std::uint64_t bits = std::exchange(words_[w], 0) & ~seen.words_[w];
            seen.words_[w] |= bits;
            for (; bits != 0; bits &= bits - 1) {
                out.push_back(static_cast<Id>(w * 64) + static_cast<Id>(std::countr_zero(bits)));
            }
        }
    }

  private:
    static std::size_t word(Id id) { return static_cast<std::size_t>(id) / 64; }
    static std::uint64_t bit(Id id) { return std::uint64_t{1} << (id % 64); }

    std::vector<std::uint64_t> words_;
};

// What one thread needs for one search.
struct Scratch {
    void fit(Id n) {
        n_entities = n;
        for (StampedMap* map : {&distance, &to_go, &mark}) map->fit(n);
    }

    Id n_entities = 0;
    StampedMap distance;
    StampedMap to_go;
    StampedMap mark;
    BitSet seen;  // empty between searches, as is `next`
    BitSet next;
    std::vector<Id> queue;
};

// Scratches that wait for the next query on the same graph; as many as ever ran at once.
class ScratchPool {
  public:
    explicit ScratchPool(Id n_entities) : n_entities_(n_entities) {}

    // From here on, scratches are of so many entities at least.
    void grow(Id n_entities) {
        const std::lock_guard lock(mutex_);
        n_entities_ = std::max(n_entities_, n_entities);
    }

    // A scratch on loan.
    class Lease {
      public:
        explicit Lease(ScratchPool& pool) : pool_(pool), scratch_(pool.take()) {}
        ~Lease() {
            // A search that ended by an exception may have left bits in it.
            if (std::uncaught_exceptions() == n_exceptions_) pool_.put(std::move(scratch_));
        }
        Lease(const Lease&) = delete;
        Lease& operator=(const Lease&) = delete;
        [[nodiscard]] Scratch& get() { return *scratch_; }

      private:
        ScratchPool& pool_;
        std::unique_ptr<Scratch> scratch_;
        int n_exceptions_ = std::uncaught_exceptions();
    };

  private:
    std::unique_ptr<Scratch> take() {
        std::unique_ptr<Scratch> scratch;
        Id n_entities = 0;
        {
            const std::lock_guard lock(mutex_);
            n_entities = n_entities_;
            if (!waiting_.empty()) {
                scratch = std::move(waiting_.back());
                waiting_.pop_back();
            } else {
                waiting_.reserve(++made_);
            }
        }
        if (scratch == nullptr) scratch = std::make_unique<Scratch>();
        if (scratch->n_entities < n_entities) scratch->fit(n_entities);
        return scratch;
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
