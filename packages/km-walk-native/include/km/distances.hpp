// Breadth-first distances from a set of starts.
//
// O(edges of what is reached), no memory beyond the scratch. The order in which entities of one
// level are reached is of no account.

#pragma once

#include <span>
#include <vector>

#include "km/graph.hpp"
#include "km/parallel.hpp"
#include "km/scratch.hpp"

namespace km {

inline constexpr Id nobody = -1;

struct Reach {
    Offset max_hops;
    Id without = nobody;  // an entity that is taken out of the graph
    Offset n_wanted = 0;  // the search may end once this many marked entities are found;
    const StampedMap* wanted = nullptr;  // 0 for all
};

// Fills `distance` with how many hops each entity is from the nearest start, up to max_hops.
// Where the search ends early, the levels before the last are complete.
inline void find_distances(const GraphView& graph, Direction direction, std::span<const Id> starts,
                           const Reach& reach, StampedMap& distance, std::vector<Id>& queue,
                           Ticker& ticker) {
    distance.clear();
    queue.clear();
    Offset missing = reach.n_wanted;
    const auto found = [&](Id entity, Id hops) {
        if (entity == reach.without || !distance.insert(entity, hops)) return;
        queue.push_back(entity);
        if (reach.wanted != nullptr && reach.wanted->contains(entity)) --missing;
    };
    ticker.tick(static_cast<Offset>(starts.size()));
    for (const Id start : starts) found(start, 0);
    for (std::size_t at = 0; at < queue.size(); ++at) {
        if (reach.wanted != nullptr && missing == 0) return;
        const Id entity = queue[at], hops = distance.get(entity, 0);
        if (hops >= reach.max_hops) return;
        ticker.tick(1 + degree(graph, direction, entity));
        for_each_edge(graph, direction, entity,
                      [&](Id, Id neighbor) { found(neighbor, hops + 1); });
    }
}

}  // namespace km
