// What the edges of an entity weigh for a walk that came from another one: node2vec's factors on
// top of their weights.
//
// back() looks at all edges, but the more there are the more seldom one of them goes back, so that
// is O(1) a hop on average; any() looks at all too, and is asked after as many proposals only.

#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "km/arrays.hpp"
#include "km/edge_lists.hpp"
#include "km/edge_weights.hpp"
#include "km/factors.hpp"
#include "km/neighbor_sets.hpp"
#include "km/parallel.hpp"
#include "km/prefetch.hpp"
#include "km/splitmix64.hpp"

namespace km::detail {

// Where a walk came from, and the neighbours it has there.
template <class Near>
struct CameFrom {
    Id entity;
    typename Near::Set set;
};

// `weights` is null where edges are not weighted.
template <class Lists, bool weighted, class Near>
class EdgeJudge {
  public:
    using List = typename Lists::List;

    EdgeJudge(const Lists& lists, const EdgeWeights* weights, const Near& near,
              const WalkRule& rule)
        : lists_(lists), weights_(weights), near_(near), factors_(rule) {}

    [[nodiscard]] const Factors& factors() const { return factors_; }

    // The share of proposals for which nothing is set aside, and of all, up to a factor.
    struct Shares {
        double plain, all;
    };

    [[nodiscard]] Shares shares(const List& list, Id entity) const {
        double total = static_cast<double>(static_cast<std::int64_t>(list.size)), heaviest = 0.0;
        if constexpr (weighted) {
            total = weights_->totals[static_cast<std::size_t>(entity)];
            heaviest = weights_->heaviest[static_cast<std::size_t>(entity)];
        } else {
            heaviest = near_.most_parallel(entity);
        }
        const double plain = total * factors_.bound;
        return {plain, plain + heaviest * factors_.aside};
    }

    void prefetch_shares(Id entity) const {
        if constexpr (weighted) {
            prefetch(weights_->totals.data() + entity);
            prefetch(weights_->heaviest.data() + entity);
        } else {
            near_.prefetch_most_parallel(entity);
        }
    }

    // The edge back that the dart hits; none where it misses all. The question is how many there
    // are, put to the set of this entity.
    [[nodiscard]] std::optional<Edge> back(const typename Near::Question& question,
                                           const List& list, Id before, double dart) const {
        if (!may_reach(question, dart)) return std::nullopt;
        double reached = 0.0;
        for (std::uint64_t i = 0; i < list.size; ++i) {
            const Edge edge = edge_at(lists_, list, i);
            if (edge.neighbor != before) continue;
            reached += weight(list, i) * factors_.aside;
            if (dart < reached) return edge;
        }
        return std::nullopt;
    }

    // An edge by what they all weigh; none where that is nothing.
    [[nodiscard]] std::optional<Edge> any(const List& list, const CameFrom<Near>& from,
                                          std::uint64_t number, Ticker& ticker) {
        masses_.clear();
        double total = 0.0;
        for (std::uint64_t i = 0; i < list.size; ++i) {
            const Id neighbor = edge_at(lists_, list, i).neighbor;
            masses_.push_back(weight(list, i) * factor(from, neighbor));
            total += masses_.back();
            ticker.tick(8);
        }
        const double dart = unit(number) * total;
        double reached = 0.0;
        for (std::uint64_t i = 0; i < list.size; ++i) {
            reached += masses_[i];
            if (dart < reached) return edge_at(lists_, list, i);
        }
        return std::nullopt;
    }

  private:
    // Whether so many edges reach the dart; where they are weighted, nobody has asked.
    [[nodiscard]] bool may_reach([[maybe_unused]] const typename Near::Question& question,
                                 [[maybe_unused]] double dart) const {
        if constexpr (weighted) {
            return true;
        } else {
            if (!Near::answer(question)) return false;
            // As a rule one does, and how many there are is another cache line.
            if (dart < factors_.aside) return true;
            const std::uint8_t count = Near::count(question);
            double reached = 0.0;
            for (int i = 0; i < count; ++i) reached += factors_.aside;
            return dart < reached || count == NeighborSets::most_counted;
        }
    }

    [[nodiscard]] double factor(const CameFrom<Near>& from, Id neighbor) const {
        if (neighbor == from.entity) return factors_.back + factors_.aside;
        const bool far = factors_.by_nearness && !Near::answer(Near::ask(from.set, neighbor));
        return far ? factors_.far : factors_.near;
    }

    [[nodiscard]] double weight([[maybe_unused]] const List& list,
                                [[maybe_unused]] std::uint64_t i) const {
        if constexpr (weighted) {
            return weights_->weights[static_cast<std::size_t>(list.slot) + i];
        } else {
            return 1.0;
        }
    }

    const Lists& lists_;
    const EdgeWeights* weights_;
    const Near& near_;
    Factors factors_;
    std::vector<double> masses_;
};

}  // namespace km::detail
