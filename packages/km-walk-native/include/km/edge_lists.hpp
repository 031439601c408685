// The edges among which a walk chooses, in four forms that number them alike, O(1) each:
//
// TableLists    from a table of steps: two cache lines a hop.
// RowLists      from rows that say where the steps of each entity lie, those of changed entities in
//               a small table of their own: two lines too, and nothing to decide (a bit that says
//               whose they are made a hop 1.7 times as slow, by guesses that failed).
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

// Where the steps of an entity lie, in whichever table.
struct StepsRow {
    const Edge* first;
    std::uint64_t size;
};

// The steps of a graph. Of a changed graph: those of the graph before, those of changed entities,
// the n-th in row n, and where those of each entity lie.
struct StepsView {
    const Steps* steps = nullptr;
    const ChangedEntities* changed = nullptr;
    const Steps* delta = nullptr;
    const StepsRow* rows = nullptr;
};

class TableLists {
  public:
    struct List {
        const Edge* first;
        std::uint64_t size;
        Offset slot;  // the place of the first edge in a table of all
    };
    using Place = const Edge*;

    explicit TableLists(const Steps& steps)
        : offsets_(steps.offsets.data()), edges_(steps.edges.data()) {}

    [[nodiscard]] List list(Id entity, Offset /*hop*/) const {
        const Offset begin = offsets_[entity];
        return {edges_ + begin, static_cast<std::uint64_t>(offsets_[entity + 1] - begin), begin};
    }

    [[nodiscard]] Place place(const List& list, std::uint64_t i) const { return list.first + i; }
    [[nodiscard]] Edge edge(Place place) const { return *place; }
    void prefetch_place(Place place) const { prefetch(place); }
    void prefetch_list(Id entity) const { prefetch(offsets_ + entity); }

  private:
    const Offset* offsets_;
    const Edge* edges_;
};

class RowLists {
  public:
    using List = StepsRow;
    using Place = const Edge*;

    explicit RowLists(const StepsRow* rows) : rows_(rows) {}

    [[nodiscard]] List list(Id entity, Offset /*hop*/) const { return rows_[entity]; }
    [[nodiscard]] Place place(const List& list, std::uint64_t i) const { return list.first + i; }
    [[nodiscard]] Edge edge(Place place) const { return *place; }
    void prefetch_place(Place place) const { prefetch(place); }
    void prefetch_list(Id entity) const { prefetch(rows_ + entity); }

  private:
    const StepsRow* rows_;
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
