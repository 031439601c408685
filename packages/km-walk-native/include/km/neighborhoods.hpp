// The entities within some hops of any source of each group.
//
// Breadth-first, O(edges of entities nearer than `hops`). Where a level has many edges for the size
// of the graph, its neighbours are gathered as bits, which needs no branch and leaves them sorted;
// else they are listed and sorted. Order: nearest first, then by id. Memory: two bits an entity and
// the result.

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

struct Neighborhoods {
    Array<Id> entities;
    Array<Id> distances;
    Array<Offset> offsets{0};
    Array<std::uint8_t> truncated;

    void append(const Neighborhoods& part) {
        km::append(entities, part.entities);
        km::append(distances, part.distances);
        append_offsets(offsets, part.offsets);
        km::append(truncated, part.truncated);
    }
};

struct NeighborhoodQuery {
    Offset hops = 1;
    Direction direction = Direction::both;
    Offset limit = unlimited;
};

namespace detail {

class NeighborhoodSearch {
  public:
    NeighborhoodSearch(const GraphView& graph, const NeighborhoodQuery& query, Scratch& scratch,
                       Ticker& ticker)
        : graph_(graph), query_(query), scratch_(scratch), ticker_(ticker) {
        scratch_.seen.fit(scratch_.n_entities);
        scratch_.next.fit(scratch_.n_entities);
    }

    void find(std::span<const Id> sources, Neighborhoods& out) {
        Array<Id>& entities = out.entities;
        const std::size_t begin = entities.size();
        std::size_t level = begin;
        for (const Id source : sources) {
            if (scratch_.seen.insert(source)) entities.push_back(source);
        }
        sort(entities, begin);
        ticker_.tick(8 + static_cast<Offset>(sources.size()));
        Offset hops = 0;
        bool cut = false;
        while (level < entities.size()) {
            cut = static_cast<Offset>(entities.size() - begin) > query_.limit;
            const std::size_t kept =
                cut ? begin + static_cast<std::size_t>(query_.limit) : entities.size();
            out.distances.resize(kept, static_cast<Id>(hops));
            if (cut || hops++ == query_.hops) break;
            const std::size_t next = entities.size();
            expand(level, entities);
            level = next;
        }
        for (std::size_t i = begin; i < entities.size(); ++i) scratch_.seen.remove(entities[i]);
        entities.resize(out.distances.size());
        out.offsets.push_back(static_cast<Offset>(entities.size()));
        out.truncated.push_back(cut);
    }

  private:
    // Appends what is one hop from the entities from `level` on and has not been seen, by id.
    void expand(std::size_t level, Array<Id>& entities) {
        const std::size_t end = entities.size();
        Offset n_edges = 0;
        for (std::size_t i = level; i < end; ++i) {
            n_edges += degree(graph_, query_.direction, entities[i]);
        }
        if (n_edges > static_cast<Offset>(scratch_.seen.n_words())) {
            for (std::size_t i = level; i < end; ++i) {
                const Id entity = entities[i];
                ticker_.tick(1 + degree(graph_, query_.direction, entity));
                for_each_edge(graph_, query_.direction, entity,
                              [&](Id, Id neighbor) { scratch_.next.add(neighbor); });
            }
            scratch_.next.move_fresh(scratch_.seen, entities);
            return;
        }
        for (std::size_t i = level; i < end; ++i) {
            const Id entity = entities[i];
            ticker_.tick(1 + degree(graph_, query_.direction, entity));
            for_each_edge(graph_, query_.direction, entity, [&](Id, Id neighbor) {
                if (scratch_.seen.insert(neighbor)) entities.push_back(neighbor);
            });
        }
        sort(entities, end);
    }

    void sort(Array<Id>& entities, std::size_t begin) {
        std::sort(entities.begin() + static_cast<Offset>(begin), entities.end(),
                  [this](Id one, Id other) {
                      ticker_.tick();
                      return one < other;
                  });
    }

    const GraphView& graph_;
    const NeighborhoodQuery& query_;
    Scratch& scratch_;
    Ticker& ticker_;
};

}  // namespace detail

[[nodiscard]] inline Neighborhoods neighborhoods(const GraphView& graph, const GroupsView& sources,
                                                 const NeighborhoodQuery& query,
                                                 const Execution& execution, ScratchPool& pool) {
    check_groups(sources, 0, graph.n_entities, "sources");
    check_count(query.hops, "hops");
    check_count(query.limit, "limit");
    return map_and_join<Neighborhoods>(
        sources.size(), execution, pool,
        [&](Offset begin, Offset end, Scratch& scratch, Ticker& ticker) {
            Neighborhoods out;
            detail::NeighborhoodSearch search(graph, query, scratch, ticker);
            for (Offset group = begin; group < end; ++group) search.find(sources[group], out);
            return out;
        });
}

}  // namespace km
