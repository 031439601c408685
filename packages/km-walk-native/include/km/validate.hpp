// Checks of a graph's arrays, so that no array can lead an algorithm outside of another.
//
// One pass over the edges, O(entities + edges), no memory. Each throws std::invalid_argument naming
// the first array that is not what it should be.

#pragma once

#include <algorithm>
#include <cstddef>
#include <limits>
#include <span>
#include <stdexcept>
#include <string>

#include "km/arrays.hpp"
#include "km/graph.hpp"

namespace km {

namespace detail {

inline void require(bool right, const std::string& array, const char* expected) {
    if (!right) [[unlikely]]
        throw std::invalid_argument(array + " " + expected);
}

// Whether the edges of one entity are in order and every id is within its bound.
inline bool is_row(const Row& row, Id n_entities, Id n_relations) {
    bool right = true;
    Id relation_before = 0, neighbor_before = -1;
    for (Offset i = 0; i < row.size; ++i) {
        const Id relation = row.relations[i], neighbor = row.neighbors[i];
        // Without branches: a negative id fails as a large unsigned one.
        right &= static_cast<std::uint32_t>(relation) < static_cast<std::uint32_t>(n_relations);
        right &= static_cast<std::uint32_t>(neighbor) < static_cast<std::uint32_t>(n_entities);
        right &= relation > relation_before ||
                 (relation == relation_before && neighbor > neighbor_before);
        relation_before = relation;
        neighbor_before = neighbor;
    }
    return right;
}

// Throws, as is_row() said that something is wrong.
[[noreturn]] inline void refuse_row(const Row& row, const std::string& name, Id n_entities,
                                    Id n_relations) {
    const std::string relations = name + ".relations", neighbors = name + ".neighbors";
    for (Offset i = 0; i < row.size; ++i) {
        require(0 <= row.relations[i] && row.relations[i] < n_relations, relations,
                "must hold relation ids of the graph");
        require(0 <= row.neighbors[i] && row.neighbors[i] < n_entities, neighbors,
                "must hold entity ids of the graph");
        if (i == 0) continue;
        require(row.relations[i - 1] <= row.relations[i], relations,
                "must not descend within an entity");
    }
    throw std::invalid_argument(neighbors + " must ascend within an entity and relation");
}

inline void validate(const CsrView& csr, const std::string& name, std::size_t n_rows, Id n_entities,
                     Id n_relations) {
    const std::string offsets = name + ".offsets";
    require(csr.offsets.size() == n_rows + 1, offsets,
            "must have one element more than there are entities");
    require(csr.relations.size() == csr.neighbors.size(), name + ".relations",
            "must be as long as the neighbors");
    require(csr.offsets.front() == 0, offsets, "must start at 0");
    require(csr.offsets.back() == static_cast<Offset>(csr.neighbors.size()), offsets,
            "must end at the number of edges");
    require(std::ranges::is_sorted(csr.offsets), offsets, "must not descend");
    for (std::size_t at = 0; at < n_rows; ++at) {
        const Row edges = row_at(csr, static_cast<Offset>(at));
        if (!is_row(edges, n_entities, n_relations)) {
            refuse_row(edges, name, n_entities, n_relations);
        }
    }
}

}  // namespace detail

inline void validate_counts(Id n_entities, Id n_relations) {
    detail::require(n_entities >= 0 && n_entities < std::numeric_limits<Id>::max(), "n_entities",
                    "must be in [0, 2**31 - 1)");
    detail::require(n_relations >= 0 && n_relations < (Id{1} << 30), "n_relations",
                    "must be in [0, 2**30)");
}

// A graph without a delta.
inline void validate(const GraphView& graph) {
    const auto n = static_cast<std::size_t>(graph.n_entities);
    detail::validate(graph.forward.base, "forward", n, graph.n_entities, graph.n_relations);
    detail::validate(graph.backward.base, "backward", n, graph.n_entities, graph.n_relations);
    detail::require(graph.forward.base.neighbors.size() == graph.backward.base.neighbors.size(),
                    "backward.neighbors", "must be as long as forward.neighbors");
}

// The entities of a delta, which must name every one that the graph before does not have.
inline void validate_changed(std::span<const Id> changed, Id n_before, Id n_entities,
                             const std::string& name) {
    const std::string entities = name + ".entities";
    detail::require(n_entities >= n_before, "n_entities", "must not be fewer than those before");
    const auto first_new = std::ranges::lower_bound(changed, n_before);
    for (std::size_t i = 0; i < changed.size(); ++i) {
        detail::require(0 <= changed[i] && changed[i] < n_entities, entities,
                        "must hold entity ids of the graph");
        detail::require(i == 0 || changed[i - 1] < changed[i], entities, "must ascend");
    }
    detail::require(changed.end() - first_new == n_entities - n_before, entities,
                    "must hold every new entity");
}

// The edges of a delta of so many entities.
inline void validate_delta(const CsrView& edges, std::size_t n_changed, Id n_entities,
                           Id n_relations, const std::string& name) {
    detail::validate(edges, name + ".edges", n_changed, n_entities, n_relations);
}

}  // namespace km
