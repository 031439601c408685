// All shortest paths between the sources and the targets of each group.
//
// For each source one breadth-first search, which ends when every target is found: O(edges
// reached). For each target the entities on shortest paths are marked backwards, level by level,
// and a depth-first search walks among them only: O(edges of entities on paths + hops of paths).
// Order: group, source, target as given, then depth-first in adjacency order. Memory: the scratch
// and one cursor a hop.

#pragma once

#include <span>
#include <utility>
#include <vector>

#include "km/caps.hpp"
#include "km/distances.hpp"
#include "km/graph.hpp"
#include "km/parallel.hpp"
#include "km/paths.hpp"
#include "km/queries.hpp"
#include "km/scratch.hpp"

namespace km {

namespace detail {

class ShortestPaths {
  public:
    ShortestPaths(const GraphView& graph, Direction direction, Offset max_hops, Scratch& scratch,
                  Ticker& ticker)
        : graph_(graph),
          direction_(direction),
          max_hops_(max_hops),
          scratch_(scratch),
          ticker_(ticker) {}

    void find(std::span<const Id> sources, std::span<const Id> targets, PathCollector& out) {
        ticker_.tick(static_cast<Offset>(targets.size()));
        scratch_.mark.clear();
        Offset n_targets = 0;
        for (const Id target : targets) n_targets += scratch_.mark.insert(target, 1);
        if (n_targets == 0) return;
        for (const Id source : sources) {
            find_distances(graph_, direction_, std::span(&source, 1),
                           {.max_hops = max_hops_, .n_wanted = n_targets, .wanted = &scratch_.mark},
                           scratch_.distance, scratch_.queue, ticker_);
            for (const Id target : targets) {
                ticker_.tick();
                if (!scratch_.distance.contains(target)) continue;
                mark_paths_to(target);
                if (!walk(source, out)) return;
            }
        }
    }

  private:
    // Sets to_go for every entity on a shortest path from the source to the target.
    void mark_paths_to(Id target) {
        StampedMap& to_go = scratch_.to_go;
        std::vector<Id>& queue = scratch_.queue;
        to_go.clear();
        to_go.set(target, 0);
        queue.assign(1, target);
        for (std::size_t at = 0; at < queue.size(); ++at) {
            const Id entity = queue[at], nearer = scratch_.distance.get(entity, 0) - 1;
            if (nearer < 0) return;
            ticker_.tick(1 + degree(graph_, reversed(direction_), entity));
            for_each_edge(graph_, reversed(direction_), entity, [&](Id, Id neighbor) {
                if (scratch_.distance.get(neighbor, -1) != nearer) return;
                if (to_go.insert(neighbor, to_go.get(entity, 0) + 1)) queue.push_back(neighbor);
            });
        }
    }

    // Emits the paths down to 0 hops to go; false where the limit was passed.
    bool walk(Id source, PathCollector& out) {
        Id left = scratch_.to_go.get(source, 0);
        entities_.assign(1, source);
        relations_.clear();
        cursors_.clear();
        if (left == 0) return out.add(entities_, relations_);
        cursors_.emplace_back(graph_, direction_, source);
        while (!cursors_.empty()) {
            ticker_.tick();
            Edge edge;
            if (!cursors_.back().next(edge)) {
                cursors_.pop_back();
                entities_.pop_back();
                if (!relations_.empty()) relations_.pop_back();
                ++left;
                continue;
            }
            if (scratch_.to_go.get(edge.neighbor, -1) != left - 1) continue;
            entities_.push_back(edge.neighbor);
            relations_.push_back(edge.relation);
            if (left > 1) {
                cursors_.emplace_back(graph_, direction_, edge.neighbor);
                --left;
                continue;
            }
            if (!out.add(entities_, relations_)) return false;
            entities_.pop_back();
            relations_.pop_back();
        }
        return true;
    }

    const GraphView& graph_;
    Direction direction_;
    Offset max_hops_;
    Scratch& scratch_;
    Ticker& ticker_;
    std::vector<Id> entities_;
    std::vector<Id> relations_;
    std::vector<EdgeCursor> cursors_;
};

}  // namespace detail

struct ShortestQuery {
    Offset max_hops = unlimited;
    Direction direction = Direction::both;
};

[[nodiscard]] inline PathBatch shortest_paths(const GraphView& graph, const GroupsView& sources,
                                              const GroupsView& targets, const ShortestQuery& query,
                                              const Caps& caps, const Execution& execution,
                                              ScratchPool& pool) {
    check_groups(sources, 0, graph.n_entities, "sources");
    check_groups(targets, 0, graph.n_entities, "targets");
    check_same_length("sources", sources, "targets", targets);
    check_count(query.max_hops, "max_hops");
    const auto make = [&](Scratch& scratch, Ticker& ticker) {
        detail::ShortestPaths search(graph, query.direction, query.max_hops, scratch, ticker);
        return [&, search = std::move(search)](Offset group, PathCollector& out) mutable {
            search.find(sources[group], targets[group], out);
        };
    };
    return collect_paths(sources.size(), caps, execution, pool, make);
}

}  // namespace km
