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
#include <utility>

#include "km/arrays.hpp"
#include "km/parallel.hpp"
#include "km/paths.hpp"
#include "km/queries.hpp"
#include "km/scratch.hpp"
#include "km/splitmix64.hpp"
#include "km/steps.hpp"

namespace km {

struct RandomWalkQuery {
    Offset hops = 1;
    Offset walks_per_start = 1;
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

// Up to `width` walks in lockstep.
class WalkBatch {
  public:
    static constexpr int width = 64;

    WalkBatch(const Steps& steps, std::span<const Id> starts, const RandomWalkQuery& query,
              WalkTable& table)
        : steps_(steps), starts_(starts), query_(query), table_(table) {}

    // Makes the walks [first, last).
    void run(Offset first, Offset last) {
        begin(first, last);
        for (Offset hop = 0; hop < query_.hops && n_live_ > 0; ++hop) {
            if (!choose(hop)) end_walks(hop);
            take();
        }
        for (int i = 0; i < n_live_; ++i) table_.lengths[walk_[i]] = query_.hops;
    }

  private:
    void begin(Offset first, Offset last) {
        n_live_ = static_cast<int>(last - first);
        for (int i = 0; i < n_live_; ++i) {
            const Offset walk = walk_[i] = first + i;
            stream_[i] = walk_stream(query_.seed, static_cast<std::uint64_t>(walk));
            at_[i] = starts_[walk / query_.walks_per_start];
            entities_[i] = table_.entities.data() + walk * (query_.hops + 1);
            relations_[i] = table_.relations.data() + walk * query_.hops;
            *entities_[i] = at_[i];
        }
    }

    // Draws the next edge of every walk; false where some walk has none.
    bool choose(Offset hop) {
        bool all = true;
        for (int i = 0; i < n_live_; ++i) {
            const Offset begin = steps_.offsets[at_[i]];
            const auto degree = static_cast<std::uint64_t>(steps_.offsets[at_[i] + 1] - begin);
            const auto edge =
                scale(splitmix64(stream_[i] + static_cast<std::uint64_t>(hop)), degree);
            next_[i] = steps_.edges.data() + begin + edge;
            if (degree == 0) {
                next_[i] = nullptr;
                all = false;
            }
            prefetch(next_[i]);
        }
        return all;
    }

    // Closes the ranks over walks without a next edge.
    void end_walks(Offset hop) {
        int n_live = 0;
        for (int i = 0; i < n_live_; ++i) {
            if (next_[i] == nullptr) {
                table_.lengths[walk_[i]] = hop;
                continue;
            }
            walk_[n_live] = walk_[i];
            stream_[n_live] = stream_[i];
            entities_[n_live] = entities_[i];
            relations_[n_live] = relations_[i];
            next_[n_live++] = next_[i];
        }
        n_live_ = n_live;
    }

    void take() {
        for (int i = 0; i < n_live_; ++i) {
            const Edge edge = *next_[i];
            at_[i] = edge.neighbor;
            *++entities_[i] = edge.neighbor;
            *relations_[i]++ = edge.relation;
            prefetch(steps_.offsets.data() + edge.neighbor);
        }
    }

    const Steps& steps_;
    std::span<const Id> starts_;
    const RandomWalkQuery& query_;
    WalkTable& table_;
    int n_live_ = 0;
    std::array<Offset, width> walk_;
    std::array<std::uint64_t, width> stream_;
    std::array<Id, width> at_;          // the entity each walk is at
    std::array<Id*, width> entities_;   // its place in the table,
    std::array<Id*, width> relations_;  // and that of its next relation
    std::array<const Edge*, width> next_;
};

inline void fill(const Steps& steps, std::span<const Id> starts, const RandomWalkQuery& query,
                 const Execution& execution, ScratchPool& pool, WalkTable& table) {
    constexpr Offset walks_a_chunk = 8 * WalkBatch::width;
    const auto n_walks = static_cast<Offset>(table.lengths.size());
    const Offset n_chunks = (n_walks + walks_a_chunk - 1) / walks_a_chunk;
    for_each_chunk(n_chunks, execution, pool, [&](Offset chunk, Scratch&, Ticker& ticker) {
        WalkBatch batch(steps, starts, query, table);
        const Offset end = std::min(n_walks, (chunk + 1) * walks_a_chunk);
        for (Offset walk = chunk * walks_a_chunk; walk < end; walk += WalkBatch::width) {
            const Offset last = std::min(end, walk + WalkBatch::width);
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

// Throws std::bad_alloc where the walks could never fit in memory.
[[nodiscard]] inline PathBatch random_walks(const Steps& steps, std::span<const Id> starts,
                                            const RandomWalkQuery& query,
                                            const Execution& execution, ScratchPool& pool) {
    check_ids(starts, 0, static_cast<Id>(steps.offsets.size() - 1), "starts");
    check_count(query.hops, "hops");
    check_count(query.walks_per_start, "walks_per_start");
    constexpr Offset most = Offset{1} << 56;
    const auto n_starts = static_cast<Offset>(starts.size());
    if (n_starts > 0 && query.walks_per_start > most / n_starts) throw std::bad_alloc();
    const Offset n_walks = n_starts * query.walks_per_start;
    if (n_walks > 0 && query.hops > most / n_walks) throw std::bad_alloc();

    const auto n = static_cast<std::size_t>(n_walks);
    const auto hops = static_cast<std::size_t>(n == 0 ? 0 : query.hops);
    detail::WalkTable table{query.hops, Array<Id>(n * (hops + 1)), Array<Id>(n * hops),
                            Array<Offset>(n)};
    detail::fill(steps, starts, query, execution, pool, table);
    return detail::pack(std::move(table), n_starts, query.walks_per_start);
}

}  // namespace km
