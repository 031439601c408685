// The arguments of searches and their checks, O(ids), so that no argument can reach outside the
// graph. They refuse in the words of km_graph.walkers.queries.

#pragma once

#include <cstddef>
#include <limits>
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
    for (std::size_t i = 0; i < ids.size(); ++i) {
        if (ids[i] < low || ids[i] >= high) {
            throw std::invalid_argument(name + "[" + std::to_string(i) + "] is " +
                                        std::to_string(ids[i]) + ", ids here are in [" +
                                        std::to_string(low) + ", " + std::to_string(high) + ")");
        }
    }
}

// Throws std::invalid_argument unless the offsets cut up the values.
inline void check_offsets(const GroupsView& groups, const std::string& name) {
    const auto n_values = static_cast<Offset>(groups.values.size());
    if (groups.offsets.empty() || groups.offsets.front() != 0 ||
        groups.offsets.back() != n_values) {
        throw std::invalid_argument(name + ".offsets must start at 0 and end at " +
                                    std::to_string(n_values) + ", the number of its values");
    }
    for (std::size_t i = 0; i + 1 < groups.offsets.size(); ++i) {
        if (groups.offsets[i] > groups.offsets[i + 1]) {
            throw std::invalid_argument(name + ".offsets must not descend");
        }
    }
}

// Throws std::invalid_argument unless the offsets cut up the values and the ids are in range.
inline void check_groups(const GroupsView& groups, Id low, Id high, const std::string& name) {
    check_offsets(groups, name);
    check_ids(groups.values, low, high, name + ".values");
}

inline void check_same_length(const std::string& name, std::size_t one, const std::string& other,
                              std::size_t n_other) {
    if (one != n_other) {
        throw std::invalid_argument(name + " and " + other + " must be of one length, found " +
                                    std::to_string(one) + " and " + std::to_string(n_other));
    }
}

inline void check_same_length(const std::string& name, const GroupsView& groups,
                              const std::string& other, const GroupsView& others) {
    check_same_length(name, groups.offsets.size() - 1, other, others.offsets.size() - 1);
}

inline void check_count(Offset count, const std::string& name) {
    if (count < 0) {
        throw std::invalid_argument(name + " must be 0 or more, found " + std::to_string(count));
    }
}

// Owners are numbered by ids.
inline void check_owners(Offset n_owners) {
    if (n_owners > std::numeric_limits<Id>::max()) {
        throw std::invalid_argument("a batch must be of less than 2**31 questions");
    }
}

}  // namespace km
