// The distinct labels of a graph to be: numbered as they come, sorted at the end.
//
// O(1) a label to number it, see label_table.hpp; O(n log n) to sort them, see label_order.hpp.

#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <span>
#include <stdexcept>
#include <string_view>
#include <vector>

#include "km/arrays.hpp"
#include "km/label_batch.hpp"
#include "km/label_order.hpp"
#include "km/label_table.hpp"
#include "km/parallel.hpp"

namespace km {

// Labels one after the other, in order; offsets says where each begins and the last one ends.
struct LabelArrays {
    Array<char> bytes;
    Array<Offset> offsets;
};

// Sorts labels and gives them their ids, ids[id of the OrderedLabel].
[[nodiscard]] inline LabelArrays in_order(std::vector<OrderedLabel>& labels, std::span<Id> ids,
                                          const Execution& execution) {
    order_labels(labels, execution);
    LabelArrays arrays;
    arrays.offsets.resize(labels.size() + 1);
    arrays.offsets[0] = 0;
    for (std::size_t i = 0; i < labels.size(); ++i) {
        ids[labels[i].id] = static_cast<Id>(i);
        arrays.offsets[i + 1] = arrays.offsets[i] + labels[i].size;
    }
    arrays.bytes.resize(static_cast<std::size_t>(arrays.offsets.back()));
    for (std::size_t i = 0; i < labels.size(); ++i) {
        std::copy_n(labels[i].bytes, labels[i].size, arrays.bytes.begin() + arrays.offsets[i]);
    }
    return arrays;
}

// The labels of all entities, or of all relations.
class Labels {
  public:
    explicit Labels(std::uint32_t shard_bits)
        : shard_bits_(shard_bits), shards_(std::size_t{1} << shard_bits) {}

    // The numbers of labels; merge() of each shard makes them, on any thread.
    struct Merging {
        std::span<const Label> labels;
        ByShard by_shard;
        std::vector<std::uint32_t> ids;
    };

    [[nodiscard]] Merging merging(std::span<const Label> labels) const {
        return {labels, ByShard(labels, shard_bits_), std::vector<std::uint32_t>(labels.size())};
    }

    [[nodiscard]] std::size_t n_shards() const { return shards_.size(); }

    void merge(std::size_t shard, Merging& merging) {
        shards_[shard].merge(merging.labels, merging.by_shard[shard], merging.ids,
                             static_cast<std::uint32_t>(shard), shard_bits_);
    }

    // Sorts the labels and gives them their ids, ids[number]; nothing can be merged after it.
    [[nodiscard]] LabelArrays finish(std::vector<Id>& ids, const Execution& execution) {
        std::vector<OrderedLabel> ordered = all();
        std::size_t most = 0;
        for (const LabelShard& shard : shards_) most = std::max(most, shard.size());
        ids.resize(most << shard_bits_);
        return in_order(ordered, ids, execution);
    }

  private:
    [[nodiscard]] std::vector<OrderedLabel> all() {
        std::vector<OrderedLabel> labels;
        std::size_t n = 0;
        for (const LabelShard& shard : shards_) n += shard.size();
        if (n > std::numeric_limits<Id>::max()) throw std::length_error("more labels than ids");
        labels.reserve(n);
        for (std::size_t s = 0; s < shards_.size(); ++s) {
            shards_[s].forget_table();
            for (std::size_t i = 0; i < shards_[s].size(); ++i) {
                const std::string_view label = shards_[s][i];
                labels.push_back({0, label.data(), static_cast<std::uint32_t>(label.size()),
                                  static_cast<std::uint32_t>(i << shard_bits_ | s)});
            }
        }
        return labels;
    }

    std::uint32_t shard_bits_;
    std::vector<LabelShard> shards_;
};

}  // namespace km
