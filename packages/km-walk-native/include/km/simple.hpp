// All simple paths of 1 to max_hops hops from the sources of each group, to its targets or
// anywhere.
//
// Depth-first. With targets, one breadth-first search back from them, O(edges reached), and a path
// is given up where the nearest target is further than the hops it has left, or where every target
// lies on it. Order: group, source as given, then depth-first in adjacency order, a path before its
// extensions. Memory: the scratch and one cursor a hop.

#pragma once

#include <algorithm>
#include <optional>
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

struct SimpleQuery {
    Offset max_hops = 1;
    Direction direction = Direction::both;
};

namespace detail {

class SimplePaths {
  public:
    SimplePaths(const GraphView& graph, const SimpleQuery& query, Scratch& scratch, Ticker& ticker)
        : graph_(graph), query_(query), scratch_(scratch), ticker_(ticker) {}

    // From here on only paths that end in one of these are emitted.
    void aim_at(std::span<const Id> targets) {
        aimed_ = true;
        find_distances(graph_, reversed(query_.direction), targets,
                       {.max_hops = query_.max_hops - 1}, scratch_.to_go, scratch_.queue, ticker_);
        const auto is_target = [&](Id entity) { return this->is_target(entity); };
        n_targets_ = std::ranges::find_if_not(scratch_.queue, is_target) - scratch_.queue.begin();
    }

    // Emits the paths of one source; false where the limit was passed.
    bool find(Id source, PathCollector& out) {
        ticker_.tick();
        StampedMap& on_path = scratch_.mark;
        on_path.clear();
        entities_.assign(1, source);
        relations_.clear();
        cursors_.assign(1, EdgeCursor(graph_, query_.direction, source));
        on_path.set(source, 1);
        unmet_ = n_targets_ - is_target(source);
        if (aimed_ && unmet_ == 0) return true;
        while (!cursors_.empty()) {
            ticker_.tick();
            Edge edge;
            if (!cursors_.back().next(edge)) {
                step_back(on_path);
                cursors_.pop_back();
                continue;
            }
            const Offset left = query_.max_hops - static_cast<Offset>(cursors_.size());
            if (left < to_go(edge.neighbor) || on_path.contains(edge.neighbor)) continue;
            on_path.set(edge.neighbor, 1);
            entities_.push_back(edge.neighbor);
            relations_.push_back(edge.relation);
            const bool met = is_target(edge.neighbor);
            unmet_ -= met;
            if ((met || !aimed_) && !out.add(entities_, relations_)) return false;
            if (left > 0 && (unmet_ > 0 || !aimed_)) {
                cursors_.emplace_back(graph_, query_.direction, edge.neighbor);
            } else {
                step_back(on_path);
            }
        }
        return true;
    }

  private:
    // The fewest hops from an entity to a target; one too many where no target is near enough.
    [[nodiscard]] Offset to_go(Id entity) const {
        if (!aimed_) return 0;
        return scratch_.to_go.contains(entity) ? scratch_.to_go.get(entity, 0) : query_.max_hops;
    }

    [[nodiscard]] bool is_target(Id entity) const {
        return aimed_ && scratch_.to_go.get(entity, -1) == 0;
    }

    void step_back(StampedMap& on_path) {
        unmet_ += is_target(entities_.back());
        on_path.erase(entities_.back());
        entities_.pop_back();
        if (!relations_.empty()) relations_.pop_back();
    }

    const GraphView& graph_;
    const SimpleQuery& query_;
    Scratch& scratch_;
    Ticker& ticker_;
    bool aimed_ = false;
    Offset n_targets_ = 0;
    Offset unmet_ = 0;  // targets that are not on the path
    std::vector<Id> entities_;
    std::vector<Id> relations_;
    std::vector<EdgeCursor> cursors_;
};

}  // namespace detail

[[nodiscard]] inline PathBatch simple_paths(const GraphView& graph, const GroupsView& sources,
                                            const std::optional<GroupsView>& targets,
                                            const SimpleQuery& query, const Caps& caps,
                                            const Execution& execution, ScratchPool& pool) {
    check_groups(sources, 0, graph.n_entities, "sources");
    if (targets) {
        check_groups(*targets, 0, graph.n_entities, "targets");
        check_same_length("sources", sources, "targets", *targets);
    }
    check_count(query.max_hops, "max_hops");
    const auto make = [&](Scratch& scratch, Ticker& ticker) {
        detail::SimplePaths search(graph, query, scratch, ticker);
        return [&, search = std::move(search)](Offset group, PathCollector& out) mutable {
            if (query.max_hops == 0) return;
            if (targets) search.aim_at((*targets)[group]);
            for (const Id source : sources[group]) {
                if (!search.find(source, out)) break;
            }
        };
    };
    return collect_paths(sources.size(), caps, execution, pool, make);
}

}  // namespace km
