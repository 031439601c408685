// Uniform seeded random walks.
//
// O(hops) a walk, no search: a step reads the offsets of an entity and one edge. Both are cache
// misses on a large graph, so 64 walks a thread go in lockstep and each asks for its next line
// while the others work. Order: by walk number; the same bits for any number of threads. Memory:
// the result at full length, and once more where walks ended early.

#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <new>
#include <span>

#include "km/arrays.hpp"
#include "km/graph.hpp"
#include "km/parallel.hpp"
#include "km/paths.hpp"
#include "km/queries.hpp"
#include "km/scratch.hpp"
#include "km/splitmix64.hpp"

namespace km {

struct RandomWalkQuery {
    Offset hops = 1;
    Offset walks_per_start = 1;
    Direction direction = Direction::both;
    std::uint64_t seed = 0;
};

namespace detail {

inline void prefetch([[maybe_unused]] const void* place) {
#if defined(__GNUC__) || defined(__clang__)
    __builtin_prefetch(place);
#endif
}

// Where walks are written: each at full length, so that none waits for another.
struct WalkTable {
    Offset hops;
    Array<Id> entities;   // hops + 1 a walk
    Array<Id> relations;  // hops a walk
    Array<Offset> lengths;
};

template <Direction direction>
class WalkBatch {
  public:
    static constexpr int width = 64;

    WalkBatch(const GraphView& graph, std::span<const Id> starts, const RandomWalkQuery& query,
              WalkTable& table)
        : graph_(graph), starts_(starts), query_(query), table_(table) {}

    void run(Offset first, Offset last) {
        begin(first, last);
        for (Offset hop = 0; hop < query_.hops && n_live_ > 0; ++hop) {
            choose(static_cast<std::uint64_t>(hop));
            take();
        }
        for (int i = 0; i < n_live_; ++i) table_.lengths[live_[i].walk] = query_.hops;
    }

  private:
    struct Walk {
        Offset walk;
        std::uint64_t stream;
        Id* entity;    // where the walk is, in the table
        Id* relation;  // where its next relation goes
        const Id* next_neighbor;
        const Id* next_relation;
        Id sign;  // -1 where the next edge is walked tail to head
    };

    void begin(Offset first, Offset last) {
        n_live_ = static_cast<int>(last - first);
        for (Offset walk = first; walk < last; ++walk) {
            Walk& state = live_[walk - first];
            state.walk = walk;
            state.stream = walk_stream(query_.seed, static_cast<std::uint64_t>(walk));
            state.entity = table_.entities.data() + walk * (query_.hops + 1);
            state.relation = table_.relations.data() + walk * query_.hops;
            *state.entity = starts_[walk / query_.walks_per_start];
        }
    }

    // Draws the next edge of every walk; walks without one end.
    void choose(std::uint64_t hop) {
        int n_live = 0;
        for (int i = 0; i < n_live_; ++i) {
            Walk state = live_[i];
            const Id entity = *state.entity;
            const Slice ahead = slice<Direction::forward>(entity);
            const Slice behind = slice<Direction::backward>(entity);
            const Offset n_ahead = ahead.end - ahead.begin;
            const Offset degree = n_ahead + (behind.end - behind.begin);
            if (degree == 0) {
                table_.lengths[state.walk] = static_cast<Offset>(hop);
                continue;
            }
            const auto edge = static_cast<Offset>(
                scale(splitmix64(state.stream + hop), static_cast<std::uint64_t>(degree)));
            const bool is_ahead = edge < n_ahead;
            const CsrView& csr = is_ahead ? graph_.forward : graph_.backward;
            const Offset at = is_ahead ? ahead.begin + edge : behind.begin + (edge - n_ahead);
            state.next_neighbor = csr.neighbors.data() + at;
            state.next_relation = csr.relations.data() + at;
            state.sign = is_ahead ? 0 : -1;
            prefetch(state.next_neighbor);
            prefetch(state.next_relation);
            live_[n_live++] = state;
        }
        n_live_ = n_live;
    }

    void take() {
        for (int i = 0; i < n_live_; ++i) {
            Walk& state = live_[i];
            const Id entity = *state.next_neighbor;
            *++state.entity = entity;
            *state.relation++ = *state.next_relation ^ state.sign;
            if constexpr (direction != Direction::backward) {
                prefetch(graph_.forward.offsets.data() + entity);
            }
            if constexpr (direction != Direction::forward) {
                prefetch(graph_.backward.offsets.data() + entity);
            }
        }
    }

    template <Direction side>
    [[nodiscard]] Slice slice(Id entity) const {
        if constexpr (direction != Direction::both && direction != side) return {0, 0};
        return edges(side == Direction::forward ? graph_.forward : graph_.backward, entity);
    }

    const GraphView& graph_;
    std::span<const Id> starts_;
    const RandomWalkQuery& query_;
    WalkTable& table_;
    std::array<Walk, width> live_;
    int n_live_ = 0;
};

template <Direction direction>
void fill(const GraphView& graph, std::span<const Id> starts, const RandomWalkQuery& query,
          const Execution& execution, ScratchPool& pool, WalkTable& table) {
    using Batch = WalkBatch<direction>;
    constexpr Offset walks_a_chunk = 8 * Batch::width;
    const auto n_walks = static_cast<Offset>(table.lengths.size());
    const Offset n_chunks = (n_walks + walks_a_chunk - 1) / walks_a_chunk;
    for_each_chunk(n_chunks, execution, pool, [&](Offset chunk, Scratch&, Ticker& ticker) {
        Batch batch(graph, starts, query, table);
        const Offset end = std::min(n_walks, (chunk + 1) * walks_a_chunk);
        for (Offset walk = chunk * walks_a_chunk; walk < end; walk += Batch::width) {
            const Offset last = std::min(end, walk + Batch::width);
            batch.run(walk, last);
            ticker.tick((last - walk) * query.hops);
        }
    });
}

// The table as a batch of paths: moved where every walk is full, copied together otherwise.
[[nodiscard]] inline PathBatch pack(WalkTable table, Offset n_starts, Offset walks_per_start) {
    const std::size_t n_walks = table.lengths.size();
    PathBatch out;
    out.truncated.assign(static_cast<std::size_t>(n_starts), 0);
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
        std::copy_n(table.entities.begin() + row * (table.hops + 1), length + 1,
                    out.entities.begin() + to + row);
        std::copy_n(table.relations.begin() + row * table.hops, length, out.relations.begin() + to);
    }
    return out;
}

}  // namespace detail

[[nodiscard]] inline PathBatch random_walks(const GraphView& graph, std::span<const Id> starts,
                                            const RandomWalkQuery& query,
                                            const Execution& execution, ScratchPool& pool) {
    check_ids(starts, 0, graph.n_entities, "starts");
    check_count(query.hops, "hops");
    check_count(query.walks_per_start, "walks_per_start");
    const auto n_starts = static_cast<Offset>(starts.size());
    constexpr Offset most = Offset{1} << 56;
    const Offset n_walks = n_starts == 0 ? 0 : query.walks_per_start;
    if (n_walks > most / std::max<Offset>(n_starts, 1)) throw std::bad_alloc();
    if (n_walks > 0 && query.hops > most / (n_walks * n_starts)) throw std::bad_alloc();

    const auto n = static_cast<std::size_t>(n_walks * n_starts);
    const auto hops = static_cast<std::size_t>(n == 0 ? 0 : query.hops);
    detail::WalkTable table{query.hops, Array<Id>(n * (hops + 1)), Array<Id>(n * hops),
                            Array<Offset>(n)};
    switch (query.direction) {
        case Direction::forward:
            detail::fill<Direction::forward>(graph, starts, query, execution, pool, table);
            break;
        case Direction::backward:
            detail::fill<Direction::backward>(graph, starts, query, execution, pool, table);
            break;
        case Direction::both:
            detail::fill<Direction::both>(graph, starts, query, execution, pool, table);
            break;
    }
    return detail::pack(std::move(table), n_starts, query.walks_per_start);
}

}  // namespace km
