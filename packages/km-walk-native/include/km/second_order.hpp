// Random walks that remember where they came from: node2vec's p and q, and no turning back.
//
// Exact, by rejection; nothing is made for pairs of entities. Expected O(bound / mean factor)
// proposals a hop, each a look into a set at most; after as many as there are edges all of them are
// weighed. 64 walks a thread are under way; in each pass every one of them makes a proposal, at
// whatever hop it is, and asks for its next line while the others work.
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
    static constexpr int width = 64;

    SecondOrderBatch(const Lists& lists, const EdgeWeights* weights, const Near& near,
                     std::span<const Id> starts, const RandomWalkQuery& query, WalkTable& table,
                     Ticker& ticker)
        : lists_(lists),
          slots_(weighted ? weights->slots.data() : nullptr),
          near_(near),
          judge_(lists, weights, near, query.rule),
          factors_(judge_.factors()),
          sets_(factors_.ask_for_sets()),
          starts_(starts),
          query_(query),
          table_(table),
          ticker_(ticker) {}

    // Makes the walks [first, last), any number of them, of one hop at least.
    void run(Offset first, Offset last) {
        waiting_ = first;
        last_ = last;
        n_live_ = 0;
        while (n_live_ < width && waiting_ < last_) begin(lanes_[n_live_++]);
        while (n_live_ > 0) {
            ticker_.tick(8 * n_live_);
            pass();
        }
    }

  private:
    using Judge = EdgeJudge<Lists, weighted, Near>;
    using List = typename Lists::List;

    // What a walk waits for: a proposal, the edge proposed, the answer to a question.
    enum class State { idle, proposed, asked_near, asked_back, done };

    struct Lane : WalkLane {
        State state;
        Offset hop;
        std::uint64_t random;   // of this hop
        std::uint64_t attempt;  // at this hop
        List list;
        typename Near::Set set;
        CameFrom<Near> before;  // its entity is -1 on the first hop of a path
        typename Judge::Shares shares;
        Product product;
        typename Lists::Place place;
        Edge edge;
        double dart;  // what the factor of the edge, or what goes back, is compared with
        typename Near::Question question;
    };

    void begin(Lane& lane) {
        lane.begin(waiting_++, starts_, query_, table_);
        lane.hop = 0;
        begin_path(lane);
    }

    void begin_path(Lane& lane) {
        lane.since = lane.hop;
        lane.before.entity = -1;
        arrive(lane);
    }

    void arrive(Lane& lane) {
        lane.attempt = 0;
        lane.state = State::idle;
        if (lane.hop == query_.hops) return end(lane);
        lists_.prefetch_list(lane.at);
        if (factors_.aside > 0.0) judge_.prefetch_shares(lane.at);
    }

    // The next walk takes the lane.
    void end(Lane& lane) {
        table_.length_of(lane.walk) = lane.hop;
        lane.state = State::done;
        if (waiting_ < last_) begin(lane);
    }

    void accept(Lane& lane, const Edge& edge) {
        lane.before = {lane.at, lane.set};
        lane.take(edge);
        ++lane.hop;
        arrive(lane);
    }

    void reject(Lane& lane) {
        ++lane.attempt;
        lane.state = State::idle;
    }

    void decide(Lane& lane, const Edge& edge, double factor) {
        lane.dart < factor ? accept(lane, edge) : reject(lane);
    }

    void pass() {
        for_each(State::idle, [&](Lane& lane) { propose(lane); });
        if constexpr (weighted) for_each(State::proposed, [&](Lane& lane) { draw(lane); });
        for_each(State::proposed, [&](Lane& lane) { examine(lane); });
        if (factors_.by_nearness) {
            for_each(State::asked_near, [&](Lane& lane) {
                const bool near = Near::answer(lane.question);
                decide(lane, lane.edge, near ? factors_.near : factors_.far);
            });
        }
        if (factors_.aside > 0.0) {
            for_each(State::asked_back, [&](Lane& lane) { take_back(lane); });
        }
        for (int i = n_live_ - 1; i >= 0; --i) {
            if (lanes_[i].state == State::done) lanes_[i] = lanes_[--n_live_];
        }
    }

    template <class Visit>
    void for_each(State state, Visit&& visit) {
        for (int i = 0; i < n_live_; ++i) {
            if (lanes_[i].state == state) visit(lanes_[i]);
        }
    }

    void propose(Lane& lane) {
        if (lane.attempt == 0 && !come(lane)) return;
        if (lane.before.entity >= 0) {
            if (lane.attempt == lane.list.size) return weigh_all(lane);
            if (factors_.aside > 0.0 && throw_back(lane)) return;
        }
        lane.product = scale(number(lane.random, 3 * lane.attempt), lane.list.size);
        lane.state = State::proposed;
        if constexpr (weighted) {
            prefetch(slot_of(lane));
        } else {
            lane.place = lists_.place(lane.list, lane.product.high);
            lists_.prefetch_place(lane.place);
        }
    }

    // Begins a hop; false where it is a restart or there is no edge.
    bool come(Lane& lane) {
        lane.random = lane.draw(lane.hop);
        if (query_.rule.restart > 0.0 && is_restart(lane.random, query_.rule)) {
            lane.take({path_break, lane.start});
            ++lane.hop;
            begin_path(lane);
            return false;
        }
        lane.list = lists_.list(lane.at, lane.hop - lane.since);
        if (lane.list.size == 0) {
            end(lane);
            return false;
        }
        if (sets_) lane.set = near_.set_of(lane.at);
        if (factors_.aside > 0.0) lane.shares = judge_.shares(lane.list, lane.at);
        return true;
    }

    // Whether this is one of the proposals that are set aside for going back.
    bool throw_back(Lane& lane) {
        const auto [plain, all] = lane.shares;
        lane.dart = unit(number(lane.random, 3 * lane.attempt + 2)) * all - plain;
        if (!(lane.dart >= 0.0)) return false;
        lane.state = State::asked_back;
        if constexpr (!weighted) lane.question = Near::ask(lane.set, lane.before.entity);
        return true;
    }

    void take_back(Lane& lane) {
        const auto edge = judge_.back(lane.question, lane.list, lane.before.entity, lane.dart);
        edge ? accept(lane, *edge) : reject(lane);
    }

    void weigh_all(Lane& lane) {
        const std::uint64_t random = number(lane.random, 3 * lane.list.size);
        const auto edge = judge_.any(lane.list, lane.before, random, ticker_);
        edge ? accept(lane, *edge) : end(lane);
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
    }

    // Accepts or rejects a proposal, or asks whether it is near where that decides.
    void examine(Lane& lane) {
        const Edge edge = lists_.edge(lane.place);
        if (lane.before.entity < 0) return accept(lane, edge);
        lane.dart = unit(number(lane.random, 3 * lane.attempt + 1)) * factors_.bound;
        if (edge.neighbor == lane.before.entity) return decide(lane, edge, factors_.back);
        if (!factors_.by_nearness) return decide(lane, edge, factors_.near);
        if (lane.dart < std::min(factors_.near, factors_.far)) return accept(lane, edge);
        if (lane.dart >= std::max(factors_.near, factors_.far)) return reject(lane);
        lane.edge = edge;
        lane.question = Near::ask(lane.before.set, edge.neighbor);
        lane.state = State::asked_near;
    }

    const Lists& lists_;
    const AliasSlot* slots_;
    const Near& near_;
    Judge judge_;
    const Factors factors_;
    bool sets_;
    std::span<const Id> starts_;
    const RandomWalkQuery& query_;
    WalkTable& table_;
    Ticker& ticker_;
    Offset waiting_ = 0, last_ = 0;
    int n_live_ = 0;
    std::array<Lane, width> lanes_;
};

}  // namespace km::detail
