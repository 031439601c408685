// All walks from a source along a given relation path.
//
// The edges of one relation of an entity are a contiguous slice, found by binary search: O(log
// degree) a hop and O(1) a neighbour; the walks that end in one more hop are written in one go.
// Order: pair, then depth-first, neighbours ascending. Memory: the result and one slice a hop.

#pragma once

#include <algorithm>
#include <span>
#include <utility>
#include <vector>

#include "km/caps.hpp"
#include "km/graph.hpp"
#include "km/parallel.hpp"
#include "km/paths.hpp"
#include "km/queries.hpp"
#include "km/scratch.hpp"

namespace km {

namespace detail {

class Follower {
  public:
    Follower(const GraphView& graph, bool allow_return, Ticker& ticker)
        : graph_(graph), allow_return_(allow_return), ticker_(ticker) {}

    void find(Id source, std::span<const Id> path, PathCollector& out) {
        entities_.assign(1, source);
        if (path.empty()) {
            out.add(entities_, path);
            return;
        }
        const std::size_t last = path.size() - 1;
        rows_.assign(1, row(graph_, source, path[0]));
        if (last == 0) {
            last_hops(path, out);
            return;
        }
        while (!rows_.empty()) {
            Row& rest = rows_.back();
            if (rest.size == 0) {
                rows_.pop_back();
                entities_.pop_back();
                continue;
            }
            const std::size_t hop = rows_.size();
            const Id neighbor = *rest.neighbors++;
            --rest.size;
            ticker_.tick(4);
            if (!allow_return_ && neighbor == source) continue;
            const Row found = row(graph_, neighbor, path[hop]);
            if (found.size == 0) continue;
            entities_.push_back(neighbor);
            rows_.push_back(found);
            if (hop == last) {
                if (!last_hops(path, out)) return;
                rows_.pop_back();
                entities_.pop_back();
            }
        }
    }

  private:
    // Writes the walks that end with the edges of the last row.
    bool last_hops(std::span<const Id> path, PathCollector& out) {
        const Row& edges = rows_.back();
        const Id relation = path.back();
        const auto so_far = path.first(path.size() - 1);
        ticker_.tick(edges.size);
        // The neighbours of one relation ascend, each once, so the source is in one place.
        const Id* const end = edges.neighbors + edges.size;
        const Id* const source =
            allow_return_ ? end : std::lower_bound(edges.neighbors, end, entities_.front());
        const bool returns = source != end && *source == entities_.front();
        const Offset skipped = returns ? source - edges.neighbors : edges.size;
        const auto hop = [&](Offset i) {
            return Edge{relation, edges.neighbors[i + (i >= skipped)]};
        };
        return out.add_each(entities_, so_far, edges.size - returns, hop);
    }

    const GraphView& graph_;
    bool allow_return_;
    Ticker& ticker_;
    std::vector<Id> entities_;
    std::vector<Row> rows_;
};

}  // namespace detail

[[nodiscard]] inline PathBatch follow(const GraphView& graph, std::span<const Id> sources,
                                      const GroupsView& relation_paths, bool allow_return,
                                      const Caps& caps, const Execution& execution,
                                      ScratchPool& pool) {
    check_ids(sources, 0, graph.n_entities, "sources");
    check_groups(relation_paths, -graph.n_relations, graph.n_relations, "relation_paths");
    check_same_length("sources", sources.size(), "relation_paths",
                      relation_paths.offsets.size() - 1);
    const auto make = [&](Scratch&, Ticker& ticker) {
        detail::Follower search(graph, allow_return, ticker);
        return [&, search = std::move(search)](Offset pair, PathCollector& out) mutable {
            search.find(sources[static_cast<std::size_t>(pair)], relation_paths[pair], out);
        };
    };
    return collect_paths(relation_paths.size(), caps, execution, pool, make);
}

}  // namespace km
