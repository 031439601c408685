// All distinct labels so far: the second level of the two-level dictionary.
//
// O(1) a label, and each is one to two cache lines away, which are asked for some labels ahead.
// Labels are spread over shards by their hash, so that threads can merge without locks; the number
// of a label is its number within its shard and the shard. Numbers depend on the order of merging
// and on the process: only their order by label, at the end, is of use. Memory: the bytes of the
// labels, 8 bytes each for where they start, and 16 to 32 bytes of table.

#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <span>
#include <stdexcept>
#include <string_view>
#include <vector>

#include "km/arrays.hpp"
#include "km/label_batch.hpp"

namespace km {

// The labels of one shard.
class LabelShard {
  public:
    // Numbers the labels whose positions are given; ids[position] is set for each.
    void merge(std::span<const Label> labels, std::span<const std::uint32_t> positions,
               std::span<std::uint32_t> ids, std::uint32_t shard, std::uint32_t shard_bits) {
        const std::size_t n = positions.size();
        reserve(starts_.size() + n);
        const auto label = [&](std::size_t i) -> const Label& { return labels[positions[i]]; };
        for (std::size_t i = 0; i < std::min(n, far); ++i) prefetch_slot(label(i));
        for (std::size_t i = 0; i < n; ++i) {
            if (i + far < n) prefetch_slot(label(i + far));
            if (i + near < n) prefetch_bytes(label(i + near));
            ids[positions[i]] = id(label(i)) << shard_bits | shard;
        }
    }

    [[nodiscard]] std::size_t size() const { return starts_.size(); }

    [[nodiscard]] std::string_view operator[](std::size_t id) const {
        const std::size_t end = id + 1 < starts_.size() ? starts_[id + 1] : bytes_.size();
        return {bytes_.data() + starts_[id], end - starts_[id]};
    }

    // The table goes, the labels stay.
    void forget_table() { slots_ = {}; }

  private:
    struct Slot {
        std::uint32_t tag = 0;
        std::uint32_t next_id = 0;  // 0 where there is none
        std::uint32_t start = 0;
        std::uint32_t size = 0;
    };

    static constexpr std::size_t far = 16, near = 8;

    static void prefetch([[maybe_unused]] const void* place) {
#if defined(__GNUC__) || defined(__clang__)
        __builtin_prefetch(place);
#endif
    }

    void prefetch_slot(const Label& label) const { prefetch(&slots_[label.tag & mask()]); }

    void prefetch_bytes(const Label& label) const {
        const Slot& slot = slots_[label.tag & mask()];
        if (slot.next_id != 0) prefetch(bytes_.data() + slot.start);
    }

    [[nodiscard]] std::size_t mask() const { return slots_.size() - 1; }

    std::uint32_t id(const Label& label) {
        std::size_t at = label.tag & mask();
        for (; slots_[at].next_id != 0; at = (at + 1) & mask()) {
            const Slot& slot = slots_[at];
            if (slot.tag != label.tag || slot.size != label.size) continue;
            if (std::string_view(bytes_.data() + slot.start, slot.size) == label.view()) {
                return slot.next_id - 1;
            }
        }
        if (bytes_.size() + label.size > std::numeric_limits<std::uint32_t>::max()) {
            throw std::length_error("the labels are too many to number");
        }
        const auto start = static_cast<std::uint32_t>(bytes_.size());
        bytes_.insert(bytes_.end(), label.bytes, label.bytes + label.size);
        starts_.push_back(start);
        const auto next_id = static_cast<std::uint32_t>(starts_.size());
        slots_[at] = {label.tag, next_id, start, label.size};
        return next_id - 1;
    }

    // Room for so many labels, at most half of the slots taken.
    void reserve(std::size_t n) {
        if (n * 2 <= slots_.size()) return;
        std::vector<Slot> old(std::bit_ceil(std::max(n * 2, std::size_t{64})));
        old.swap(slots_);
        for (const Slot& slot : old) {
            if (slot.next_id == 0) continue;
            std::size_t at = slot.tag & mask();
            while (slots_[at].next_id != 0) at = (at + 1) & mask();
            slots_[at] = slot;
        }
    }

    std::vector<Slot> slots_;
    std::vector<std::uint32_t> starts_;
    std::vector<char> bytes_;
};

// The labels of one batch, listed by the shard they belong to.
class ByShard {
  public:
    ByShard(std::span<const Label> labels, std::uint32_t shard_bits)
        : begins_((std::size_t{1} << shard_bits) + 1), positions_(labels.size()) {
        const auto shard = [&](const Label& label) {
            return shard_bits == 0 ? 0 : label.shard >> (32 - shard_bits);
        };
        for (const Label& label : labels) ++begins_[shard(label) + 1];
        for (std::size_t s = 1; s < begins_.size(); ++s) begins_[s] += begins_[s - 1];
        std::vector<std::uint32_t> next(begins_.begin(), begins_.end() - 1);
        for (std::uint32_t i = 0; i < labels.size(); ++i) {
            positions_[next[shard(labels[i])]++] = i;
        }
    }

    [[nodiscard]] std::span<const std::uint32_t> operator[](std::size_t shard) const {
        return std::span(positions_).subspan(begins_[shard], begins_[shard + 1] - begins_[shard]);
    }

  private:
    std::vector<std::uint32_t> begins_;
    std::vector<std::uint32_t> positions_;
};

}  // namespace km
