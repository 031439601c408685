// Walks like given paths that end in the wrong place.
//
// O(tries * hops) for each path. Order: path, then in order of tries; try a of negative j of path
// i is walk number (i * per_positive + j) * attempts + a, so threads change nothing.

#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <stdexcept>
#include <vector>

#include "km/arrays.hpp"
#include "km/caps.hpp"
#include "km/edge_lists.hpp"
#include "km/graph.hpp"
#include "km/parallel.hpp"
#include "km/paths.hpp"
#include "km/queries.hpp"
#include "km/scratch.hpp"
#include "km/splitmix64.hpp"
#include "km/walk_tables.hpp"

namespace km {

// The paths that negatives are made for, and whose answers each of them may not end in.
struct Positives {
    std::span<const Id> starts;
    std::span<const Offset> hops;
    std::span<const Id> owners;
};

struct NegativeQuery {
    Offset per_positive = 1;
    Offset attempts = 32;
    std::uint64_t seed = 0;
};

namespace detail {

template <class Lists>
class NegativeSearch {
  public:
    NegativeSearch(const Lists& lists, const Positives& positives, const GroupsView& answers,
                   const NegativeQuery& query, Ticker& ticker)
        : lists_(lists), positives_(positives), answers_(answers), query_(query), ticker_(ticker) {}

    void find(Offset positive, PathCollector& out) {
        const auto at = static_cast<std::size_t>(positive);
        const auto answers = answers_[positives_.owners[at]];
        answers_of_.assign(answers.begin(), answers.end());
        std::ranges::sort(answers_of_);
        const auto first = static_cast<std::uint64_t>(positive * query_.per_positive);
        bool all = true;
        for (Offset j = 0; j < query_.per_positive; ++j) {
            all &= try_often(at, first + static_cast<std::uint64_t>(j), out);
        }
        if (!all) out.leave_out();
    }

  private:
    bool try_often(std::size_t positive, std::uint64_t negative, PathCollector& out) {
        const auto attempts = static_cast<std::uint64_t>(query_.attempts);
        for (std::uint64_t a = 0; a < attempts; ++a) {
            ticker_.tick(8);
            if (!walk(positive, negative * attempts + a)) continue;
            if (std::ranges::binary_search(answers_of_, entities_.back())) continue;
            return out.add(entities_, relations_);
        }
        return false;
    }

    // A uniform walk; false where it ends early.
    bool walk(std::size_t positive, std::uint64_t number) {
        const std::uint64_t stream = walk_stream(query_.seed, number);
        entities_.assign(1, positives_.starts[positive]);
        relations_.clear();
        for (Offset hop = 0; hop < positives_.hops[positive]; ++hop) {
            const auto list = lists_.list(entities_.back(), hop);
            if (list.size == 0) return false;
            const auto random = splitmix64(stream + static_cast<std::uint64_t>(hop));
            const Edge edge = edge_at(lists_, list, scale(random, list.size).high);
            entities_.push_back(edge.neighbor);
            relations_.push_back(edge.relation);
            ticker_.tick(8);
        }
        return true;
    }

    const Lists& lists_;
    const Positives& positives_;
    const GroupsView& answers_;
    const NegativeQuery& query_;
    Ticker& ticker_;
    std::vector<Id> answers_of_, entities_, relations_;
};

inline void check_positives(const Positives& positives, const GroupsView& answers, Id n_entities) {
    check_ids(positives.starts, 0, n_entities, "positives.entities");
    check_groups(answers, 0, n_entities, "answers");
    check_same_length("starts", positives.starts.size(), "hops", positives.hops.size());
    check_same_length("starts", positives.starts.size(), "owners", positives.owners.size());
    for (const Offset hops : positives.hops) check_count(hops, "hops");
    for (const Id owner : positives.owners) {
        if (owner < 0 || owner >= answers.size()) {
            throw std::invalid_argument("answers must have a group for each owner");
        }
    }
}

}  // namespace detail

[[nodiscard]] inline PathBatch negative_paths(WalkTables& tables, const Positives& positives,
                                              const GroupsView& answers, const NegativeQuery& query,
                                              Direction direction, const Execution& execution,
                                              ScratchPool& pool) {
    const GraphView& graph = tables.graph();
    detail::check_positives(positives, answers, graph.n_entities);
    check_count(query.per_positive, "per_positive");
    check_count(query.attempts, "attempts");
    const auto search = [&](const auto& lists) {
        const auto make = [&](Scratch&, Ticker& ticker) {
            return
                [negatives = detail::NegativeSearch(lists, positives, answers, query, ticker)](
                    Offset positive, PathCollector& out) mutable { negatives.find(positive, out); };
        };
        const auto n = static_cast<Offset>(positives.starts.size());
        return collect_paths(n, {.limit = query.per_positive}, execution, pool, make);
    };
    Offset hops = 0;
    for (const Offset each : positives.hops) hops += std::min<Offset>(each, 1 << 20);
    if (!tables.pays(direction, hops)) return search(CsrLists(graph, direction));
    const StepsView steps = tables.view(direction, execution, pool);
    if (steps.rows == nullptr) return search(TableLists(*steps.steps));
    return search(RowLists(steps.rows));
}

}  // namespace km
