// The neighbours of every entity as a set, to ask whether an edge leads from one to another, and
// how many do.
//
// Open addressing in twice as many slots as an entity has edges, so an answer costs one cache line
// as a rule, however many edges there are (a binary search took five times as long on FB15k-237).
// 10 bytes an edge and 4 an entity, O(edges log degree) to make.

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

// Those of row n of some steps begin at twice the offset of that row.
struct NeighborSets {
    static constexpr Id empty = -1;
    static constexpr std::uint8_t most_counted = 255;

    Array<Id> slots;
    Array<std::uint8_t> counts;  // how many edges lead to the neighbour in a slot; 255: more
    Array<std::uint32_t> most_parallel;  // how many edges of a row lead to one neighbour at most
};

namespace detail {

// Where to look for a neighbour first.
[[nodiscard]] inline std::uint64_t first_slot(Id neighbor, std::uint64_t n_slots) {
    return scale(static_cast<std::uint64_t>(neighbor) * 0x9E3779B97F4A7C15u, n_slots).high;
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
            slot = first_slot(order.neighbor(i), slots.size());
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
    sets.slots.resize(2 * steps.edges.size());
    sets.counts.resize(2 * steps.edges.size());
    sets.most_parallel.resize(static_cast<std::size_t>(steps.n_rows()));
    detail::for_each_rows(
        steps.n_rows(), execution, pool, [&](Offset begin, Offset end, Ticker& ticker) {
            detail::NeighborOrder order;
            for (Offset n = begin; n < end; ++n) {
                const auto at = static_cast<std::size_t>(n);
                const auto row = steps.row(n);
                const auto first = static_cast<std::size_t>(2 * steps.offsets[at]);
                order.sort(row);
                sets.most_parallel[at] = detail::fill_set(
                    order, row.size(), std::span(sets.slots).subspan(first, 2 * row.size()),
                    std::span(sets.counts).subspan(first, 2 * row.size()));
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
        std::uint64_t n_slots;
    };

    // Where a neighbour is looked up.
    struct Question {
        Set set;
        std::uint64_t slot;
        Id neighbor;
    };

    [[nodiscard]] Set set_of(Id entity) const {
        const auto [in_delta, at] = detail::find_row<has_changes>(view_.steps, entity);
        const auto& offsets = (in_delta ? *view_.steps.delta : *view_.steps.steps).offsets;
        const NeighborSets& sets = in_delta ? *view_.delta : *view_.sets;
        const Offset begin = 2 * offsets[at], end = 2 * offsets[at + 1];
        return {sets.slots.data() + begin, sets.counts.data() + begin,
                static_cast<std::uint64_t>(end - begin)};
    }

    // To be answered after its line has come; the set is that of an entity with edges.
    [[nodiscard]] static Question ask(const Set& set, Id neighbor) {
        const auto slot = detail::first_slot(neighbor, set.n_slots);
        prefetch(set.slots + slot);
        return {set, slot, neighbor};
    }

    // Whether an edge leads there.
    [[nodiscard]] static bool answer(const Question& question) {
        return question.set.slots[find(question)] == question.neighbor;
    }

    // How many edges lead there; 255 stands for that or more.
    [[nodiscard]] static std::uint8_t count(const Question& question) {
        const auto slot = find(question);
        return question.set.slots[slot] == question.neighbor ? question.set.counts[slot] : 0;
    }

    // How many edges lead from an entity to one neighbour at most.
    [[nodiscard]] double most_parallel(Id entity) const {
        const auto [in_delta, at] = detail::find_row<has_changes>(view_.steps, entity);
        return (in_delta ? *view_.delta : *view_.sets).most_parallel[at];
    }

    void prefetch_most_parallel(Id entity) const {
        const auto [in_delta, at] = detail::find_row<has_changes>(view_.steps, entity);
        prefetch((in_delta ? *view_.delta : *view_.sets).most_parallel.data() + at);
    }

  private:
    // The slot of the neighbour, or the empty one that says it is not there.
    [[nodiscard]] static std::uint64_t find(const Question& question) {
        const auto& [set, first, neighbor] = question;
        std::uint64_t slot = first;
        while (set.slots[slot] != neighbor && set.slots[slot] != NeighborSets::empty) {
            slot = slot + 1 == set.n_slots ? 0 : slot + 1;
        }
        return slot;
    }

    SetsView view_;
};

}  // namespace km
