// The relation paths that lead from a source to at least one of its targets, or to anything.
//
// A relation path is followed from set to set of entities; a set is all that matters of the walks
// so far. One breadth-first search back from the targets tells which relation paths can still reach
// one within max_hops; only those are followed: O(edges of their sets). Order: source, then
// depth-first with relations 0, 1, 2 ... and then ~0, ~1, ~2 ... Memory: the sets of the relation
// paths beside the current one, at most the edges of the current sets.

#pragma once

#include <algorithm>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "km/arrays.hpp"
#include "km/distances.hpp"
#include "km/graph.hpp"
#include "km/joining.hpp"
#include "km/parallel.hpp"
#include "km/paths.hpp"
#include "km/queries.hpp"
#include "km/scratch.hpp"

namespace km {

struct RelationPathCounts {
    Array<Id> relations;
    Array<Offset> offsets{0};
    Array<Id> owner;
    Array<Id> hits;
    Array<Id> reached;
    Array<std::uint8_t> truncated;

    void append(const RelationPathCounts& part) {
        km::append(relations, part.relations);
        append_offsets(offsets, part.offsets);
        km::append(owner, part.owner);
        km::append(hits, part.hits);
        km::append(reached, part.reached);
        km::append(truncated, part.truncated);
    }
};

struct RelationPathQuery {
    Offset max_hops = 1;
    Direction direction = Direction::both;
    bool allow_return = false;
    Offset max_reached = 100'000;
};

namespace detail {

class RelationPathSearch {
  public:
    RelationPathSearch(const GraphView& graph, const RelationPathQuery& query, Scratch& scratch,
                       Ticker& ticker)
        : graph_(graph),
          query_(query),
          scratch_(scratch),
          ticker_(ticker),
          slot_(static_cast<std::size_t>(graph.n_relations) * 2, unused) {}

    void find(Id owner, Id source, const std::optional<std::span<const Id>>& targets,
              RelationPathCounts& out) {
        out.truncated.push_back(0);
        ticker_.tick(8);
        if (query_.max_hops == 0) return;
        banned_ = query_.allow_return ? nobody : source;
        aimed_ = targets.has_value();
        if (aimed_) {
            find_distances(graph_, reversed(query_.direction), *targets,
                           {.max_hops = query_.max_hops - 1, .without = banned_}, scratch_.to_go,
                           scratch_.queue, ticker_);
        }
        relations_.clear();
        levels_.clear();
        expand(std::span(&source, 1), out);
        while (!levels_.empty()) {
            Level& level = levels_.back();
            if (level.next == level.sets.size()) {
                levels_.pop_back();
                if (!relations_.empty()) relations_.pop_back();
                continue;
            }
            // The set is moved out, as expand() may move the levels.
            const Set set = std::move(level.sets[level.next++]);
            relations_.push_back(set.relation);
            report(owner, set.entities, out);
            expand(set.entities, out);
        }
    }

  private:
    struct Set {
        Id relation;
        std::vector<Id> entities;
    };
    struct Level {
        std::vector<Set> sets;
        std::size_t next = 0;
    };
    static constexpr Id unused = -1;

    void report(Id owner, const std::vector<Id>& reached, RelationPathCounts& out) const {
        Id hits = 0;
        if (aimed_) {
            for (const Id entity : reached) hits += scratch_.to_go.get(entity, -1) == 0;
            if (hits == 0) return;
        }
        append_path(out);
        out.owner.push_back(owner);
        out.hits.push_back(hits);
        out.reached.push_back(static_cast<Id>(reached.size()));
    }

    void append_path(RelationPathCounts& out) const {
        out.relations.insert(out.relations.end(), relations_.begin(), relations_.end());
        out.offsets.push_back(static_cast<Offset>(out.relations.size()));
    }

    // Pushes the sets that the relation paths one hop longer reach.
    void expand(std::span<const Id> entities, RelationPathCounts& out) {
        const Offset left = query_.max_hops - static_cast<Offset>(relations_.size()) - 1;
        levels_.emplace_back();
        if (left < 0) return;
        Level& level = levels_.back();
        choose_relations(entities, left, level);
        gather(entities, level);
        for (const Set& set : level.sets) slot_[key(set.relation)] = unused;
        std::erase_if(level.sets, [&](Set& set) {
            make_distinct(set.entities);
            const bool too_many = static_cast<Offset>(set.entities.size()) > query_.max_reached;
            if (too_many) out.truncated.back() = 1;
            return too_many;
        });
    }

    // Only an entity at most left + 1 hops from a target has an edge to one at most `left` away.
    void choose_relations(std::span<const Id> entities, Offset left, Level& level) {
        std::vector<Id> keys;
        for (const Id entity : entities) {
            ticker_.tick(1 + degree(graph_, query_.direction, entity));
            if (entity != banned_ && to_go(entity) > left + 1) continue;
            for_each_edge(graph_, query_.direction, entity, [&](Id relation, Id neighbor) {
                if (slot_[key(relation)] != unused || neighbor == banned_) return;
                if (to_go(neighbor) > left) return;
                slot_[key(relation)] = 0;
                keys.push_back(static_cast<Id>(key(relation)));
            });
        }
        std::ranges::sort(keys);
        for (const Id at : keys) {
            slot_[at] = static_cast<Id>(level.sets.size());
            const Id relation = at < graph_.n_relations ? at : ~(at - graph_.n_relations);
            level.sets.push_back({relation, {}});
        }
    }

    void gather(std::span<const Id> entities, Level& level) {
        for (const Id entity : entities) {
            ticker_.tick(1 + degree(graph_, query_.direction, entity));
            for_each_edge(graph_, query_.direction, entity, [&](Id relation, Id neighbor) {
                const Id slot = slot_[key(relation)];
                if (slot != unused && neighbor != banned_) {
                    level.sets[slot].entities.push_back(neighbor);
                }
            });
        }
    }

    void make_distinct(std::vector<Id>& entities) {
        scratch_.mark.clear();
        std::erase_if(entities, [&](Id entity) { return !scratch_.mark.insert(entity, 1); });
    }

    [[nodiscard]] Offset to_go(Id entity) const {
        if (!aimed_) return 0;
        return scratch_.to_go.contains(entity) ? scratch_.to_go.get(entity, 0) : query_.max_hops;
    }

    // Relations in the order of the results: 0, 1, 2 ..., ~0, ~1, ~2 ...
    [[nodiscard]] std::size_t key(Id relation) const {
        return static_cast<std::size_t>(relation >= 0 ? relation : graph_.n_relations + ~relation);
    }

    const GraphView& graph_;
    const RelationPathQuery& query_;
    Scratch& scratch_;
    Ticker& ticker_;
    std::vector<Id> slot_;
    bool aimed_ = true;
    Id banned_ = nobody;
    std::vector<Id> relations_;
    std::vector<Level> levels_;
};

}  // namespace detail

[[nodiscard]] inline RelationPathCounts relation_paths(
    const GraphView& graph, std::span<const Id> sources, const std::optional<GroupsView>& targets,
    const RelationPathQuery& query, const Execution& execution, ScratchPool& pool) {
    check_ids(sources, 0, graph.n_entities, "sources");
    if (targets) {
        check_groups(*targets, 0, graph.n_entities, "targets");
        check_same_length("sources", sources.size(), "targets", targets->offsets.size() - 1);
    }
    check_count(query.max_hops, "max_hops");
    check_count(query.max_reached, "max_reached");
    const auto n_sources = static_cast<Offset>(sources.size());
    return map_and_join<RelationPathCounts>(
        n_sources, execution, pool,
        [&](Offset begin, Offset end, Scratch& scratch, Ticker& ticker) {
            RelationPathCounts out;
            detail::RelationPathSearch search(graph, query, scratch, ticker);
            for (Offset pair = begin; pair < end; ++pair) {
                std::optional<std::span<const Id>> wanted;
                if (targets) wanted = (*targets)[pair];
                search.find(static_cast<Id>(pair), sources[static_cast<std::size_t>(pair)], wanted,
                            out);
            }
            return out;
        });
}

}  // namespace km
