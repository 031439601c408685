// The edges among which a walk chooses, in three forms that number them alike, O(1) each:
//
// TableLists    from a table of steps: two cache lines a hop. Where entities have changed, theirs
//               come from a small table of their own, and a bit an entity says whose.
// CsrLists      from the graph's own arrays, memory-mapped ones too: up to six lines, nothing made.
// RelationLists from the same arrays, the edges of one relation: two binary searches more.

#pragma once

#include <cstdint>
#include <span>

#include "km/arrays.hpp"
#include "km/changed_entities.hpp"
#include "km/graph.hpp"
#include "km/prefetch.hpp"
#include "km/steps.hpp"

namespace km {

// The steps of a graph; those of changed entities, the n-th in row n, apart.
struct StepsView {
    const Steps* steps = nullptr;
    const ChangedEntities* changed = nullptr;
    const Steps* delta = nullptr;
};

namespace detail {

// Where the steps of an entity are.
struct StepsRow {
    bool in_delta;
    std::size_t at;
};

template <bool has_changes>
[[nodiscard]] StepsRow find_row(const StepsView& view, Id entity) {
    if constexpr (has_changes) {
        if (view.changed->contains(entity)) {
            return {true, static_cast<std::size_t>(view.changed->rank(entity))};
        }
    }
    return {false, static_cast<std::size_t>(entity)};
}

}  // namespace detail

template <bool has_changes>
class TableLists {
  public:
    struct List {
        const Edge* first;
        std::uint64_t size;
        Offset slot;  // the place of the first edge in a table of all
    };
    using Place = const Edge*;

    explicit TableLists(const StepsView& view) : view_(view) {}

    [[nodiscard]] List list(Id entity, Offset /*hop*/) const {
        const auto [steps, row] = find(entity);
        const Offset begin = steps->offsets[row];
        return {steps->edges.data() + begin,
                static_cast<std::uint64_t>(steps->offsets[row + 1] - begin), begin};
    }

    [[nodiscard]] Place place(const List& list, std::uint64_t i) const { return list.first + i; }
    [[nodiscard]] Edge edge(Place place) const { return *place; }
    void prefetch_place(Place place) const { prefetch(place); }

    void prefetch_list(Id entity) const {
        const auto [steps, row] = find(entity);
        prefetch(steps->offsets.data() + row);
    }

  private:
    struct Row {
        const Steps* steps;
        std::size_t at;
    };

    [[nodiscard]] Row find(Id entity) const {
        const auto [in_delta, at] = detail::find_row<has_changes>(view_, entity);
        return {in_delta ? view_.delta : view_.steps, at};
    }

    StepsView view_;
};

namespace detail {

inline void prefetch_row(const Adjacency& adjacency, Id entity) {
    const auto at = static_cast<std::size_t>(entity);
    // Changes may have brought entities that the graph before has no row for.
    if (at < adjacency.base.offsets.size()) prefetch(adjacency.base.offsets.data() + at);
}

}  // namespace detail

class CsrLists {
  public:
    struct List {
        Row forward, backward;
        std::uint64_t size;
    };
    struct Place {
        const Id* relation;
        const Id* neighbor;
        Id flip;  // all ones where the edge is walked tail to head
    };

    CsrLists(const GraphView& graph, Direction direction)
        : graph_(graph),
          forward_(direction != Direction::backward),
          backward_(direction != Direction::forward) {}

    [[nodiscard]] List list(Id entity, Offset /*hop*/) const {
        List list{};
        if (forward_) list.forward = row(graph_.forward, entity);
        if (backward_) list.backward = row(graph_.backward, entity);
        list.size = static_cast<std::uint64_t>(list.forward.size + list.backward.size);
        return list;
    }

    [[nodiscard]] Place place(const List& list, std::uint64_t i) const {
        const auto at = static_cast<Offset>(i);
        if (at < list.forward.size) {
            return {list.forward.relations + at, list.forward.neighbors + at, 0};
        }
        const Offset rest = at - list.forward.size;
        return {list.backward.relations + rest, list.backward.neighbors + rest, -1};
    }

    [[nodiscard]] Edge edge(const Place& place) const {
        return {*place.relation ^ place.flip, *place.neighbor};
    }

    void prefetch_place(const Place& place) const {
        prefetch(place.relation);
        prefetch(place.neighbor);
    }

    void prefetch_list(Id entity) const {
        if (forward_) detail::prefetch_row(graph_.forward, entity);
        if (backward_) detail::prefetch_row(graph_.backward, entity);
    }

  private:
    const GraphView& graph_;
    bool forward_, backward_;
};

class RelationLists {
  public:
    struct List {
        const Id* neighbors;
        Id relation;
        std::uint64_t size;
        Offset slot;  // the place of the first edge in a table of both directions
    };
    struct Place {
        const Id* neighbor;
        Id relation;
    };

    // `slots` says where the edges of each entity begin in such a table; empty where there is none.
    RelationLists(const GraphView& graph, std::span<const Id> metapath,
                  std::span<const Offset> slots = {})
        : graph_(graph), metapath_(metapath), slots_(slots) {}

    [[nodiscard]] List list(Id entity, Offset hop) const {
        const Id relation = metapath_[static_cast<std::size_t>(hop) % metapath_.size()];
        const Row edges = row(graph_, entity, relation);
        const Offset slot = slots_.empty() ? 0 : slot_of(entity, relation, edges);
        return {edges.neighbors, relation, static_cast<std::uint64_t>(edges.size), slot};
    }

    [[nodiscard]] Place place(const List& list, std::uint64_t i) const {
        return {list.neighbors + i, list.relation};
    }

    [[nodiscard]] Edge edge(const Place& place) const { return {place.relation, *place.neighbor}; }
    void prefetch_place(const Place& place) const { prefetch(place.neighbor); }

    void prefetch_list(Id entity) const {
        detail::prefetch_row(graph_.forward, entity);
        detail::prefetch_row(graph_.backward, entity);
    }

  private:
    [[nodiscard]] Offset slot_of(Id entity, Id relation, const Row& edges) const {
        const Offset begin = slots_[static_cast<std::size_t>(entity)];
        const Offset before = relation >= 0 ? 0 : row(graph_.forward, entity).size;
        return begin + before + (edges.relations - row(graph_.side(relation), entity).relations);
    }

    const GraphView& graph_;
    std::span<const Id> metapath_;
    std::span<const Offset> slots_;
};

// Edge i of a list.
template <class Lists>
[[nodiscard]] Edge edge_at(const Lists& lists, const typename Lists::List& list, std::uint64_t i) {
    return lists.edge(lists.place(list, i));
}

}  // namespace km
