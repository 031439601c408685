// What is asked of random walks, and its checks.

#pragma once

#include <cmath>
#include <cstdint>
#include <new>
#include <span>
#include <stdexcept>
#include <string>
#include <utility>

#include "km/arrays.hpp"
#include "km/queries.hpp"

namespace km {

// How a walk chooses its next edge; km_graph.walkers.WalkRule says more.
struct WalkRule {
    double p = 1.0;
    double q = 1.0;
    double restart = 0.0;
    std::span<const Id> metapath;
    bool backtrack = true;

    // Whether it matters where a walk came from.
    [[nodiscard]] bool second_order() const { return p != 1.0 || q != 1.0 || !backtrack; }
};

struct RandomWalkQuery {
    Offset hops = 1;
    Offset walks_per_start = 1;
    std::uint64_t seed = 0;
    WalkRule rule;
};

inline void check_rule(const WalkRule& rule, Id n_relations) {
    for (const auto& [name, value] : {std::pair{"p", rule.p}, std::pair{"q", rule.q}}) {
        if (!(value > 0.0) || !std::isfinite(value)) {
            throw std::invalid_argument(std::string(name) + " must be above 0 and finite");
        }
    }
    if (!(rule.restart >= 0.0 && rule.restart <= 1.0)) {
        throw std::invalid_argument("restart must be a probability in [0, 1]");
    }
    check_ids(rule.metapath, static_cast<Id>(-n_relations), n_relations, "metapath");
}

// How many walks there are; throws std::bad_alloc where they could never fit in memory.
[[nodiscard]] inline Offset count_walks(std::span<const Id> starts, const RandomWalkQuery& query,
                                        Id n_entities, Id n_relations) {
    check_ids(starts, 0, n_entities, "starts");
    check_count(query.hops, "hops");
    check_count(query.walks_per_start, "walks_per_start");
    check_rule(query.rule, n_relations);
    constexpr Offset most = Offset{1} << 56;
    const auto n_starts = static_cast<Offset>(starts.size());
    if (n_starts > 0 && query.walks_per_start > most / n_starts) throw std::bad_alloc();
    return n_starts * query.walks_per_start;
}

}  // namespace km
