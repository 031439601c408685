// Alias tables: drawing an edge with a probability proportional to its weight in O(1).
//
// 8 bytes an edge. One sweep makes the table of a list, O(edges), no memory: what a light edge (of
// at most the mean weight) leaves of its slot goes to the first heavy edge that is not used up; a
// heavy edge that has given so much that it is light is filled up by the next heavy one. All sums
// go from left to right in doubles, so every machine makes the same table.
//
// Reference: L. Huebschle-Schneider, P. Sanders, "Parallel weighted random sampling", ACM TOMS
// 2022, section 4.1.1.

#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>

#include "km/splitmix64.hpp"

namespace km {

// Gives its own edge where a fraction is below `threshold`, else the edge `other` of the list.
struct AliasSlot {
    std::uint32_t threshold;
    std::uint32_t other;
};

// What all slots of a list have where every edge weighs 0: no edge can be drawn.
inline constexpr std::uint32_t no_edge = std::numeric_limits<std::uint32_t>::max();

// The edge that a number draws from a list; no_edge where there is none.
[[nodiscard]] inline std::uint64_t draw_edge(const AliasSlot& slot, const Product& product) {
    return product.fraction() < slot.threshold ? product.high : slot.other;
}

namespace detail {

inline constexpr std::uint32_t full_slot = std::numeric_limits<std::uint32_t>::max();

// The edges of a list that weigh at most the mean, or those that weigh more, one after the other.
class ByShare {
  public:
    ByShare(std::span<const double> weights, double heaviest, double mean, bool heavy)
        : weights_(weights), heaviest_(heaviest), mean_(mean), heavy_(heavy) {
        find();
    }

    [[nodiscard]] bool done() const { return at_ == weights_.size(); }
    [[nodiscard]] std::size_t at() const { return at_; }
    [[nodiscard]] double share() const { return share_; }

    void next() {
        ++at_;
        find();
    }

  private:
    void find() {
        for (; at_ < weights_.size(); ++at_) {
            share_ = weights_[at_] / heaviest_ / mean_;
            if ((share_ > 1.0) == heavy_) return;
        }
    }

    std::span<const double> weights_;
    double heaviest_, mean_;
    bool heavy_;
    std::size_t at_ = 0;
    double share_ = 0.0;
};

[[nodiscard]] inline AliasSlot slot_of(double share, std::size_t other) {
    const double threshold = share * 0x1p32;
    return {threshold >= 0x1p32 ? full_slot : static_cast<std::uint32_t>(threshold),
            static_cast<std::uint32_t>(other)};
}

}  // namespace detail

// Fills the slots of one list of edges.
inline void make_alias(std::span<const double> weights, std::span<AliasSlot> slots) {
    if (weights.empty()) return;
    const double heaviest = std::ranges::max(weights);
    if (!(heaviest > 0.0)) {
        std::ranges::fill(slots, AliasSlot{0, no_edge});
        return;
    }
    double mean = 0.0;
    for (const double weight : weights) mean += weight / heaviest;
    mean /= static_cast<double>(weights.size());
    for (std::size_t i = 0; i < slots.size(); ++i) {
        slots[i] = {detail::full_slot, static_cast<std::uint32_t>(i)};
    }
    detail::ByShare lights(weights, heaviest, mean, false), heavies(weights, heaviest, mean, true);
    if (heavies.done()) return;
    std::size_t heavy = heavies.at();
    double left = heavies.share();
    while (true) {
        if (left > 1.0 && !lights.done()) {
            slots[lights.at()] = detail::slot_of(lights.share(), heavy);
            left = (left + lights.share()) - 1.0;
            lights.next();
            continue;
        }
        heavies.next();
        if (heavies.done()) break;
        slots[heavy] = detail::slot_of(left, heavies.at());
        left = (left + heavies.share()) - 1.0;
        heavy = heavies.at();
    }
    // Only rounding leaves lights over.
    for (; !lights.done(); lights.next()) {
        slots[lights.at()] = detail::slot_of(lights.share(), heavy);
    }
}

}  // namespace km
