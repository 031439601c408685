// Distinct labels in the order of their bytes, which in UTF-8 is that of their code points.
//
// Caching string sort: labels are compared by eight bytes at a time, kept beside them as a number;
// only those that agree in all eight are looked up again for the next eight, after what all of
// them have in common. O(n log n + bytes that tell labels apart); 32 bytes of memory a label.

#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "km/arrays.hpp"
#include "km/parallel.hpp"

namespace km {

// A label among others, with a number that says which.
struct OrderedLabel {
    std::uint64_t key;  // eight of its bytes, the first one the most significant
    const char* bytes;
    std::uint32_t size;
    std::uint32_t id;

    [[nodiscard]] std::string_view view() const { return {bytes, size}; }
};

namespace detail {

[[nodiscard]] inline std::uint64_t eight_bytes(std::string_view label, std::size_t depth) {
    if (label.size() >= depth + 8 && std::endian::native == std::endian::little) {
        std::array<unsigned char, 8> bytes;
        std::memcpy(bytes.data(), label.data() + depth, 8);
        std::uint64_t key = 0;
        for (const unsigned char byte : bytes) key = key << 8 | byte;
        return key;
    }
    std::uint64_t key = 0;
    for (std::size_t i = depth; i < depth + 8; ++i) {
        key = key << 8 | (i < label.size() ? static_cast<unsigned char>(label[i]) : 0u);
    }
    return key;
}

// How many bytes from `depth` on all labels have in common.
[[nodiscard]] inline std::size_t shared(std::span<const OrderedLabel> labels, std::size_t depth) {
    const std::string_view first = labels.front().view().substr(depth);
    std::size_t n = first.size();
    for (const OrderedLabel& label : labels) {
        const std::string_view other = label.view().substr(depth, n);
        n = static_cast<std::size_t>(
            std::mismatch(first.begin(), first.begin() + static_cast<std::ptrdiff_t>(other.size()),
                          other.begin())
                .first -
            first.begin());
        if (n == 0) break;
    }
    return n;
}

// Groups that agree in all bytes before a depth and are yet to be ordered after it.
struct Tie {
    std::size_t begin, end, depth;
};

// Orders labels that agree in all bytes before `depth` by the next eight; what ties goes on.
inline void order_by_key(std::span<OrderedLabel> all, Tie tie, std::vector<Tie>& open) {
    const std::span<OrderedLabel> labels = all.subspan(tie.begin, tie.end - tie.begin);
    const std::size_t depth = tie.depth + shared(labels, tie.depth);
    for (OrderedLabel& label : labels) label.key = eight_bytes(label.view(), depth);
    // Zeros stand for the bytes that a short label lacks, so what ends goes before what goes on.
    const auto rest = [&](const OrderedLabel& label) {
        return std::min(std::size_t{label.size} - depth, std::size_t{9});
    };
    std::ranges::sort(labels, [&](const OrderedLabel& a, const OrderedLabel& b) {
        return a.key != b.key ? a.key < b.key : rest(a) < rest(b);
    });
    for (std::size_t begin = 0, end = 0; begin < labels.size(); begin = end) {
        while (end < labels.size() && labels[end].key == labels[begin].key) ++end;
        std::size_t longer = begin;
        while (longer < end && rest(labels[longer]) < 9) ++longer;
        if (end - longer > 1) open.push_back({tie.begin + longer, tie.begin + end, depth + 8});
    }
}

inline void order_all(std::span<OrderedLabel> labels, Tie tie, Ticker& ticker) {
    std::vector<Tie> open{tie};
    while (!open.empty()) {
        const Tie next = open.back();
        open.pop_back();
        ticker.tick(static_cast<std::int64_t>(next.end - next.begin));
        if (next.end - next.begin == 2) {  // the most common kind
            if (labels[next.end - 1].view() < labels[next.begin].view()) {
                std::swap(labels[next.begin], labels[next.end - 1]);
            }
            continue;
        }
        order_by_key(labels, next, open);
    }
}

}  // namespace detail

// Spreads labels over buckets, those of a lower bucket before those of a higher one in the order,
// by keys that a sample says are about equally far apart; returns where buckets begin.
inline std::vector<std::size_t> into_buckets(std::vector<OrderedLabel>& labels,
                                             std::size_t n_buckets) {
    const std::size_t depth = detail::shared(labels, 0), step = labels.size() / (n_buckets * 64);
    std::vector<std::uint64_t> sample, bounds;
    for (std::size_t i = 0; i < labels.size(); ++i) {
        labels[i].key = detail::eight_bytes(labels[i].view(), depth);
        if (i % (step + 1) == 0) sample.push_back(labels[i].key);
    }
    std::ranges::sort(sample);
    for (std::size_t b = 1; b < n_buckets; ++b) {
        bounds.push_back(sample[sample.size() * b / n_buckets]);
    }
    const auto bucket = [&](const OrderedLabel& label) {
        return static_cast<std::size_t>(std::ranges::upper_bound(bounds, label.key) -
                                        bounds.begin());
    };
    std::vector<std::size_t> begins(n_buckets + 1);
    for (const OrderedLabel& label : labels) ++begins[bucket(label) + 1];
    for (std::size_t b = 1; b <= n_buckets; ++b) begins[b] += begins[b - 1];
    std::vector<OrderedLabel> spread(labels.size());
    std::vector<std::size_t> next = begins;
    for (const OrderedLabel& label : labels) spread[next[bucket(label)]++] = label;
    labels = std::move(spread);
    return begins;
}

// Sorts distinct labels; each thread sorts buckets.
inline void order_labels(std::vector<OrderedLabel>& labels, const Execution& execution) {
    std::vector<std::size_t> begins{0, labels.size()};
    if (execution.threads > 1 && labels.size() >= std::size_t{1} << 16) {
        begins = into_buckets(labels, static_cast<std::size_t>(execution.threads) * 4);
    }
    ScratchPool pool(0);
    for_each_chunk(static_cast<Offset>(begins.size()) - 1, execution, pool,
                   [&](Offset i, Scratch&, Ticker& ticker) {
                       const auto bucket = static_cast<std::size_t>(i);
                       if (begins[bucket + 1] - begins[bucket] < 2) return;
                       detail::order_all(labels, {begins[bucket], begins[bucket + 1], 0}, ticker);
                   });
}

}  // namespace km
