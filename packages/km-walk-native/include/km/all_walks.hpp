// All walks of 1 to max_hops hops from the sources of each group; entities and edges may repeat.
//
// Depth-first, O(1) a walk besides writing it; the walks that end in one more hop are written in
// one go. Order: group, source as given, then depth-first in adjacency order, a walk before its
// extensions. Memory: the result and one cursor a hop.

#pragma once

#include <span>
#include <vector>

#include "km/caps.hpp"
#include "km/graph.hpp"
#include "km/parallel.hpp"
#include "km/paths.hpp"
#include "km/queries.hpp"
#include "km/scratch.hpp"

namespace km {

struct AllWalksQuery {
    Offset max_hops = 1;
    Direction direction = Direction::both;
};

namespace detail {

class AllWalks {
  public:
    AllWalks(const GraphView& graph, const AllWalksQuery& query, Ticker& ticker)
        : graph_(graph), query_(query), ticker_(ticker) {}

    // Emits the walks of one source; false where one is too many.
    bool find(Id source, PathCollector& out) {
        ticker_.tick();
        if (query_.max_hops == 0) return true;
        entities_.assign(1, source);
        relations_.clear();
        cursors_.clear();
        if (query_.max_hops == 1) return last_hops(source, out);
        cursors_.emplace_back(graph_, query_.direction, source);
        while (!cursors_.empty()) {
            Edge edge;
            if (!cursors_.back().next(edge)) {
                cursors_.pop_back();
                step_back();
                continue;
            }
            entities_.push_back(edge.neighbor);
            relations_.push_back(edge.relation);
            ticker_.tick(1 + static_cast<Offset>(relations_.size()) / 4);
            if (!out.add(entities_, relations_)) return false;
            if (static_cast<Offset>(cursors_.size()) + 1 < query_.max_hops) {
                cursors_.emplace_back(graph_, query_.direction, edge.neighbor);
                continue;
            }
            if (!last_hops(edge.neighbor, out)) return false;
            step_back();
        }
        return true;
    }

  private:
    bool last_hops(Id entity, PathCollector& out) {
        if (query_.direction != Direction::backward) {
            const Row edges = row(graph_.forward, entity);
            const auto hop = [&](Offset i) { return Edge{edges.relations[i], edges.neighbors[i]}; };
            if (!write(edges.size, hop, out)) return false;
        }
        if (query_.direction == Direction::forward) return true;
        const Row edges = row(graph_.backward, entity);
        return write(
            edges.size,
            [&](Offset i) {
                return Edge{static_cast<Id>(~edges.relations[i]), edges.neighbors[i]};
            },
            out);
    }

    template <class LastHop>
    bool write(Offset n, const LastHop& hop, PathCollector& out) {
        ticker_.tick(n);
        return n == 0 || out.add_each(entities_, relations_, n, hop);
    }

    void step_back() {
        entities_.pop_back();
        if (!relations_.empty()) relations_.pop_back();
    }

    const GraphView& graph_;
    const AllWalksQuery& query_;
    Ticker& ticker_;
    std::vector<Id> entities_;
    std::vector<Id> relations_;
    std::vector<EdgeCursor> cursors_;
};

}  // namespace detail

[[nodiscard]] inline PathBatch all_walks(const GraphView& graph, const GroupsView& sources,
                                         const AllWalksQuery& query, const Caps& caps,
                                         const Execution& execution, ScratchPool& pool) {
    check_groups(sources, 0, graph.n_entities, "sources");
    check_count(query.max_hops, "max_hops");
    return collect_paths(sources.size(), caps, execution, pool, [&](Scratch&, Ticker& ticker) {
        return [&, search = detail::AllWalks(graph, query, ticker)](Offset group,
                                                                    PathCollector& out) mutable {
            for (const Id source : sources[group]) {
                if (!search.find(source, out)) break;
            }
        };
    });
}

}  // namespace km
