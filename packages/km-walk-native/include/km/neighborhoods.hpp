// The entities within some hops of any source of each group.
//
// Breadth-first, O(edges of entities nearer than `hops`) and the sorting of each level. Order:
// nearest first, then by id. Memory: the scratch and the result.

#pragma once

#include <span>
#include <vector>

#include "km/arrays.hpp"
#include "km/graph.hpp"
#include "km/parallel.hpp"
#include "km/paths.hpp"
#include "km/queries.hpp"
#include "km/scratch.hpp"

namespace km {

struct Neighborhoods {
    Array<Id> entities;
    Array<Id> distances;
    Array<Offset> offsets{0};
};

namespace detail {

inline void find_neighborhood(const GraphView& graph, Direction direction,
                              std::span<const Id> sources, Offset hops, Scratch& scratch,
                              Ticker& ticker, Neighborhoods& out) {
    StampedMap& seen = scratch.mark;
    Array<Id>& entities = out.entities;
    seen.clear();
    std::size_t level = entities.size();
    for (const Id source : sources) {
        if (seen.insert(source, 1)) entities.push_back(source);
    }
    for (Id away = 0; level < entities.size(); ++away) {
        const std::size_t next = entities.size();
        scratch.sorter.sort(std::span(entities).subspan(level));
        out.distances.resize(next, away);
        if (away == hops) break;
        for (; level < next; ++level) {
            ticker.tick();
            for_each_edge(graph, direction, entities[level], [&](Id, Id neighbor) {
                if (seen.insert(neighbor, 1)) entities.push_back(neighbor);
            });
        }
    }
    out.offsets.push_back(static_cast<Offset>(entities.size()));
}

[[nodiscard]] inline Neighborhoods join(std::vector<Neighborhoods> parts) {
    if (parts.empty()) return {};
    Neighborhoods whole = std::move(parts.front());
    for (std::size_t i = 1; i < parts.size(); ++i) {
        append(whole.entities, parts[i].entities);
        append(whole.distances, parts[i].distances);
        append_offsets(whole.offsets, parts[i].offsets);
        release(parts[i]);
    }
    return whole;
}

}  // namespace detail

[[nodiscard]] inline Neighborhoods neighborhoods(const GraphView& graph, const GroupsView& sources,
                                                 Offset hops, Direction direction,
                                                 const Execution& execution, ScratchPool& pool) {
    check_groups(sources, 0, graph.n_entities, "sources");
    check_count(hops, "hops");
    return detail::join(map_groups<Neighborhoods>(
        sources.size(), execution, pool,
        [&](Offset begin, Offset end, Scratch& scratch, Ticker& ticker) {
            Neighborhoods out;
            for (Offset group = begin; group < end; ++group) {
                detail::find_neighborhood(graph, direction, sources[group], hops, scratch, ticker,
                                          out);
            }
            return out;
        }));
}

}  // namespace km
