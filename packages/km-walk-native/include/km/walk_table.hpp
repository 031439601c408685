// Where walks are written: each at full length, so that none waits for another.
//
// Memory: 8 bytes a hop asked for, and once more for those taken where walks ended or restarted.
// Joining is one pass over what was written. Order: by walk number.

#pragma once

#include <algorithm>
#include <cstddef>
#include <limits>
#include <new>
#include <utility>

#include "km/arrays.hpp"
#include "km/paths.hpp"

namespace km {

// In place of a relation: the path ends here and the next entity begins another.
inline constexpr Id path_break = std::numeric_limits<Id>::min();

struct WalkTable {
    // Throws std::bad_alloc where the walks could never fit in memory.
    WalkTable(Offset n_walks, Offset most_hops) {
        constexpr Offset most = Offset{1} << 56;
        if (n_walks > 0 && most_hops >= most / n_walks) throw std::bad_alloc();
        hops = n_walks == 0 ? 0 : most_hops;
        entities.resize(static_cast<std::size_t>(n_walks * (hops + 1)));
        relations.resize(static_cast<std::size_t>(n_walks * hops));
        lengths.resize(static_cast<std::size_t>(n_walks));
    }

    [[nodiscard]] Offset n_walks() const { return static_cast<Offset>(lengths.size()); }
    [[nodiscard]] Id* entities_of(Offset walk) { return entities.data() + walk * (hops + 1); }
    [[nodiscard]] Id* relations_of(Offset walk) { return relations.data() + walk * hops; }
    [[nodiscard]] Offset& length_of(Offset walk) { return lengths[static_cast<std::size_t>(walk)]; }

    Offset hops;
    Array<Id> entities;   // hops + 1 a walk
    Array<Id> relations;  // hops a walk, breaks among them
    Array<Offset> lengths;
};

namespace detail {

// One path a walk: moved where every walk is full, copied together otherwise.
[[nodiscard]] inline PathBatch pack_whole(WalkTable table, Offset walks_per_start) {
    const auto n_walks = static_cast<std::size_t>(table.n_walks());
    PathBatch out;
    out.owner.resize(n_walks);
    out.offsets.resize(n_walks + 1);
    for (std::size_t walk = 0; walk < n_walks; ++walk) {
        out.owner[walk] = static_cast<Id>(static_cast<Offset>(walk) / walks_per_start);
        out.offsets[walk + 1] = out.offsets[walk] + table.lengths[walk];
    }
    const Offset n_hops = out.offsets.back();
    if (n_hops == static_cast<Offset>(table.relations.size())) {
        out.entities = std::move(table.entities);
        out.relations = std::move(table.relations);
        return out;
    }
    out.entities.resize(static_cast<std::size_t>(n_hops) + n_walks);
    out.relations.resize(static_cast<std::size_t>(n_hops));
    for (std::size_t walk = 0; walk < n_walks; ++walk) {
        const auto row = static_cast<Offset>(walk), length = table.lengths[walk];
        const Offset to = out.offsets[walk];
        std::copy_n(table.entities_of(row), length + 1, out.entities.begin() + to + row);
        std::copy_n(table.relations_of(row), length, out.relations.begin() + to);
    }
    return out;
}

// Several paths a walk. A break is where a relation would be, so the entities stay as they are.
[[nodiscard]] inline PathBatch pack_broken(WalkTable table, Offset walks_per_start) {
    PathBatch out;
    for (Offset walk = 0; walk < table.n_walks(); ++walk) {
        const Offset length = table.length_of(walk);
        const auto owner = static_cast<Id>(walk / walks_per_start);
        const Id* const entities = table.entities_of(walk);
        const Id* const relations = table.relations_of(walk);
        out.entities.insert(out.entities.end(), entities, entities + length + 1);
        for (Offset hop = 0; hop <= length; ++hop) {
            if (hop < length && relations[hop] != path_break) {
                out.relations.push_back(relations[hop]);
                continue;
            }
            out.offsets.push_back(static_cast<Offset>(out.relations.size()));
            out.owner.push_back(owner);
        }
    }
    return out;
}

}  // namespace detail

// The table as a batch of paths.
[[nodiscard]] inline PathBatch pack(WalkTable table, Offset n_starts, Offset walks_per_start,
                                    bool has_breaks) {
    PathBatch out = has_breaks ? detail::pack_broken(std::move(table), walks_per_start)
                               : detail::pack_whole(std::move(table), walks_per_start);
    out.truncated.assign(static_cast<std::size_t>(n_starts), 0);
    return out;
}

}  // namespace km
