// Adjacency in one direction from rows in any order, repeats allowed.
//
// Rows are dealt to their entities by counting, then the few of each entity are sorted as one
// number, relation before neighbour, and repeats among them dropped: O(rows + the sum over entities
// of d log d). Threads share out the entities, so the result does not depend on how many there are.
// Memory: 8 bytes a row besides the result.

#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "km/arrays.hpp"
#include "km/parallel.hpp"

namespace km {

struct Csr {
    Array<Offset> offsets;
    Array<Id> relations;
    Array<Id> neighbors;
};

namespace detail {

// The dealt rows of all entities, and where those of each begin.
struct Dealt {
    std::vector<Offset> begins;
    Array<std::uint64_t> rows;
};

inline std::uint64_t packed(Id relation, Id neighbor) {
    return std::uint64_t{static_cast<std::uint32_t>(relation)} << 32 |
           static_cast<std::uint32_t>(neighbor);
}

// Every thread reads all rows and keeps those of its own entities: few threads are enough.
inline Offset n_readers(const Execution& execution, Offset n_rows) {
    return n_rows < (Offset{1} << 16) ? 1 : std::clamp(execution.threads, 1, 4);
}

// Entities cut into parts of about equally many rows.
inline std::vector<Id> parts_of(const std::vector<Offset>& begins, Offset n_parts) {
    std::vector<Id> cuts{0};
    for (Offset part = 1; part < n_parts; ++part) {
        const Offset row = begins.back() * part / n_parts;
        const auto entity =
            std::lower_bound(begins.begin(), begins.end() - 1, row) - begins.begin();
        cuts.push_back(std::max(cuts.back(), static_cast<Id>(entity)));
    }
    cuts.push_back(static_cast<Id>(begins.size()) - 1);
    return cuts;
}

template <class ForEachRow>
Dealt deal(Id n_entities, Offset n_rows, const ForEachRow& for_each_row, const Execution& execution,
           ScratchPool& pool) {
    Dealt dealt{std::vector<Offset>(static_cast<std::size_t>(n_entities) + 1), {}};
    std::vector<Offset>& begins = dealt.begins;
    const Offset n_parts = n_readers(execution, n_rows);
    for_each_chunk(n_parts, execution, pool, [&](Offset part, Scratch&, Ticker& ticker) {
        const Id low = static_cast<Id>(n_entities * part / n_parts);
        const Id high = static_cast<Id>(n_entities * (part + 1) / n_parts);
        for_each_row(ticker, [&](Id entity, Id, Id) {
            if (entity >= low && entity < high) ++begins[static_cast<std::size_t>(entity) + 1];
        });
    });
    for (std::size_t e = 1; e < begins.size(); ++e) begins[e] += begins[e - 1];
    dealt.rows.resize(static_cast<std::size_t>(n_rows));
    std::vector<Offset> next(begins.begin(), begins.end() - 1);
    const std::vector<Id> cuts = parts_of(begins, n_parts);
    for_each_chunk(n_parts, execution, pool, [&](Offset part, Scratch&, Ticker& ticker) {
        const Id low = cuts[static_cast<std::size_t>(part)];
        const Id high = cuts[static_cast<std::size_t>(part) + 1];
        for_each_row(ticker, [&](Id entity, Id relation, Id neighbor) {
            if (entity < low || entity >= high) return;
            Offset& at = next[static_cast<std::size_t>(entity)];
            dealt.rows[static_cast<std::size_t>(at++)] = packed(relation, neighbor);
        });
    });
    return dealt;
}

}  // namespace detail

// The adjacency of n_rows rows; for_each_row(ticker, take) calls take(entity, relation, neighbor)
// for each of them, and release() is called once they are not needed any more.
template <class ForEachRow, class Release>
Csr build_csr(Id n_entities, Offset n_rows, const ForEachRow& for_each_row,
              const Execution& execution, Release&& release) {
    ScratchPool pool(0);
    detail::Dealt dealt = detail::deal(n_entities, n_rows, for_each_row, execution, pool);
    release();
    const Offset n_parts = std::max(1, execution.threads) * Offset{8};
    const std::vector<Id> cuts = detail::parts_of(dealt.begins, n_parts);
    const auto for_each_entity = [&](const auto& work) {
        for_each_chunk(n_parts, execution, pool, [&](Offset part, Scratch&, Ticker& ticker) {
            const auto at = static_cast<std::size_t>(part);
            for (auto e = static_cast<std::size_t>(cuts[at]);
                 e < static_cast<std::size_t>(cuts[at + 1]); ++e) {
                const auto first = dealt.rows.begin() + dealt.begins[e];
                ticker.tick(dealt.begins[e + 1] - dealt.begins[e] + 1);
                work(e, first, dealt.rows.begin() + dealt.begins[e + 1]);
            }
        });
    };
    Csr csr;
    csr.offsets.resize(static_cast<std::size_t>(n_entities) + 1);
    csr.offsets[0] = 0;
    for_each_entity([&](std::size_t e, auto first, auto last) {
        std::sort(first, last);
        csr.offsets[e + 1] = std::unique(first, last) - first;
    });
    for (std::size_t e = 1; e < csr.offsets.size(); ++e) csr.offsets[e] += csr.offsets[e - 1];
    csr.relations.resize(static_cast<std::size_t>(csr.offsets.back()));
    csr.neighbors.resize(csr.relations.size());
    for_each_entity([&](std::size_t e, auto row, auto) {
        for (auto at = static_cast<std::size_t>(csr.offsets[e]);
             at < static_cast<std::size_t>(csr.offsets[e + 1]); ++at, ++row) {
            csr.relations[at] = static_cast<Id>(*row >> 32);
            csr.neighbors[at] = static_cast<Id>(*row & 0xFFFFFFFFu);
        }
    });
    return csr;
}

}  // namespace km
