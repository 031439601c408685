// The triples between the entities of each group: the subgraph that they induce.
//
// O(edges, head to tail, of the entities), each looked up in the group's marks. Order: group, then
// head, relation, tail. Memory: 8 bytes an entity of the graph, and the result.

#pragma once

#include <algorithm>
#include <span>
#include <vector>

#include "km/arrays.hpp"
#include "km/graph.hpp"
#include "km/joining.hpp"
#include "km/parallel.hpp"
#include "km/paths.hpp"
#include "km/queries.hpp"
#include "km/scratch.hpp"

namespace km {

struct Subgraphs {
    Array<Id> triples;  // rows head, relation, tail
    Array<Offset> offsets{0};
    Array<std::uint8_t> truncated;

    void append(const Subgraphs& part) {
        km::append(triples, part.triples);
        append_offsets(offsets, part.offsets);
        km::append(truncated, part.truncated);
    }
};

namespace detail {

class SubgraphSearch {
  public:
    SubgraphSearch(const GraphView& graph, Offset limit, Scratch& scratch, Ticker& ticker)
        : graph_(graph), limit_(limit), scratch_(scratch), ticker_(ticker) {}

    void find(std::span<const Id> entities, Subgraphs& out) {
        std::vector<Id>& heads = scratch_.queue;
        heads.clear();
        ticker_.tick(8 + static_cast<Offset>(entities.size()));
        scratch_.mark.clear();
        for (const Id entity : entities) {
            if (scratch_.mark.insert(entity, 1)) heads.push_back(entity);
        }
        std::ranges::sort(heads, [this](Id one, Id other) {
            ticker_.tick();
            return one < other;
        });
        out.truncated.push_back(0);
        const std::size_t begin = out.triples.size();
        for (const Id head : heads) {
            append_row(head, out.triples);
            if (static_cast<Offset>((out.triples.size() - begin) / 3) > limit_) {
                out.triples.resize(begin + 3 * static_cast<std::size_t>(limit_));
                out.truncated.back() = 1;
                break;
            }
        }
        out.offsets.push_back(static_cast<Offset>(out.triples.size() / 3));
    }

  private:
    void append_row(Id head, Array<Id>& triples) {
        const Row edges = row(graph_.forward, head);
        ticker_.tick(1 + edges.size);
        for (Offset i = 0; i < edges.size; ++i) {
            const Id tail = edges.neighbors[i];
            if (!scratch_.mark.contains(tail)) continue;
            for (const Id id : {head, edges.relations[i], tail}) triples.push_back(id);
        }
    }

    const GraphView& graph_;
    Offset limit_;
    Scratch& scratch_;
    Ticker& ticker_;
};

}  // namespace detail

[[nodiscard]] inline Subgraphs subgraphs(const GraphView& graph, const GroupsView& entities,
                                         Offset limit, const Execution& execution,
                                         ScratchPool& pool) {
    check_groups(entities, 0, graph.n_entities, "entities");
    check_count(limit, "limit");
    return map_and_join<Subgraphs>(entities.size(), execution, pool,
                                   [&](Offset begin, Offset end, Scratch& scratch, Ticker& ticker) {
                                       Subgraphs out;
                                       detail::SubgraphSearch search(graph, limit, scratch, ticker);
                                       for (Offset group = begin; group < end; ++group)
                                           search.find(entities[group], out);
                                       return out;
                                   });
}

}  // namespace km
