// The least a test needs: a check that holds in Release builds too, and a graph to search.

#pragma once

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

#include "km/graph.hpp"
#include "km/parallel.hpp"
#include "km/queries.hpp"
#include "km/scratch.hpp"
#include "km/validate.hpp"

#define CHECK(condition)                                                         \
    do {                                                                         \
        if (!(condition)) {                                                      \
            std::fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition); \
            std::exit(1);                                                        \
        }                                                                        \
    } while (false)

namespace km::test {

struct Triple {
    Id head, relation, tail;
};

struct Csr {
    std::vector<Offset> offsets;
    std::vector<Id> relations, neighbors;

    Csr(std::vector<Triple> triples, Id n_entities) {
        std::ranges::sort(triples, {},
                          [](const Triple& t) { return std::tuple(t.head, t.relation, t.tail); });
        offsets.assign(static_cast<std::size_t>(n_entities) + 1, 0);
        for (const Triple& t : triples) {
            relations.push_back(t.relation);
            neighbors.push_back(t.tail);
            for (Id e = t.head; e < n_entities; ++e) ++offsets[e + 1];
        }
    }

    [[nodiscard]] CsrView view() const { return {offsets, relations, neighbors}; }
};

// A graph that owns its arrays.
struct Graph {
    Csr forward, backward;
    GraphView view;
    ScratchPool pool;

    Graph(const std::vector<Triple>& triples, Id n_entities, Id n_relations)
        : forward(triples, n_entities),
          backward(turned(triples), n_entities),
          view{forward.view(), backward.view(), n_entities, n_relations},
          pool(n_entities) {
        validate(view);
    }

    static std::vector<Triple> turned(std::vector<Triple> triples) {
        for (Triple& t : triples) std::swap(t.head, t.tail);
        return triples;
    }
};

// 0 -> 1 -> 3 and 0 -> 2 -> 3.
inline Graph diamond() {
    return {{{0, 0, 1}, {0, 0, 2}, {1, 1, 3}, {2, 1, 3}}, 4, 2};
}

// Lists of ids that own their memory.
struct Groups {
    std::vector<Id> values;
    std::vector<Offset> offsets{0};

    Groups(std::initializer_list<std::vector<Id>> lists) {
        for (const auto& list : lists) {
            values.insert(values.end(), list.begin(), list.end());
            offsets.push_back(static_cast<Offset>(values.size()));
        }
    }

    [[nodiscard]] GroupsView view() const { return {values, offsets}; }
};

template <class A>
[[nodiscard]] bool equal(const A& array, const std::vector<Id>& expected) {
    return std::ranges::equal(array, expected);
}

// Whether `call` throws std::invalid_argument whose message names `what`.
template <class Call>
[[nodiscard]] bool refuses(Call&& call, const std::string& what) {
    try {
        call();
    } catch (const std::invalid_argument& error) {
        return std::string(error.what()).find(what) != std::string::npos;
    }
    return false;
}

}  // namespace km::test
