// All walks from a source along a given relation path.
//
// The edges of one relation of an entity are a contiguous slice, found by binary search: O(log
// degree) a hop and O(1) a neighbour. Order: pair, then depth-first, neighbours ascending. Memory:
// one slice a hop.

#pragma once

#include <span>
#include <vector>

#include "km/graph.hpp"
#include "km/parallel.hpp"
#include "km/paths.hpp"
#include "km/queries.hpp"

namespace km {

struct FollowQuery {
    bool allow_return = true;
    Offset limit = unlimited;
};

namespace detail {

class Follower {
  public:
    Follower(const GraphView& graph, bool allow_return, Ticker& ticker)
        : graph_(graph), allow_return_(allow_return), ticker_(ticker) {}

    void find(Id source, std::span<const Id> path, PathCollector& out) {
        entities_.assign(1, source);
        slices_.clear();
        if (path.empty()) {
            out.add(entities_, path);
            return;
        }
        slices_.push_back(slice(source, path[0]));
        while (!slices_.empty()) {
            ticker_.tick();
            Slice& rest = slices_.back();
            if (rest.begin == rest.end) {
                slices_.pop_back();
                entities_.pop_back();
                continue;
            }
            const std::size_t hop = slices_.size() - 1;
            const Id neighbor = side(path[hop]).neighbors[rest.begin++];
            if (!allow_return_ && neighbor == source) continue;
            entities_.push_back(neighbor);
            if (hop + 1 < path.size()) {
                slices_.push_back(slice(neighbor, path[hop + 1]));
                continue;
            }
            if (!out.add(entities_, path)) return;
            entities_.pop_back();
        }
    }

  private:
    [[nodiscard]] const CsrView& side(Id relation) const {
        return relation >= 0 ? graph_.forward : graph_.backward;
    }

    [[nodiscard]] Slice slice(Id entity, Id relation) const {
        return edges(side(relation), entity, relation >= 0 ? relation : ~relation);
    }

    const GraphView& graph_;
    bool allow_return_;
    Ticker& ticker_;
    std::vector<Id> entities_;
    std::vector<Slice> slices_;
};

}  // namespace detail

[[nodiscard]] inline PathBatch follow(const GraphView& graph, std::span<const Id> sources,
                                      const GroupsView& relation_paths, const FollowQuery& query,
                                      const Execution& execution, ScratchPool& pool) {
    check_ids(sources, 0, graph.n_entities, "sources");
    check_groups(relation_paths, -graph.n_relations, graph.n_relations, "relation_paths");
    check_same_length(static_cast<Offset>(sources.size()), relation_paths.size());
    check_count(query.limit, "limit");
    return join(map_groups<PathBatch>(relation_paths.size(), execution, pool,
                                      [&](Offset begin, Offset end, Scratch&, Ticker& ticker) {
                                          PathCollector out(query.limit);
                                          detail::Follower search(graph, query.allow_return,
                                                                  ticker);
                                          for (Offset pair = begin; pair < end; ++pair) {
                                              out.start_owner(static_cast<Id>(pair));
                                              search.find(sources[pair], relation_paths[pair], out);
                                          }
                                          return out.take();
                                      }));
}

}  // namespace km
