// Random walks that remember where they came from: node2vec's p and q, and no turning back.
//
// Exact, by rejection; nothing is made for pairs of entities. Expected O(bound / mean factor)
// proposals a hop, each a look into a set at most; after as many as there are edges all of them are
// weighed. 64 walks a thread are under way; in each pass every one of them makes a proposal, at
// whatever hop it is, and asks for its next line while the others work. Those for which the same is
// to be done next wait in a queue, so that hardly a branch has to guess. Order: by walk number.
// The specification is km_graph.reference.second_order, which says what is set aside and why.

#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>

#include "km/alias.hpp"
#include "km/arrays.hpp"
#include "km/edge_judge.hpp"
#include "km/edge_lists.hpp"
#include "km/edge_weights.hpp"
#include "km/lane_queue.hpp"
#include "km/parallel.hpp"
#include "km/prefetch.hpp"
#include "km/splitmix64.hpp"
#include "km/walk_lane.hpp"
#include "km/walk_query.hpp"
#include "km/walk_table.hpp"

namespace km::detail {

// `weights` is null where edges are not weighted.
template <class Lists, bool weighted, class Near>
class SecondOrderBatch {
  public:
    static constexpr std::size_t width = 64;

    SecondOrderBatch(const Lists& lists, const EdgeWeights* weights, const Near& near,
                     std::span<const Id> starts, const RandomWalkQuery& query, WalkTable& table,
                     Ticker& ticker)
        : lists_(lists),
          slots_(weighted ? weights->slots.data() : nullptr),
          near_(near),
          judge_(lists, weights, near, query.rule),
          factors_(judge_.factors()),
          sets_(factors_.ask_for_sets()),
          least_(std::min(factors_.near, factors_.far)),
          most_(std::max(factors_.near, factors_.far)),
          starts_(starts),
          query_(query),
          table_(table),
          ticker_(ticker) {}

    // Makes the walks [first, last), any number of them, of one hop at least.
    void run(Offset first, Offset last) {
        waiting_ = first;
        last_ = last;
        for (std::size_t i = 0; i < width && waiting_ < last_; ++i) begin(lanes_[i]);
        while (const std::size_t n_live = arrived_.size() + rejected_.size()) {
            ticker_.tick(8 * static_cast<std::int64_t>(n_live));
            pass();
        }
    }

  private:
    using Judge = EdgeJudge<Lists, weighted, Near>;
    using List = typename Lists::List;

    struct Lane : WalkLane {
        Offset hop;
        std::uint64_t random;   // of this hop
        std::uint64_t attempt;  // at this hop
        List list;
        typename Near::Set set;
        CameFrom<Near> before;  // its entity is -1 on the first hop of a path
        typename Judge::Shares shares;
        Product product;
        typename Lists::Place place;
        Edge edge;    // the one proposed
        double dart;  // what the factor of the edge, or what goes back, is compared with
        typename Near::Question question;
    };

    void pass() {
        arrived_.drain([&](Lane& lane) { come(lane); });
        rejected_.drain([&](Lane& lane) { retry(lane); });
        proposing_.drain([&](Lane& lane) { propose(lane); });
        if constexpr (weighted) proposed_.drain([&](Lane& lane) { draw(lane); });
        proposed_.drain([&](Lane& lane) { examine(lane); });
        open_.drain([&](Lane& lane) { ask(lane); });
        asked_near_.drain([&](Lane& lane) { hear(lane); });
        asked_back_.drain([&](Lane& lane) { take_back(lane); });
        accepted_.drain([&](Lane& lane) { accept(lane); });
    }

    void begin(Lane& lane) {
        lane.begin(waiting_++, starts_, query_, table_);
        lane.hop = 0;
        begin_path(lane);
    }

    void begin_path(Lane& lane) {
        lane.since = lane.hop;
        lane.before = {-1, {}};
        arrive(lane);
    }

    void arrive(Lane& lane) {
        if (lane.hop == query_.hops) return end(lane);
        lists_.prefetch_list(lane.at);
        if (factors_.aside > 0.0) judge_.prefetch_shares(lane.at);
        arrived_.push(lane);
    }

    // The next walk takes the lane.
    void end(Lane& lane) {
        table_.length_of(lane.walk) = lane.hop;
        if (waiting_ < last_) begin(lane);
    }

    // Begins a hop.
    void come(Lane& lane) {
        lane.random = lane.draw(lane.hop);
        lane.attempt = 0;
        if (query_.rule.restart > 0.0 && is_restart(lane.random, query_.rule)) {
            lane.take({path_break, lane.start});
            ++lane.hop;
            return begin_path(lane);
        }
        lane.list = lists_.list(lane.at, lane.hop - lane.since);
        if (lane.list.size == 0) return end(lane);
        if (sets_) lane.set = near_.set_of(lane.at);
        if (factors_.aside > 0.0) lane.shares = judge_.shares(lane.list, lane.at);
        proposing_.push(lane);
    }

    void retry(Lane& lane) {
        if (++lane.attempt < lane.list.size) return proposing_.push(lane);
        const std::uint64_t random = number(lane.random, 3 * lane.list.size);
        const auto edge = judge_.any(lane.list, lane.before, random, ticker_);
        if (!edge) return end(lane);
        lane.edge = *edge;
        accepted_.push(lane);
    }

    void propose(Lane& lane) {
        if (factors_.aside > 0.0 && lane.before.entity >= 0 && throw_back(lane)) {
            return asked_back_.push(lane);
        }
        const Product product = scale(number(lane.random, 3 * lane.attempt), lane.list.size);
        if constexpr (weighted) {
            lane.product = product;
            prefetch(slot_of(lane));
        } else {
            lane.place = lists_.place(lane.list, product.high);
            lists_.prefetch_place(lane.place);
        }
        proposed_.push(lane);
    }

    // Whether this is one of the proposals that are set aside for going back.
    bool throw_back(Lane& lane) {
        const auto [plain, all] = lane.shares;
        lane.dart = unit(number(lane.random, 3 * lane.attempt + 2)) * all - plain;
        if (!(lane.dart >= 0.0)) return false;
        if constexpr (!weighted) lane.question = Near::ask(lane.set, lane.before.entity);
        return true;
    }

    void take_back(Lane& lane) {
        const auto edge = judge_.back(lane.question, lane.list, lane.before.entity, lane.dart);
        if (edge) lane.edge = *edge;
        accepted_.push(lane, edge.has_value());
        rejected_.push(lane, !edge.has_value());
    }

    [[nodiscard]] const AliasSlot* slot_of(const Lane& lane) const {
        return slots_ + lane.list.slot + static_cast<Offset>(lane.product.high);
    }

    // The edge of the lane's slot.
    void draw(Lane& lane) {
        const std::uint64_t edge = draw_edge(*slot_of(lane), lane.product);
        if (edge == no_edge) return end(lane);
        lane.place = lists_.place(lane.list, edge);
        lists_.prefetch_place(lane.place);
        proposed_.push(lane);
    }

    // Accepts or rejects a proposal, or asks whether it is near where that decides.
    void examine(Lane& lane) {
        lane.edge = lists_.edge(lane.place);
        lane.dart = unit(number(lane.random, 3 * lane.attempt + 1)) * factors_.bound;
        const bool back = lane.edge.neighbor == lane.before.entity;
        const double least = back ? factors_.back : least_;
        const double most = back ? factors_.back : most_;
        // No branches: not one of these could be guessed.
        const bool taken = (lane.before.entity < 0) | (lane.dart < least);
        const bool open = !taken & (lane.dart < most);
        accepted_.push(lane, taken);
        open_.push(lane, open);
        rejected_.push(lane, !taken & !open);
    }

    void ask(Lane& lane) {
        lane.question = Near::ask(lane.before.set, lane.edge.neighbor);
        asked_near_.push(lane);
    }

    void hear(Lane& lane) {
        const bool near = Near::answer(lane.question);
        const bool taken = lane.dart < (near ? factors_.near : factors_.far);
        accepted_.push(lane, taken);
        rejected_.push(lane, !taken);
    }

    void accept(Lane& lane) {
        lane.before = {lane.at, lane.set};
        lane.take(lane.edge);
        ++lane.hop;
        arrive(lane);
    }

    const Lists& lists_;
    const AliasSlot* slots_;
    const Near& near_;
    Judge judge_;
    const Factors factors_;
    bool sets_;
    double least_, most_;  // of the factors of edges that do not go back
    std::span<const Id> starts_;
    const RandomWalkQuery& query_;
    WalkTable& table_;
    Ticker& ticker_;
    Offset waiting_ = 0, last_ = 0;
    LaneQueue<Lane, width> arrived_, rejected_, proposing_, proposed_;
    LaneQueue<Lane, width> open_, asked_near_, asked_back_, accepted_;
    std::array<Lane, width> lanes_;
};

}  // namespace km::detail
