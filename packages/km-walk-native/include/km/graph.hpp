// A view of a knowledge graph in somebody else's memory.
//
// Where a graph has changed, the edges of the entities concerned lie in a delta beside those of the
// graph before; row() looks there first. An unchanged graph pays one test of a pointer for it.
// validate.hpp checks all arrays; every algorithm relies on that and indexes without checks.

#pragma once

#include <algorithm>
#include <span>

#include "km/arrays.hpp"
#include "km/changed_entities.hpp"

namespace km {

enum class Direction { forward, backward, both };

[[nodiscard]] inline Direction reversed(Direction direction) {
    if (direction == Direction::both) return direction;
    return direction == Direction::forward ? Direction::backward : Direction::forward;
}

// Adjacency in one direction, ordered by (entity, relation, neighbour).
struct CsrView {
    std::span<const Offset> offsets;
    std::span<const Id> relations;
    std::span<const Id> neighbors;
};

// All edges, in one direction, of the entities whose edges are not those of the graph before; the
// n-th of them is row n of `edges`.
struct Delta {
    ChangedEntities entities;
    CsrView edges;
};

struct Adjacency {
    // NOLINTNEXTLINE(google-explicit-constructor): an unchanged graph is the usual one
    Adjacency(const CsrView& edges, const Delta* changes = nullptr) : base(edges), delta(changes) {}

    CsrView base;
    const Delta* delta;
};

struct GraphView {
    Adjacency forward;
    Adjacency backward;
    Id n_entities;
    Id n_relations;

    // In which direction a signed relation is walked.
    [[nodiscard]] const Adjacency& side(Id relation) const {
        return relation >= 0 ? forward : backward;
    }
};

// The edges of an entity, or of one of its relations: relations ascend, and neighbours within one.
struct Row {
    const Id* relations = nullptr;
    const Id* neighbors = nullptr;
    Offset size = 0;
};

[[nodiscard]] inline Row row_at(const CsrView& csr, Offset at) {
    const Offset begin = csr.offsets[static_cast<std::size_t>(at)];
    return {csr.relations.data() + begin, csr.neighbors.data() + begin,
            csr.offsets[static_cast<std::size_t>(at) + 1] - begin};
}

[[nodiscard]] inline Row row(const Adjacency& adjacency, Id entity) {
    const Delta* const delta = adjacency.delta;
    if (delta != nullptr && delta->entities.contains(entity)) {
        return row_at(delta->edges, delta->entities.rank(entity));
    }
    return row_at(adjacency.base, entity);
}

// The edges of one signed relation of an entity: two binary searches.
[[nodiscard]] inline Row row(const GraphView& graph, Id entity, Id signed_relation) {
    const Row all = row(graph.side(signed_relation), entity);
    const Id relation = signed_relation >= 0 ? signed_relation : ~signed_relation;
    const Id* const end = all.relations + all.size;
    const Id* const low = std::lower_bound(all.relations, end, relation);
    const Id* const high = std::upper_bound(low, end, relation);
    return {low, all.neighbors + (low - all.relations), high - low};
}

struct Edge {
    Id relation;
    Id neighbor;
};

// Calls visit(relation, neighbor) for every edge of an entity in adjacency order.
template <class Visit>
void for_each_edge(const GraphView& graph, Direction direction, Id entity, Visit&& visit) {
    if (direction != Direction::backward) {
        const Row edges = row(graph.forward, entity);
        for (Offset i = 0; i < edges.size; ++i) visit(edges.relations[i], edges.neighbors[i]);
    }
    if (direction != Direction::forward) {
        const Row edges = row(graph.backward, entity);
        for (Offset i = 0; i < edges.size; ++i) {
            visit(static_cast<Id>(~edges.relations[i]), edges.neighbors[i]);
        }
    }
}

// How many edges for_each_edge() would visit.
[[nodiscard]] inline Offset degree(const GraphView& graph, Direction direction, Id entity) {
    Offset edges = 0;
    if (direction != Direction::backward) edges += row(graph.forward, entity).size;
    if (direction != Direction::forward) edges += row(graph.backward, entity).size;
    return edges;
}

// The same edges one at a time, for searches that come back to an entity.
class EdgeCursor {
  public:
    EdgeCursor(const GraphView& graph, Direction direction, Id entity) {
        if (direction != Direction::backward) forward_ = row(graph.forward, entity);
        if (direction != Direction::forward) backward_ = row(graph.backward, entity);
    }

    // Sets `edge` to the next one; false where there is none.
    bool next(Edge& edge) {
        if (at_ < forward_.size) {
            edge = {forward_.relations[at_], forward_.neighbors[at_]};
        } else if (at_ - forward_.size < backward_.size) {
            const Offset i = at_ - forward_.size;
            edge = {static_cast<Id>(~backward_.relations[i]), backward_.neighbors[i]};
        } else {
            return false;
        }
        ++at_;
        return true;
    }

  private:
    Row forward_;
    Row backward_;
    Offset at_ = 0;
};

}  // namespace km
