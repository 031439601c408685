// How far the walks of km-walk-native are from the limit: the same uniform walk as a bare loop.
//
// The bare loop has no dead ends, no interruption, no threads and writes into memory it already
// has; it must still make the same walks, which is checked. Then the walks of other rules.
//
//   g++ -std=c++20 -O3 -pthread -I packages/km-walk-native/include benchmarks/cpp/bare_walk.cpp
//   ./a.out small      15,000 entities,    300,000 triples,   500 relations
//   ./a.out medium  1,000,000 entities, 10,000,000 triples, 2,000 relations
//   ./a.out large   5,000,000 entities, 60,000,000 triples, 5,000 relations
//   ./a.out small limit    the bare loop and the uniform walks alone
//
// Prints nanoseconds of CPU time (all threads) and of wall time a step, the least of 5 runs.

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <string>
#include <vector>

#include "generated_graph.hpp"

namespace {

using bench::entity;
using bench::Graph;
using bench::random;
using km::Edge;
using km::Id;
using km::Offset;

struct Time {
    double cpu = 1e9, wall = 1e9;
};

template <class Run>
Time least(double n_steps, Run&& run) {
    Time least;
    for (int i = 0; i < 6; ++i) {
        const auto begin = std::chrono::steady_clock::now();
        const std::clock_t before = std::clock();
        run();
        const double cpu = static_cast<double>(std::clock() - before) / CLOCKS_PER_SEC;
        const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - begin;
        if (i == 0) continue;  // it warms up caches and makes tables
        least.cpu = std::min(least.cpu, cpu / n_steps * 1e9);
        least.wall = std::min(least.wall, wall.count() / n_steps * 1e9);
    }
    return least;
}

struct Walks {
    km::Array<Id> entities, relations;
};

// 64 walks at a time, nothing else.
void bare_walk(const km::Steps& steps, const std::vector<Id>& starts, Offset hops, Walks& out) {
    constexpr std::size_t width = 64;
    std::array<std::uint64_t, width> stream;
    std::array<Id, width> at;
    std::array<const Edge*, width> next;
    for (std::size_t first = 0; first < starts.size(); first += width) {
        const std::size_t n = std::min(width, starts.size() - first);
        for (std::size_t i = 0; i < n; ++i) {
            stream[i] = km::walk_stream(0, first + i);
            at[i] = starts[first + i];
            out.entities[(first + i) * static_cast<std::size_t>(hops + 1)] = at[i];
        }
        for (Offset hop = 0; hop < hops; ++hop) {
            for (std::size_t i = 0; i < n; ++i) {
                const Offset* const offset = steps.offsets.data() + at[i];
                const auto random = km::splitmix64(stream[i] + static_cast<std::uint64_t>(hop));
                const auto degree = static_cast<std::uint64_t>(offset[1] - offset[0]);
                next[i] = steps.edges.data() + offset[0] + km::scale(random, degree).high;
                km::prefetch(next[i]);
            }
            for (std::size_t i = 0; i < n; ++i) {
                const auto row = static_cast<Offset>(first + i);
                at[i] = next[i]->neighbor;
                out.entities[static_cast<std::size_t>(row * (hops + 1) + hop + 1)] = at[i];
                out.relations[static_cast<std::size_t>(row * hops + hop)] = next[i]->relation;
                km::prefetch(steps.offsets.data() + at[i]);
            }
        }
    }
}

}  // namespace

int main(int argc, char** argv) {
    const std::string name = argc > 1 ? argv[1] : "small";
    const Graph graph(bench::size_of(name));
    const Offset hops = 25;
    km::ScratchPool pool(graph.view.n_entities);
    km::WalkTables tables(graph.view);
    const km::Steps& steps = tables.whole(km::Direction::both, {2}, pool);

    std::vector<Id> starts;
    for (std::uint64_t i = 0; starts.size() < 120'000; ++i) {
        const Id start = entity(i, graph.view.n_entities);
        if (!steps.row(start).empty()) starts.push_back(start);
    }
    const double n_steps = static_cast<double>(starts.size()) * static_cast<double>(hops);
    const auto print = [&](const char* what, const Time& time) {
        std::printf("%-8s %-24s %7.2f CPU %7.2f wall ns/step\n", name.c_str(), what, time.cpu,
                    time.wall);
        std::fflush(stdout);
    };

    Walks bare{km::Array<Id>(starts.size() * static_cast<std::size_t>(hops + 1)),
               km::Array<Id>(starts.size() * static_cast<std::size_t>(hops))};
    print("bare loop", least(n_steps, [&] { bare_walk(steps, starts, hops, bare); }));

    km::PathBatch found;
    const auto walk = [&](const char* what, const km::WalkRule& rule,
                          const km::EdgeWeights* weights, int threads) {
        print(what, least(n_steps, [&] {
                  found = {};
                  found = km::random_walks(tables, starts, {hops, 1, 0, rule}, km::Direction::both,
                                           weights, {threads}, pool);
              }));
    };
    walk("uniform", {}, nullptr, 1);
    if (found.entities != bare.entities || found.relations != bare.relations) std::abort();
    if (argc > 2) return 0;
    walk("uniform, 2 threads", {}, nullptr, 2);
    std::vector<double> weights;
    for (std::size_t i = 0; i < graph.forward.neighbors.size(); ++i) {
        weights.push_back(0.1 + random(i));
    }
    {
        const auto tables_of = km::make_edge_weights(graph.view, weights, km::Direction::both,
                                                     km::ListKind::entity, false, {2}, pool);
        walk("weighted", {}, &tables_of, 1);
        walk("weighted, 2 threads", {}, &tables_of, 2);
    }
    walk("node2vec p=.5 q=2", {.p = 0.5, .q = 2.0}, nullptr, 1);
    walk("node2vec p=.25 q=4", {.p = 0.25, .q = 4.0}, nullptr, 1);
    walk("node2vec, 2 threads", {.p = 0.5, .q = 2.0}, nullptr, 2);
    walk("no turning back", {.backtrack = false}, nullptr, 1);
    walk("restart 0.1", {.restart = 0.1}, nullptr, 1);
}
