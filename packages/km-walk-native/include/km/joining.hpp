// How the results of several parts of a batch become one.
//
// A part is a struct of arrays with append(part), which copies another part behind it. One part is
// moved; of several every element is copied once, and each is freed as soon as it has been.

#pragma once

#include <utility>
#include <vector>

#include "km/arrays.hpp"
#include "km/parallel.hpp"
#include "km/queries.hpp"

namespace km {

// Appends `part` to `whole`.
template <class T>
void append(Array<T>& whole, const Array<T>& part) {
    whole.insert(whole.end(), part.begin(), part.end());
}

// Appends offsets that count from 0 to offsets that go on from their last.
inline void append_offsets(Array<Offset>& whole, const Array<Offset>& part) {
    const Offset base = whole.back();
    for (std::size_t i = 1; i < part.size(); ++i) whole.push_back(base + part[i]);
}

template <class Part>
[[nodiscard]] Part join(std::vector<Part> parts, const Execution& execution) {
    if (parts.empty()) return {};
    if (parts.size() == 1) return std::move(parts.front());
    Part whole;
    if constexpr (requires { whole.make_room(parts); }) whole.make_room(parts);
    for (Part& part : parts) {
        if (execution.should_stop()) throw Interrupted{};
        whole.append(part);
        part = Part{};
    }
    return whole;
}

// Cuts n groups into chunks and returns, joined, what make(begin, end, scratch, ticker) gives.
template <class Part, class Make>
[[nodiscard]] Part map_and_join(Offset n_groups, const Execution& execution, ScratchPool& pool,
                                Make&& make) {
    check_owners(n_groups);
    return join(map_groups<Part>(n_groups, execution, pool, make), execution);
}

}  // namespace km
