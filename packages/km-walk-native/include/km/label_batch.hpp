// The distinct labels of a piece of text: the first level of the two-level dictionary.
//
// O(1) a label. The hash table stays in a core's own cache, so that labels that come often (and in
// a knowledge graph many do) never reach the large table of all labels. Labels are views of the
// text and are not copied.

#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <limits>
#include <random>
#include <stdexcept>
#include <string_view>
#include <vector>

#include "km/arrays.hpp"

namespace km {

// Hashes of labels, another function in every process so that no file can be made to collide.
class LabelHash {
  public:
    [[nodiscard]] std::uint64_t operator()(std::string_view label) const {
        const char* at = label.data();
        std::size_t left = label.size();
        std::uint64_t hash = seed_ ^ left;
        for (; left > 8; at += 8, left -= 8) hash = mix(hash ^ word(at, 8));
        return mix(mix(hash ^ word(at, left)));
    }

  private:
    static std::uint64_t word(const char* at, std::size_t n) {
        std::uint64_t bytes = 0;
        if (n == 8) {
            std::memcpy(&bytes, at, 8);
            return bytes;
        }
        if (n >= 4) {  // two words that overlap
            std::uint32_t low = 0, high = 0;
            std::memcpy(&low, at, 4);
            std::memcpy(&high, at + n - 4, 4);
            return std::uint64_t{high} << 32 | low;
        }
        for (std::size_t i = 0; i < n; ++i) {
            bytes = bytes << 8 | static_cast<unsigned char>(at[i]);
        }
        return bytes;
    }

    [[nodiscard]] std::uint64_t mix(std::uint64_t x) const {
        x *= factor_;
        return x ^ std::rotr(x, 29) ^ x >> 47;
    }

    static std::uint64_t draw() {
        std::random_device device;
        return std::uint64_t{device()} << 32 | device();
    }

    // Once in a process: to draw takes microseconds.
    [[nodiscard]] static std::uint64_t drawn_seed() {
        static const std::uint64_t seed = draw();
        return seed;
    }

    [[nodiscard]] static std::uint64_t drawn_factor() {
        static const std::uint64_t factor = draw() | 1;
        return factor;
    }

    std::uint64_t seed_ = drawn_seed();
    std::uint64_t factor_ = drawn_factor();
};

// A label and its hash; the bytes are someone else's.
struct Label {
    const char* bytes;
    std::uint32_t size;
    std::uint32_t shard;  // the upper half of the hash
    std::uint32_t tag;    // the lower half

    [[nodiscard]] std::string_view view() const { return {bytes, size}; }
};

// The table that numbers the labels of one batch after the other on one thread.
class BatchTable {
  public:
    // Numbers start from 0 again, and labels are added to these.
    void begin(std::vector<Label>& labels) {
        labels_ = &labels;
        slots_.assign(std::max(slots_.size(), least_slots), Slot{});
    }

    std::uint32_t id(std::string_view text, const LabelHash& hash) {
        if (text.size() > std::numeric_limits<std::int32_t>::max()) {
            throw std::length_error("a label is longer than 2 GiB");
        }
        const std::uint64_t hashed = hash(text);
        const auto tag = static_cast<std::uint32_t>(hashed);
        const std::size_t mask = slots_.size() - 1;
        std::size_t at = tag & mask;
        for (; slots_[at].next_id != 0; at = (at + 1) & mask) {
            const std::uint32_t id = slots_[at].next_id - 1;
            if (slots_[at].tag == tag && (*labels_)[id].view() == text) return id;
        }
        labels_->push_back({text.data(), static_cast<std::uint32_t>(text.size()),
                            static_cast<std::uint32_t>(hashed >> 32), tag});
        const auto next_id = static_cast<std::uint32_t>(labels_->size());
        slots_[at] = {tag, next_id};
        if (labels_->size() * 2 > slots_.size()) grow();
        return next_id - 1;
    }

  private:
    struct Slot {
        std::uint32_t tag = 0;
        std::uint32_t next_id = 0;  // 0 where there is none
    };

    static constexpr std::size_t least_slots = 1 << 10;

    void grow() {
        slots_.assign(slots_.size() * 2, Slot{});
        const std::size_t mask = slots_.size() - 1;
        for (std::uint32_t id = 0; id < labels_->size(); ++id) {
            std::size_t at = (*labels_)[id].tag & mask;
            while (slots_[at].next_id != 0) at = (at + 1) & mask;
            slots_[at] = {(*labels_)[id].tag, id + 1};
        }
    }

    std::vector<Slot> slots_;
    std::vector<Label>* labels_ = nullptr;
};

}  // namespace km
