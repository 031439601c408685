// Approximate personalised PageRank of each group of sources, by forward push.
//
// Every entity touched has a residue, which is still to be spread, and a score. A push of an entity
// turns the share `restart` of its residue into score and spreads the rest over its edges; one
// without edges gives the rest back to the sources. An entity waits its turn, first in, first out,
// as soon as its residue is `tolerance` times its degree or more. Every sum and product is taken in
// the order of km_graph.reference.push, so the bits agree; compile without fused multiply-add.
// O(1 / (restart * tolerance)) time, whatever the size of the graph. Order: score, highest first,
// then id. Memory: 40 bytes an entity touched.
//
// R. Andersen, F. Chung, K. Lang, "Local graph partitioning using PageRank vectors", FOCS 2006.

#pragma once

#include <algorithm>
#include <cmath>
#include <deque>
#include <span>
#include <stdexcept>
#include <vector>

#include "km/arrays.hpp"
#include "km/graph.hpp"
#include "km/joining.hpp"
#include "km/parallel.hpp"
#include "km/paths.hpp"
#include "km/queries.hpp"
#include "km/scratch.hpp"

namespace km {

struct Rankings {
    Array<Id> entities;
    Array<double> scores;
    Array<Offset> offsets{0};

    void append(const Rankings& part) {
        km::append(entities, part.entities);
        km::append(scores, part.scores);
        append_offsets(offsets, part.offsets);
    }
};

struct RankQuery {
    double restart = 0.15;
    double tolerance = 1e-6;
    Direction direction = Direction::both;
    Offset limit = unlimited;
};

namespace detail {

class Push {
  public:
    Push(const GraphView& graph, const RankQuery& query, Scratch& scratch, Ticker& ticker)
        : graph_(graph), query_(query), place_(scratch.mark), ticker_(ticker) {}

    void find(std::span<const Id> sources, Rankings& out) {
        place_.clear();
        touched_.clear();
        waiting_.clear();
        sources_.clear();
        for (const Id source : sources) {
            if (!place_.contains(source)) sources_.push_back(touch(source));
        }
        const auto n_sources = static_cast<double>(sources_.size());
        for (const Id source : sources_) receive(source, 1.0 / n_sources);
        while (!waiting_.empty()) {
            const Id place = waiting_.front();
            waiting_.pop_front();
            push(place);
        }
        report(out);
    }

  private:
    struct Touched {
        Id entity;
        bool waits;
        double residue;
        double score;
        double enough;  // the residue from which on it is pushed
    };

    Id touch(Id entity) {
        const auto edges = static_cast<double>(degree(graph_, query_.direction, entity));
        const auto place = static_cast<Id>(touched_.size());
        place_.set(entity, place);
        touched_.push_back({entity, false, 0, 0, query_.tolerance * std::max(edges, 1.0)});
        return place;
    }

    void receive(Id place, double share) {
        Touched& at = touched_[static_cast<std::size_t>(place)];
        at.residue += share;
        if (at.waits || at.residue < at.enough) return;
        at.waits = true;
        waiting_.push_back(place);
    }

    void push(Id place) {
        Touched& at = touched_[static_cast<std::size_t>(place)];
        const double residue = at.residue;
        const double kept = query_.restart * residue;
        at.waits = false;
        at.residue = 0;
        at.score += kept;
        const Id entity = at.entity;
        const Offset edges = degree(graph_, query_.direction, entity);
        ticker_.tick(4 + edges);
        if (edges == 0) {
            ticker_.tick(static_cast<Offset>(sources_.size()));
            const double share = (residue - kept) / static_cast<double>(sources_.size());
            for (const Id source : sources_) receive(source, share);
            return;
        }
        const double share = (residue - kept) / static_cast<double>(edges);
        for_each_edge(graph_, query_.direction, entity, [&](Id, Id neighbor) {
            const Id known = place_.get(neighbor, -1);
            receive(known >= 0 ? known : touch(neighbor), share);
        });
    }

    void report(Rankings& out) {
        std::erase_if(touched_, [](const Touched& at) { return !(at.score > 0); });
        const auto better = [this](const Touched& one, const Touched& other) {
            ticker_.tick();
            return one.score != other.score ? one.score > other.score : one.entity < other.entity;
        };
        const auto n = static_cast<Offset>(touched_.size());
        const Offset kept = std::min(n, query_.limit);
        std::partial_sort(touched_.begin(), touched_.begin() + kept, touched_.end(), better);
        for (Offset i = 0; i < kept; ++i) {
            out.entities.push_back(touched_[static_cast<std::size_t>(i)].entity);
            out.scores.push_back(touched_[static_cast<std::size_t>(i)].score);
        }
        out.offsets.push_back(static_cast<Offset>(out.entities.size()));
    }

    const GraphView& graph_;
    const RankQuery& query_;
    StampedMap& place_;  // of an entity among those touched
    Ticker& ticker_;
    std::vector<Touched> touched_;
    std::vector<Id> sources_;  // places, each once, in the order given
    std::deque<Id> waiting_;
};

inline void check_rank(const GroupsView& sources, const RankQuery& query) {
    if (!(query.restart > 0 && query.restart <= 1)) {
        throw std::invalid_argument("restart must be in (0, 1]");
    }
    if (!(query.tolerance > 0)) throw std::invalid_argument("tolerance must be above 0");
    check_count(query.limit, "limit");
    for (Offset group = 0; group < sources.size(); ++group) {
        if (sources[group].empty()) {
            throw std::invalid_argument("sources must be at least one a group, group " +
                                        std::to_string(group) + " has none");
        }
    }
}

}  // namespace detail

[[nodiscard]] inline Rankings rank(const GraphView& graph, const GroupsView& sources,
                                   const RankQuery& query, const Execution& execution,
                                   ScratchPool& pool) {
    check_groups(sources, 0, graph.n_entities, "sources");
    detail::check_rank(sources, query);
    return map_and_join<Rankings>(sources.size(), execution, pool,
                                  [&](Offset begin, Offset end, Scratch& scratch, Ticker& ticker) {
                                      Rankings out;
                                      detail::Push search(graph, query, scratch, ticker);
                                      for (Offset group = begin; group < end; ++group)
                                          search.find(sources[group], out);
                                      return out;
                                  });
}

}  // namespace km
