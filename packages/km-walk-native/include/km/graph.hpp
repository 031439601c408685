// A view of a knowledge graph in somebody else's memory, and its validation.
//
// validate() is one pass over the edges, O(entities + edges), no memory; every algorithm relies on
// it and indexes without checks.

#pragma once

#include <algorithm>
#include <cstddef>
#include <span>
#include <stdexcept>
#include <string>

#include "km/arrays.hpp"

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

struct GraphView {
    CsrView forward;
    CsrView backward;
    Id n_entities;
    Id n_relations;
};

struct Slice {
    Offset begin;
    Offset end;
};

[[nodiscard]] inline Slice edges(const CsrView& csr, Id entity) {
    return {csr.offsets[entity], csr.offsets[entity + 1]};
}

// The edges of one relation of an entity: two binary searches.
[[nodiscard]] inline Slice edges(const CsrView& csr, Id entity, Id relation) {
    const Id* const base = csr.relations.data();
    const auto [begin, end] = edges(csr, entity);
    const Id* const low = std::lower_bound(base + begin, base + end, relation);
    const Id* const high = std::upper_bound(low, base + end, relation);
    return {low - base, high - base};
}

struct Edge {
    Id relation;
    Id neighbor;
};

// Calls visit(relation, neighbor) for every edge of an entity in adjacency order.
template <class Visit>
void for_each_edge(const GraphView& graph, Direction direction, Id entity, Visit&& visit) {
    if (direction != Direction::backward) {
        const auto [begin, end] = edges(graph.forward, entity);
        for (Offset i = begin; i < end; ++i) {
            visit(graph.forward.relations[i], graph.forward.neighbors[i]);
        }
    }
    if (direction != Direction::forward) {
        const auto [begin, end] = edges(graph.backward, entity);
        for (Offset i = begin; i < end; ++i) {
            visit(static_cast<Id>(~graph.backward.relations[i]), graph.backward.neighbors[i]);
        }
    }
}

// The same edges one at a time, for searches that come back to an entity.
class EdgeCursor {
  public:
    EdgeCursor(const GraphView& graph, Direction direction, Id entity) : graph_(&graph) {
        if (direction != Direction::backward) forward_ = edges(graph.forward, entity);
        if (direction != Direction::forward) backward_ = edges(graph.backward, entity);
    }

    // Sets `edge` to the next one; false where there is none.
    bool next(Edge& edge) {
        if (forward_.begin < forward_.end) {
            const Offset at = forward_.begin++;
            edge = {graph_->forward.relations[at], graph_->forward.neighbors[at]};
            return true;
        }
        if (backward_.begin < backward_.end) {
            const Offset at = backward_.begin++;
            edge = {static_cast<Id>(~graph_->backward.relations[at]),
                    graph_->backward.neighbors[at]};
            return true;
        }
        return false;
    }

  private:
    const GraphView* graph_;
    Slice forward_{0, 0};
    Slice backward_{0, 0};
};

namespace detail {

inline void require(bool right, const std::string& array, const char* expected) {
    if (!right) throw std::invalid_argument(array + " " + expected);
}

inline void validate(const CsrView& csr, const std::string& name, Id n_entities, Id n_relations) {
    const auto n_edges = static_cast<Offset>(csr.neighbors.size());
    const std::string offsets = name + ".offsets", relations = name + ".relations",
                      neighbors = name + ".neighbors";
    require(csr.offsets.size() == static_cast<std::size_t>(n_entities) + 1, offsets,
            "must have one element more than there are entities");
    require(csr.relations.size() == csr.neighbors.size(), relations,
            "must be as long as the neighbors");
    require(csr.offsets.front() == 0, offsets, "must start at 0");
    require(csr.offsets.back() == n_edges, offsets, "must end at the number of edges");
    require(std::ranges::is_sorted(csr.offsets), offsets, "must not descend");
    for (Id entity = 0; entity < n_entities; ++entity) {
        const auto [begin, end] = edges(csr, entity);
        for (Offset i = begin; i < end; ++i) {
            const Id relation = csr.relations[i], neighbor = csr.neighbors[i];
            require(0 <= relation && relation < n_relations, relations,
                    "must hold relation ids of the graph");
            require(0 <= neighbor && neighbor < n_entities, neighbors,
                    "must hold entity ids of the graph");
            if (i == begin) continue;
            require(csr.relations[i - 1] <= relation, relations,
                    "must not descend within an entity");
            require(csr.relations[i - 1] < relation || csr.neighbors[i - 1] < neighbor, neighbors,
                    "must ascend within an entity and relation");
        }
    }
}

}  // namespace detail

// Throws std::invalid_argument naming the first array that is not what it should be.
inline void validate(const GraphView& graph) {
    detail::validate(graph.forward, "forward", graph.n_entities, graph.n_relations);
    detail::validate(graph.backward, "backward", graph.n_entities, graph.n_relations);
    detail::require(graph.forward.neighbors.size() == graph.backward.neighbors.size(),
                    "backward.neighbors", "must be as long as forward.neighbors");
}

}  // namespace km
