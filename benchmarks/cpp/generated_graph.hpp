// A graph with the shape of real ones: few entities have many edges, numbers scattered over all.

#pragma once

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>
#include <tuple>
#include <vector>

#include "km/edge_weights.hpp"
#include "km/random_walks.hpp"

namespace bench {

using km::Edge;
using km::Id;
using km::Offset;

struct Csr {
    km::Array<Offset> offsets;
    km::Array<Id> relations, neighbors;

    [[nodiscard]] km::CsrView view() const { return {offsets, relations, neighbors}; }
};

struct Size {
    Id n_entities, n_relations;
    Offset n_triples;
};

// The n-th number of a generator.
inline double random(std::uint64_t n) { return km::unit(km::splitmix64(n)); }

// A power law: few entities have many edges; their numbers are scattered over all.
inline Id entity(std::uint64_t n, Id n_entities) {
    const double rank = std::pow(random(n), 2.5) * n_entities;
    const auto scattered = static_cast<std::uint64_t>(rank) * 2'654'435'761u;
    return static_cast<Id>(scattered % static_cast<std::uint64_t>(n_entities));
}

inline Csr adjacency(const std::vector<Edge>& edges, const std::vector<Id>& ends, Id n_entities) {
    Csr csr;
    csr.offsets.assign(static_cast<std::size_t>(n_entities) + 1, 0);
    for (const Id end : ends) ++csr.offsets[static_cast<std::size_t>(end) + 1];
    std::partial_sum(csr.offsets.begin(), csr.offsets.end(), csr.offsets.begin());
    std::vector<Offset> next(csr.offsets.begin(), csr.offsets.end() - 1);
    km::Array<Edge> rows(edges.size());
    for (std::size_t i = 0; i < edges.size(); ++i) {
        rows[static_cast<std::size_t>(next[static_cast<std::size_t>(ends[i])]++)] = edges[i];
    }
    for (Id e = 0; e < n_entities; ++e) {
        const auto at = static_cast<std::size_t>(e);
        std::sort(rows.begin() + csr.offsets[at], rows.begin() + csr.offsets[at + 1],
                  [](const Edge& a, const Edge& b) {
                      return std::tie(a.relation, a.neighbor) < std::tie(b.relation, b.neighbor);
                  });
    }
    for (const Edge& edge : rows) {
        csr.relations.push_back(edge.relation);
        csr.neighbors.push_back(edge.neighbor);
    }
    return csr;
}

struct Graph {
    Csr forward, backward;
    km::GraphView view;

    explicit Graph(const Size& size)
        : forward(), backward(), view{{{}}, {{}}, size.n_entities, size.n_relations} {
        std::vector<Edge> out, in;
        std::vector<Id> heads, tails;
        for (Offset i = 0; i < size.n_triples; ++i) {
            const auto n = static_cast<std::uint64_t>(3 * i);
            const Id head = entity(n, size.n_entities), tail = entity(n + 1, size.n_entities);
            const auto relation =
                static_cast<Id>(std::pow(random(n + 2), 3.0) * size.n_relations);
            heads.push_back(head);
            tails.push_back(tail);
            out.push_back({relation, tail});
            in.push_back({relation, head});
        }
        forward = adjacency(out, heads, size.n_entities);
        backward = adjacency(in, tails, size.n_entities);
        view.forward = km::Adjacency(forward.view());
        view.backward = km::Adjacency(backward.view());
    }
};

inline Size size_of(const std::string& name) {
    if (name == "medium") return {1'000'000, 2'000, 10'000'000};
    if (name == "large") return {5'000'000, 5'000, 60'000'000};
    return {15'000, 500, 300'000};
}

}  // namespace bench
