// The neighbours of every entity as a set, to ask whether an edge leads from one to another, and
// how many do.
//
// Open addressing in buckets of four slots, twice as many slots as an entity has edges. So an
// answer costs one cache line and no guess as a rule, however many edges there are: all four are
// compared, and one bucket in twenty is full. 10 bytes an edge and 14 an entity, O(edges log
// degree) to make.

#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "km/arrays.hpp"
#include "km/edge_lists.hpp"
#include "km/graph.hpp"
#include "km/parallel.hpp"
#include "km/prefetch.hpp"
#include "km/scratch.hpp"
#include "km/splitmix64.hpp"
#include "km/steps.hpp"

namespace km {

// Buckets fill from their first slot on; what finds one full goes to the next, after the last of a
// row to its first.
struct NeighborSets {
    static constexpr std::uint64_t bucket = 4;
    static constexpr Id empty = -1;
    static constexpr std::uint8_t most_counted = 255;

    Array<Id> slots;
    Array<std::uint8_t> counts;  // how many edges lead to the neighbour in a slot; 255: more
    Array<std::uint32_t> most_parallel;  // how many edges of a row lead to one neighbour at most
};

namespace detail {

// The bucket where to look for a neighbour first.
[[nodiscard]] inline std::uint64_t first_bucket(Id neighbor, std::uint64_t n_buckets) {
    return scale(static_cast<std::uint64_t>(neighbor) * 0x9E3779B97F4A7C15u, n_buckets).high;
}

// Where the set of row n of some steps is among all slots: as many as there are edges up to there
// and rows, twice, in whole buckets.
struct SetRange {
    std::size_t begin, size;
};

[[nodiscard]] inline SetRange set_range(const Array<Offset>& offsets, std::size_t n) {
    const auto before = static_cast<std::size_t>(offsets[n]) + n;
    const auto edges = static_cast<std::size_t>(offsets[n + 1] - offsets[n]);
    return {before / 2 * NeighborSets::bucket, (edges + 1) / 2 * NeighborSets::bucket};
}

// The edges of an entity by neighbour, those of one neighbour in adjacency order.
class NeighborOrder {
  public:
    void sort(std::span<const Edge> edges) {
        keys_.clear();
        for (std::size_t i = 0; i < edges.size(); ++i) {
            keys_.push_back((static_cast<std::uint64_t>(edges[i].neighbor) << 32) | i);
        }
        std::ranges::sort(keys_);
    }

    // The number in adjacency order of the i-th edge, its neighbour, and whether it is that of the
    // edge before.
    [[nodiscard]] std::size_t number(std::size_t i) const { return keys_[i] & 0xFFFFFFFFu; }
    [[nodiscard]] Id neighbor(std::size_t i) const { return static_cast<Id>(keys_[i] >> 32); }
    [[nodiscard]] bool same(std::size_t i) const { return i > 0 && neighbor(i) == neighbor(i - 1); }

  private:
    std::vector<std::uint64_t> keys_;
};

// Fills one set; returns how many edges lead to one neighbour at most.
[[nodiscard]] inline std::uint32_t fill_set(const NeighborOrder& order, std::size_t n_edges,
                                            std::span<Id> slots, std::span<std::uint8_t> counts) {
    std::ranges::fill(slots, NeighborSets::empty);
    std::uint32_t run = 0, most = 0;
    std::uint64_t slot = 0;
    for (std::size_t i = 0; i < n_edges; ++i) {
        run = order.same(i) ? run + 1 : 1;
        most = std::max(most, run);
        if (run == 1) {
            const auto n_buckets = slots.size() / NeighborSets::bucket;
            slot = first_bucket(order.neighbor(i), n_buckets) * NeighborSets::bucket;
            while (slots[slot] != NeighborSets::empty) {
                slot = slot + 1 == slots.size() ? 0 : slot + 1;
            }
            slots[slot] = order.neighbor(i);
        }
        counts[slot] =
            static_cast<std::uint8_t>(std::min<std::uint32_t>(run, NeighborSets::most_counted));
    }
    return most;
}

}  // namespace detail

[[nodiscard]] inline NeighborSets make_sets(const Steps& steps, const Execution& execution,
                                            ScratchPool& pool) {
    NeighborSets sets;
    const auto n_rows = static_cast<std::size_t>(steps.n_rows());
    const std::size_t n_slots = (steps.edges.size() + n_rows + 1) / 2 * NeighborSets::bucket;
    sets.slots.resize(n_slots);
    sets.counts.resize(n_slots);
    sets.most_parallel.resize(n_rows);
    detail::for_each_rows(
        steps.n_rows(), execution, pool, [&](Offset begin, Offset end, Ticker& ticker) {
            detail::NeighborOrder order;
            for (Offset n = begin; n < end; ++n) {
                const auto at = static_cast<std::size_t>(n);
                const auto row = steps.row(n);
                const auto [first, size] = detail::set_range(steps.offsets, at);
                order.sort(row);
                sets.most_parallel[at] =
                    detail::fill_set(order, row.size(), std::span(sets.slots).subspan(first, size),
                                     std::span(sets.counts).subspan(first, size));
                ticker.tick(16 * static_cast<Offset>(row.size()));
            }
        });
    return sets;
}

// The sets of a graph; those of changed entities apart, as its steps are.
struct SetsView {
    StepsView steps;
    const NeighborSets* sets = nullptr;
    const NeighborSets* delta = nullptr;
};

template <bool has_changes>
class Nearness {
  public:
    explicit Nearness(const SetsView& view) : view_(view) {}

    // The neighbours of one entity.
    struct Set {
        const Id* slots;
        const std::uint8_t* counts;
        std::uint64_t n_buckets;
    };

    // Where a neighbour is looked up.
    struct Question {
        Set set;
        std::uint64_t bucket;
        Id neighbor;
    };

    [[nodiscard]] Set set_of(Id entity) const {
        const auto [in_delta, at] = find_row(entity);
        const auto& offsets = (in_delta ? *view_.steps.delta : *view_.steps.steps).offsets;
        const NeighborSets& sets = in_delta ? *view_.delta : *view_.sets;
        const auto [begin, size] = detail::set_range(offsets, at);
        return {sets.slots.data() + begin, sets.counts.data() + begin, size / NeighborSets::bucket};
    }

    // To be answered after its line has come; the set is that of an entity with edges.
    [[nodiscard]] static Question ask(const Set& set, Id neighbor) {
        const auto bucket = detail::first_bucket(neighbor, set.n_buckets);
        prefetch(set.slots + bucket * NeighborSets::bucket);
        return {set, bucket, neighbor};
    }

    // Whether an edge leads there.
    [[nodiscard]] static bool answer(const Question& question) {
        const auto& [set, first, neighbor] = question;
        std::uint64_t at = first;
        while (true) {
            const Id* const slots = set.slots + at * NeighborSets::bucket;
            bool found = false;
            for (std::uint64_t i = 0; i < NeighborSets::bucket; ++i) found |= slots[i] == neighbor;
            if (found | (slots[NeighborSets::bucket - 1] == NeighborSets::empty)) return found;
            at = at + 1 == set.n_buckets ? 0 : at + 1;
        }
    }

    // How many edges lead there; 255 stands for that or more.
    [[nodiscard]] static std::uint8_t count(const Question& question) {
        const auto& [set, first, neighbor] = question;
        const std::uint64_t end = set.n_buckets * NeighborSets::bucket;
        std::uint64_t slot = first * NeighborSets::bucket;
        while (set.slots[slot] != neighbor && set.slots[slot] != NeighborSets::empty) {
            slot = slot + 1 == end ? 0 : slot + 1;
        }
        return set.slots[slot] == neighbor ? set.counts[slot] : 0;
    }

    // How many edges lead from an entity to one neighbour at most.
    [[nodiscard]] double most_parallel(Id entity) const {
        const auto [in_delta, at] = find_row(entity);
        return (in_delta ? *view_.delta : *view_.sets).most_parallel[at];
    }

    void prefetch_most_parallel(Id entity) const {
        const auto [in_delta, at] = find_row(entity);
        prefetch((in_delta ? *view_.delta : *view_.sets).most_parallel.data() + at);
    }

  private:
    // Where the set of an entity is.
    struct Row {
        bool in_delta;
        std::size_t at;
    };

    [[nodiscard]] Row find_row(Id entity) const {
        if constexpr (has_changes) {
            const ChangedEntities& changed = *view_.steps.changed;
            if (changed.contains(entity)) {
                return {true, static_cast<std::size_t>(changed.rank(entity))};
            }
        }
        return {false, static_cast<std::size_t>(entity)};
    }

    SetsView view_;
};

}  // namespace km
