// The three hottest calls, so often that their instructions can be counted (instructions.py).
//
//   g++ -std=c++20 -O3 -pthread -I packages/km-walk-native/include benchmarks/cpp/hot_calls.cpp
//   ./a.out walk 3            calls it 3 times, and prints the steps or queries of a call
//   ./a.out follow 3
//   ./a.out neighborhood 3

#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "generated_graph.hpp"
#include "km/follow.hpp"
#include "km/neighborhoods.hpp"

namespace {

using bench::Graph;
using km::Id;
using km::Offset;

constexpr std::size_t n_queries = 200;


std::vector<Id> some_entities(const Graph& graph, std::size_t n) {
    std::vector<Id> found;
    for (std::uint64_t i = 0; found.size() < n; ++i) {
        const Id at = bench::entity(i, graph.view.n_entities);
        if (!graph.forward.view().relations.empty() &&
            graph.forward.offsets[static_cast<std::size_t>(at)] <
                graph.forward.offsets[static_cast<std::size_t>(at) + 1]) {
            found.push_back(at);
        }
    }
    return found;
}

std::size_t walk(const Graph& graph, km::ScratchPool& pool, int times) {
    constexpr Offset hops = 25;
    km::WalkTables tables(graph.view);
    const auto starts = some_entities(graph, 20'000);
    // A first call makes the tables.
    for (int i = 0; i < times; ++i) {
        (void)km::random_walks(tables, starts, {hops, 1, 0, {}}, km::Direction::both, nullptr, {},
                               pool);
    }
    return starts.size() * static_cast<std::size_t>(hops);
}

// Along the first relation of an entity and back.
std::size_t follow(const Graph& graph, km::ScratchPool& pool, int times) {
    const auto sources = some_entities(graph, n_queries);
    std::vector<Id> values;
    std::vector<Offset> offsets{0};
    for (const Id source : sources) {
        const auto first = static_cast<std::size_t>(
            graph.forward.offsets[static_cast<std::size_t>(source)]);
        values.insert(values.end(), {graph.forward.relations[first], graph.forward.relations[0]});
        offsets.push_back(static_cast<Offset>(values.size()));
    }
    for (int i = 0; i < times; ++i) {
        (void)km::follow(graph.view, sources, {values, offsets}, true, {}, {}, pool);
    }
    return n_queries;
}

std::size_t neighborhood(const Graph& graph, km::ScratchPool& pool, int times) {
    const auto sources = some_entities(graph, n_queries);
    std::vector<Offset> offsets(n_queries + 1);
    std::iota(offsets.begin(), offsets.end(), 0);
    for (int i = 0; i < times; ++i) {
        (void)km::neighborhoods(graph.view, {sources, offsets}, {.hops = 2}, {}, pool);
    }
    return n_queries;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 3) return 1;
    const std::string name = argv[1];
    const int times = std::atoi(argv[2]);
    const Graph graph(bench::size_of("small"));
    km::ScratchPool pool(graph.view.n_entities);
    std::size_t n = 0;
    if (name == "walk") n = walk(graph, pool, times);
    if (name == "follow") n = follow(graph, pool, times);
    if (name == "neighborhood") n = neighborhood(graph, pool, times);
    std::printf("%zu\n", n);
    return n == 0 ? 1 : 0;
}
