// A trie of token sequences in flat arrays, built and walked.
//
// Built from the sorted sequences: each state is a range of them that begin alike, and ranges are
// cut up first in, first out, so states are numbered breadth first and the tokens of a state
// ascend. O(tokens) memory and, but for sorting, time. A step is one binary search a beam.

#pragma once

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <limits>
#include <numeric>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

#include "km/arrays.hpp"
#include "km/parallel.hpp"
#include "km/queries.hpp"

namespace km {

inline constexpr Id dead = -1;  // where a token leads that no sequence has there

struct TrieView {
    std::span<const Offset> offsets;
    std::span<const Id> tokens;
    std::span<const Id> next_states;

    [[nodiscard]] Id n_states() const { return static_cast<Id>(offsets.size()) - 1; }

    [[nodiscard]] std::span<const Id> allowed(Id state) const {
        if (state < 0) return {};
        const auto at = static_cast<std::size_t>(state);
        const auto begin = static_cast<std::size_t>(offsets[at]);
        return tokens.subspan(begin, static_cast<std::size_t>(offsets[at + 1]) - begin);
    }

    // The state after a token.
    [[nodiscard]] Id after(Id state, Id token) const {
        const auto choices = allowed(state);
        const auto found = std::ranges::lower_bound(choices, token);
        if (found == choices.end() || *found != token) return dead;
        return next_states[static_cast<std::size_t>(&*found - tokens.data())];
    }
};

struct Trie {
    Array<Offset> offsets{0};
    Array<Id> tokens;
    Array<Id> next_states;
    Array<std::uint8_t> final;

    [[nodiscard]] TrieView view() const { return {offsets, tokens, next_states}; }
};

namespace detail {

class TrieMaker {
  public:
    TrieMaker(const GroupsView& sequences, Ticker& ticker)
        : sequences_(sequences), ticker_(ticker) {}

    [[nodiscard]] Trie make() {
        sort();
        ranges_.push_back({0, order_.size(), 0});
        for (std::size_t state = 0; state < ranges_.size(); ++state) add_state(ranges_[state]);
        return std::move(trie_);
    }

  private:
    struct Range {
        std::size_t begin, end;  // in order_
        std::size_t depth;       // how many tokens they share
    };

    void sort() {
        order_.resize(static_cast<std::size_t>(sequences_.size()));
        std::iota(order_.begin(), order_.end(), Offset{0});
        std::ranges::sort(order_, [this](Offset one, Offset other) {
            ticker_.tick();
            return std::ranges::lexicographical_compare(sequences_[one], sequences_[other]);
        });
    }

    // A copy of the range, as more of them are pushed.
    void add_state(const Range range) {
        std::size_t at = range.begin;
        while (at < range.end && ends_at(at, range.depth)) ++at;
        trie_.final.push_back(at > range.begin);
        while (at < range.end) {
            const Id token = token_of(at, range.depth);
            std::size_t end = at + 1;
            while (end < range.end && token_of(end, range.depth) == token) ++end;
            trie_.tokens.push_back(token);
            trie_.next_states.push_back(static_cast<Id>(ranges_.size()));
            ranges_.push_back({at, end, range.depth + 1});
            at = end;
        }
        trie_.offsets.push_back(static_cast<Offset>(trie_.tokens.size()));
        ticker_.tick(static_cast<Offset>(range.end - range.begin) + 4);
    }

    [[nodiscard]] bool ends_at(std::size_t at, std::size_t depth) const {
        return sequences_[order_[at]].size() == depth;
    }

    [[nodiscard]] Id token_of(std::size_t at, std::size_t depth) const {
        return sequences_[order_[at]][depth];
    }

    const GroupsView& sequences_;
    Ticker& ticker_;
    std::vector<Offset> order_;
    std::vector<Range> ranges_;
    Trie trie_;
};

}  // namespace detail

[[nodiscard]] inline Trie make_trie(const GroupsView& sequences, const Execution& execution) {
    check_offsets(sequences, "sequences");
    if (sequences.values.size() >= static_cast<std::size_t>(std::numeric_limits<Id>::max())) {
        throw std::invalid_argument("sequences must be of less than 2**31 - 1 tokens");
    }
    check_ids(sequences.values, 0, std::numeric_limits<Id>::max(), "sequences.values");
    std::atomic<bool> stopped = false;
    Ticker ticker(stopped, no_deadline, &execution.should_stop);
    return detail::TrieMaker(sequences, ticker).make();
}

// Throws std::invalid_argument unless the arrays are a trie's.
inline void validate(const TrieView& trie) {
    if (trie.offsets.size() < 2) {
        throw std::invalid_argument("offsets must have one element more than there are states");
    }
    if (trie.next_states.size() != trie.tokens.size()) {
        throw std::invalid_argument("next_states must be as long as tokens");
    }
    check_offsets({trie.tokens, trie.offsets}, "tokens");
    for (std::size_t state = 0; state + 1 < trie.offsets.size(); ++state) {
        const auto choices = trie.allowed(static_cast<Id>(state));
        if (!std::ranges::is_sorted(choices, std::ranges::less_equal{}) && choices.size() > 1) {
            throw std::invalid_argument("tokens must ascend within a state");
        }
    }
    check_ids(trie.next_states, 0, trie.n_states(), "next_states");
}

// Throws std::invalid_argument unless all are states of the trie, or dead.
inline void check_states(const TrieView& trie, std::span<const Id> states) {
    check_ids(states, dead, trie.n_states(), "states");
}

}  // namespace km
