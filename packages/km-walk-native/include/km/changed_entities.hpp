// Which entities a delta holds, and where: their bits, and before every 64 of them a count.
//
// O(entities / 64) memory and time to make, O(1) to ask: one cache line.

#pragma once

#include <bit>
#include <cstdint>
#include <span>
#include <vector>

#include "km/arrays.hpp"

namespace km {

class ChangedEntities {
  public:
    ChangedEntities() = default;

    // `changed` ascends and is in [0, n_entities).
    ChangedEntities(std::span<const Id> changed, Id n_entities)
        : words_(static_cast<std::size_t>(n_entities) / 64 + 1) {
        for (const Id entity : changed) words_[word(entity)].bits |= bit(entity);
        Offset before = 0;
        for (Word& word : words_) {
            word.before = before;
            before += std::popcount(word.bits);
        }
    }

    [[nodiscard]] bool contains(Id entity) const {
        return (words_[word(entity)].bits & bit(entity)) != 0;
    }

    // How many changed entities come before this one.
    [[nodiscard]] Offset rank(Id entity) const {
        const Word& at = words_[word(entity)];
        return at.before + std::popcount(at.bits & (bit(entity) - 1));
    }

  private:
    struct Word {
        std::uint64_t bits = 0;
        Offset before = 0;
    };

    static std::size_t word(Id entity) { return static_cast<std::size_t>(entity) / 64; }
    static std::uint64_t bit(Id entity) { return std::uint64_t{1} << (entity % 64); }

    std::vector<Word> words_;
};

}  // namespace km
