// Seeded random walks by any rule: which kernel makes them, from which lists of edges.
//
// first_order.hpp and second_order.hpp have the kernels, edge_lists.hpp the lists, walk_tables.hpp
// the tables. Order: by walk number; the same bits for any number of threads and whatever tables
// there are. Memory: that of walk_table.hpp.

#pragma once

#include <algorithm>
#include <span>
#include <stdexcept>
#include <utility>

#include "km/arrays.hpp"
#include "km/edge_lists.hpp"
#include "km/edge_weights.hpp"
#include "km/factors.hpp"
#include "km/first_order.hpp"
#include "km/neighbor_sets.hpp"
#include "km/parallel.hpp"
#include "km/paths.hpp"
#include "km/scratch.hpp"
#include "km/second_order.hpp"
#include "km/walk_query.hpp"
#include "km/walk_table.hpp"
#include "km/walk_tables.hpp"

namespace km {

namespace detail {

// One call: its arguments, and the walks it writes.
class WalkRun {
  public:
    WalkRun(WalkTables& tables, std::span<const Id> starts, const RandomWalkQuery& query,
            Direction direction, const EdgeWeights* weights, const Execution& execution,
            ScratchPool& pool, WalkTable& table)
        : tables_(tables),
          graph_(tables.graph()),
          starts_(starts),
          query_(query),
          direction_(direction),
          weights_(weights),
          execution_(execution),
          pool_(pool),
          table_(table) {}

    void run() {
        const WalkRule& rule = query_.rule;
        // Without a hop it does not matter where walks came from.
        if (rule.second_order() && query_.hops > 0) return run_second_order();
        if (!rule.metapath.empty()) return run_relations();
        if (weights_ != nullptr) {
            return first_order<true>(TableLists(whole(direction_)));
        }
        if (!pays()) return first_order<false>(CsrLists(graph_, direction_));
        const StepsView steps = tables_.view(direction_, execution_, pool_);
        if (steps.rows == nullptr) return first_order<false>(TableLists(*steps.steps));
        first_order<false>(RowLists(steps.rows));
    }

  private:
    static constexpr Offset walks_a_chunk = 1024;

    void run_relations() {
        const auto metapath = query_.rule.metapath;
        if (weights_ != nullptr) {
            return first_order<true>(RelationLists(graph_, metapath, weights_->offsets));
        }
        first_order<false>(RelationLists(graph_, metapath));
    }

    void run_second_order() {
        const WalkRule& rule = query_.rule;
        const bool sets = Factors(rule).ask_for_sets();
        if (!rule.metapath.empty()) return run_second_order_relations(sets);
        if (weights_ != nullptr) {
            const TableLists lists(whole(direction_));
            return second_order<true>(lists, whole_sets(sets, direction_));
        }
        if (!sets && !pays()) {
            return second_order<false>(CsrLists(graph_, direction_), Nearness<false>({}));
        }
        const StepsView steps = tables_.view(direction_, execution_, pool_);
        SetsView near{steps};
        if (sets) near = tables_.view_sets(steps, direction_, execution_, pool_);
        if (steps.rows == nullptr) {
            return second_order<false>(TableLists(*steps.steps), Nearness<false>(near));
        }
        second_order<false>(RowLists(steps.rows), Nearness<true>(near));
    }

    void run_second_order_relations(bool sets) {
        const auto metapath = query_.rule.metapath;
        // Every hop has a direction of its own, so all edges make entities near.
        const Nearness<false> near = whole_sets(sets, Direction::both);
        if (weights_ != nullptr) {
            return second_order<true>(RelationLists(graph_, metapath, weights_->offsets), near);
        }
        second_order<false>(RelationLists(graph_, metapath), near);
    }

    // Empty where nobody will ask.
    [[nodiscard]] Nearness<false> whole_sets(bool wanted, Direction direction) const {
        if (!wanted) return Nearness<false>({});
        const NeighborSets& sets = tables_.whole_sets(direction, execution_, pool_);
        return Nearness<false>({{&whole(direction)}, &sets});
    }

    [[nodiscard]] bool pays() const {
        return tables_.pays(direction_, table_.n_walks() * table_.hops);
    }

    [[nodiscard]] const Steps& whole(Direction direction) const {
        return tables_.whole(direction, execution_, pool_);
    }

    template <bool weighted, class Lists>
    void first_order(const Lists& lists) {
        if (query_.rule.restart > 0.0) {
            first_order<weighted, true>(lists);
        } else {
            first_order<weighted, false>(lists);
        }
    }

    template <bool weighted, bool restarts, class Lists>
    void first_order(const Lists& lists) {
        const AliasSlot* const slots = weighted ? weights_->slots.data() : nullptr;
        for_each_part([&](Offset first, Offset last, Ticker& ticker) {
            FirstOrderBatch<Lists, weighted, restarts>(lists, slots, starts_, query_, table_,
                                                       ticker)
                .run(first, last);
        });
    }

    template <bool weighted, class Lists, class Near>
    void second_order(const Lists& lists, const Near& near) {
        for_each_part([&](Offset first, Offset last, Ticker& ticker) {
            SecondOrderBatch<Lists, weighted, Near>(lists, weights_, near, starts_, query_, table_,
                                                    ticker)
                .run(first, last);
        });
    }

    template <class Work>
    void for_each_part(Work&& work) {
        const Offset n_walks = table_.n_walks();
        const Offset n_chunks = (n_walks + walks_a_chunk - 1) / walks_a_chunk;
        for_each_chunk(n_chunks, execution_, pool_, [&](Offset chunk, Scratch&, Ticker& ticker) {
            work(chunk * walks_a_chunk, std::min(n_walks, (chunk + 1) * walks_a_chunk), ticker);
        });
    }

    WalkTables& tables_;
    const GraphView& graph_;
    std::span<const Id> starts_;
    const RandomWalkQuery& query_;
    Direction direction_;
    const EdgeWeights* weights_;
    const Execution& execution_;
    ScratchPool& pool_;
    WalkTable& table_;
};

// Throws std::invalid_argument unless the weights are those that such walks draw from.
inline void check_fit(const EdgeWeights& weights, const GraphView& graph, Direction direction,
                      const WalkRule& rule) {
    const bool along = !rule.metapath.empty();
    const ListKind kind = along ? ListKind::relation : ListKind::entity;
    const bool right = weights.kind == kind &&
                       weights.direction == (along ? Direction::both : direction) &&
                       weights.offsets.size() == static_cast<std::size_t>(graph.n_entities) + 1 &&
                       (!rule.second_order() || weights.weights.size() == weights.slots.size());
    if (!right) throw std::invalid_argument("weights were not made for such walks");
}

}  // namespace detail

// `weights` is null where all edges weigh the same.
[[nodiscard]] inline PathBatch random_walks(WalkTables& tables, std::span<const Id> starts,
                                            const RandomWalkQuery& query, Direction direction,
                                            const EdgeWeights* weights, const Execution& execution,
                                            ScratchPool& pool) {
    const GraphView& graph = tables.graph();
    const Offset n_walks = count_walks(starts, query, graph.n_entities, graph.n_relations);
    if (weights != nullptr) detail::check_fit(*weights, graph, direction, query.rule);
    WalkTable table(n_walks, query.hops);
    detail::WalkRun(tables, starts, query, direction, weights, execution, pool, table).run();
    return pack(std::move(table), static_cast<Offset>(starts.size()), query.walks_per_start,
                query.rule.restart > 0.0);
}

}  // namespace km
