// The arguments of searches and their checks, O(ids), so that no argument can reach outside the
// graph.

#pragma once

#include <cstddef>
#include <span>
#include <stdexcept>
#include <string>

#include "km/arrays.hpp"

namespace km {

// Ragged ids: one list for each question of a batch.
struct GroupsView {
    std::span<const Id> values;
    std::span<const Offset> offsets;

    [[nodiscard]] Offset size() const { return static_cast<Offset>(offsets.size()) - 1; }

    [[nodiscard]] std::span<const Id> operator[](Offset group) const {
        const auto begin = static_cast<std::size_t>(offsets[group]);
        return values.subspan(begin, static_cast<std::size_t>(offsets[group + 1]) - begin);
    }
};

// Throws std::invalid_argument unless all ids are in [low, high).
inline void check_ids(std::span<const Id> ids, Id low, Id high, const std::string& name) {
    for (const Id id : ids) {
        if (id < low || id >= high) {
            throw std::invalid_argument(name + " must be in [" + std::to_string(low) + ", " +
                                        std::to_string(high) + "), found " + std::to_string(id));
        }
    }
}

// Throws std::invalid_argument unless the offsets cut up the values and the ids are in range.
inline void check_groups(const GroupsView& groups, Id low, Id high, const std::string& name) {
    const auto n_values = static_cast<Offset>(groups.values.size());
    if (groups.offsets.empty() || groups.offsets.front() != 0 ||
        groups.offsets.back() != n_values) {
        throw std::invalid_argument(name + ".offsets must start at 0 and end at the values");
    }
    for (Offset i = 0; i < groups.size(); ++i) {
        if (groups.offsets[i] > groups.offsets[i + 1]) {
            throw std::invalid_argument(name + ".offsets must not descend");
        }
    }
    check_ids(groups.values, low, high, name + ".values");
}

inline void check_same_length(Offset one, Offset other) {
    if (one != other) throw std::invalid_argument("arguments must be of one length");
}

inline void check_count(Offset count, const std::string& name) {
    if (count < 0) throw std::invalid_argument(name + " must be 0 or more");
}

}  // namespace km
