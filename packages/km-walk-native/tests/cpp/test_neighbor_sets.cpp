#include "check.hpp"
#include "km/neighbor_sets.hpp"
#include "km/walk_tables.hpp"

int main() {
    std::vector<km::test::Triple> triples;
    for (km::Id i = 1; i < 900; i += 2) triples.push_back({0, 0, i});
    for (km::Id r = 0; r < 300; ++r) triples.push_back({1, r, 2});
    km::test::Graph graph(triples, 900, 300);
    km::WalkTables tables(graph.view);

    const auto steps = tables.view(km::Direction::both, {2}, graph.pool);
    const auto sets = tables.view_sets(steps, km::Direction::both, {2}, graph.pool);
    const km::Nearness<false> near(sets);
    const auto answer = [&](km::Id from, km::Id to) {
        return near.answer(near.ask(near.set_of(from), to));
    };
    for (km::Id i = 0; i < 900; ++i) CHECK(answer(0, i) == (i % 2 == 1));
    CHECK(answer(2, 1) && answer(1, 0) && !answer(1, 3));

    const auto count = [&](km::Id from, km::Id to) {
        return near.count(near.ask(near.set_of(from), to));
    };
    CHECK(count(0, 7) == 1 && count(0, 8) == 0);
    CHECK(count(1, 2) == km::NeighborSets::most_counted);
    CHECK(near.most_parallel(0) == 1.0 && near.most_parallel(2) == 300.0);
    CHECK(near.most_parallel(4) == 0.0);
}
