// Lanes for which the same is to be done next, in no order that matters.

#pragma once

#include <array>
#include <cstddef>

namespace km::detail {

// Of at most `width` lanes, each in it once.
template <class Lane, std::size_t width>
class LaneQueue {
  public:
    [[nodiscard]] std::size_t size() const { return size_; }

    // A condition costs no branch: which way a walk goes cannot be guessed.
    void push(Lane& lane, bool wanted = true) {
        lanes_[size_] = &lane;
        size_ += wanted ? 1 : 0;
    }

    // Calls visit(lane) for all of them. It may push the lane again, which then takes a place that
    // has been read.
    template <class Visit>
    void drain(Visit&& visit) {
        const std::size_t size = size_;
        size_ = 0;
        for (std::size_t i = 0; i < size; ++i) visit(*lanes_[i]);
    }

  private:
    std::array<Lane*, width> lanes_;
    std::size_t size_ = 0;
};

}  // namespace km::detail
