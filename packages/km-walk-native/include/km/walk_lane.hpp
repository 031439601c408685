// One walk under way: where it is written, and what all its hops share.

#pragma once

#include <cstdint>
#include <span>

#include "km/arrays.hpp"
#include "km/graph.hpp"
#include "km/splitmix64.hpp"
#include "km/walk_query.hpp"
#include "km/walk_table.hpp"

namespace km::detail {

struct WalkLane {
    std::uint64_t stream;
    Id at;
    Id start;
    Id* entities;   // its place in the table,
    Id* relations;  // and that of its next relation
    Offset walk;
    Offset since;  // the hop at which its path began

    void begin(Offset number, std::span<const Id> starts, const RandomWalkQuery& query,
               WalkTable& table) {
        walk = number;
        stream = walk_stream(query.seed, static_cast<std::uint64_t>(walk));
        start = starts[static_cast<std::size_t>(walk / query.walks_per_start)];
        at = start;
        since = 0;
        entities = table.entities_of(walk);
        relations = table.relations_of(walk);
        *entities = start;
    }

    // The first random number of a hop.
    [[nodiscard]] std::uint64_t draw(Offset hop) const {
        return splitmix64(stream + static_cast<std::uint64_t>(hop));
    }

    void take(const Edge& edge) {
        at = edge.neighbor;
        *++entities = edge.neighbor;
        *relations++ = edge.relation;
    }
};

// Whether a hop with this first random number is a restart.
[[nodiscard]] inline bool is_restart(std::uint64_t draw, const WalkRule& rule) {
    return unit(splitmix64(draw - 1)) < rule.restart;
}

}  // namespace km::detail
