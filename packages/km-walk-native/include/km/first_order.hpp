// Random walks that forget where they came from: uniform or weighted, with restarts.
//
// O(1) a hop. Each of its two or three reads is a cache miss on a large graph, so 64 walks a thread
// go in lockstep and each asks for its next line while the others work.

#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>

#include "km/alias.hpp"
#include "km/arrays.hpp"
#include "km/graph.hpp"
#include "km/parallel.hpp"
#include "km/prefetch.hpp"
#include "km/splitmix64.hpp"
#include "km/walk_lane.hpp"
#include "km/walk_query.hpp"
#include "km/walk_table.hpp"

namespace km::detail {

// Up to `width` walks in lockstep. `slots` are used where edges are weighted.
template <class Lists, bool weighted, bool restarts>
class FirstOrderBatch {
  public:
    static constexpr int width = 64;

    FirstOrderBatch(const Lists& lists, const AliasSlot* slots, std::span<const Id> starts,
                    const RandomWalkQuery& query, WalkTable& table, Ticker& ticker)
        : lists_(lists),
          slots_(slots),
          starts_(starts),
          query_(query),
          table_(table),
          ticker_(ticker) {}

    // Makes the walks [first, last), any number of them.
    void run(Offset first, Offset last) {
        for (; first < last; first += width) {
            begin(first, std::min<Offset>(last, first + width));
            for (Offset hop = 0; hop < query_.hops && n_live_ > 0; ++hop) {
                ticker_.tick(n_live_);
                bool all = choose(hop);
                if constexpr (weighted) all &= draw();
                if (!all) end_walks(hop);
                take(hop);
            }
            for (int i = 0; i < n_live_; ++i) table_.length_of(lanes_[i].walk) = query_.hops;
        }
    }

  private:
    using List = typename Lists::List;

    struct Lane : WalkLane {
        typename Lists::Place next;
        bool ended;
        bool restarted;
    };

    void begin(Offset first, Offset last) {
        n_live_ = static_cast<int>(last - first);
        for (int i = 0; i < n_live_; ++i) {
            Lane& lane = lanes_[i];
            lane.begin(first + i, starts_, query_, table_);
            lane.restarted = false;
            lists_.prefetch_list(lane.at);
        }
    }

    // Draws the next edge of every walk, or its slot; false where some walk has none.
    bool choose(Offset hop) {
        bool all = true;
        for (int i = 0; i < n_live_; ++i) {
            Lane& lane = lanes_[i];
            const std::uint64_t random = lane.draw(hop);
            if constexpr (restarts) lane.restarted = is_restart(random, query_.rule);
            const List list = lists_.list(lane.at, hop - lane.since);
            const Product product = scale(random, list.size);
            lane.ended = list.size == 0 && !lane.restarted;
            all &= !lane.ended;
            if constexpr (weighted) {
                drawn_[i] = {list, product};
                prefetch(slots_ + list.slot + product.high);
            } else {
                lane.next = lists_.place(list, product.high);
                lists_.prefetch_place(lane.next);
            }
        }
        return all;
    }

    // The edge of every walk by its slot.
    bool draw() {
        bool all = true;
        for (int i = 0; i < n_live_; ++i) {
            Lane& lane = lanes_[i];
            const auto& [list, product] = drawn_[i];
            if (list.size == 0) continue;
            const AliasSlot& slot = slots_[list.slot + static_cast<Offset>(product.high)];
            const std::uint64_t edge = draw_edge(slot, product);
            lane.next = lists_.place(list, edge == no_edge ? 0 : edge);
            lane.ended = edge == no_edge && !lane.restarted;
            all &= !lane.ended;
            lists_.prefetch_place(lane.next);
        }
        return all;
    }

    // Closes the ranks over walks without a next edge.
    void end_walks(Offset hop) {
        int n_live = 0;
        for (int i = 0; i < n_live_; ++i) {
            if (lanes_[i].ended) {
                table_.length_of(lanes_[i].walk) = hop;
            } else {
                lanes_[n_live++] = lanes_[i];
            }
        }
        n_live_ = n_live;
    }

    void take(Offset hop) {
        for (int i = 0; i < n_live_; ++i) {
            Lane& lane = lanes_[i];
            Edge edge{path_break, lane.start};
            if (restarts && lane.restarted) {
                lane.since = hop + 1;
            } else {
                edge = lists_.edge(lane.next);
            }
            lane.take(edge);
            lists_.prefetch_list(edge.neighbor);
        }
    }

    struct Drawn {
        List list;
        Product product;
    };

    const Lists& lists_;
    const AliasSlot* slots_;
    std::span<const Id> starts_;
    const RandomWalkQuery& query_;
    WalkTable& table_;
    Ticker& ticker_;
    int n_live_ = 0;
    std::array<Lane, width> lanes_;
    std::array<Drawn, weighted ? width : 1> drawn_;
};

}  // namespace km::detail
