#include "check.hpp"
#include "km/random_walks.hpp"

namespace {

using Ids = std::vector<km::Id>;

km::RandomWalkQuery query(km::Offset hops, km::Offset walks, std::uint64_t seed,
                          const km::WalkRule& rule = {}) {
    return {hops, walks, seed, rule};
}

}  // namespace

int main() {
    auto graph = km::test::diamond();
    const Ids starts{0, 3};
    const auto walk = [&](const km::RandomWalkQuery& asked, km::Direction direction, int threads) {
        km::WalkTables tables(graph.view);
        return km::random_walks(tables, starts, asked, direction, nullptr, {threads}, graph.pool);
    };

    const auto walks = walk(query(3, 2, 7), km::Direction::both, 1);
    CHECK(km::test::equal(walks.entities, {0, 2, 3, 1, 0, 2, 0, 1, 3, 1, 0, 2, 3, 2, 0, 2}));
    CHECK(km::test::equal(walks.relations, {0, 1, ~1, 0, ~0, 0, ~1, ~0, 0, ~1, ~0, 0}));

    const auto shorter = walk(query(9, 2000, 1), km::Direction::forward, 2);
    CHECK(shorter.owner.size() == 4000 && shorter.offsets.back() == 4000);
    CHECK(shorter.entities[shorter.entities.size() - 1] == 3);

    // One walk at a time goes on the arrays of the graph, the second of these on a table.
    km::WalkTables tables(graph.view);
    const auto twice = [&](const km::WalkRule& rule) {
        const auto one = km::random_walks(tables, Ids{0}, query(1, 1, 5, rule), km::Direction::both,
                                          nullptr, {}, graph.pool);
        CHECK(one.entities.size() == 2);
        return km::random_walks(tables, starts, query(20, 300, 5, rule), km::Direction::both,
                                nullptr, {2}, graph.pool);
    };
    CHECK(twice({}).entities == walk(query(20, 300, 5), km::Direction::both, 1).entities);

    km::WalkRule no_return;
    no_return.backtrack = false;
    const auto around = twice(no_return);
    for (std::size_t i = 2; i < 21; ++i) CHECK(around.entities[i] != around.entities[i - 2]);

    km::WalkRule restarting;
    restarting.restart = 0.5;
    const auto pieces = twice(restarting);
    CHECK(pieces.owner.size() > 3000 && pieces.truncated.size() == 2);
    for (std::size_t i = 0; i < pieces.owner.size(); ++i) {
        CHECK(pieces.entities[static_cast<std::size_t>(pieces.offsets[i]) + i] ==
              starts[static_cast<std::size_t>(pieces.owner[i])]);
    }

    const Ids around_the_diamond{0, 1, ~1, ~0};
    km::WalkRule along;
    along.metapath = around_the_diamond;
    const auto found = walk(query(6, 1, 3, along), km::Direction::both, 1);
    CHECK(km::test::equal(found.relations, {0, 1, ~1, ~0, 0, 1}));  // none leads on from 3

    CHECK(km::test::refuses(
        [&] {
            (void)km::random_walks(tables, Ids{4}, {}, km::Direction::both, nullptr, {},
                                   graph.pool);
        },
        "starts"));
    km::WalkRule bad;
    bad.q = 0.0;
    CHECK(km::test::refuses([&] { (void)walk(query(1, 1, 0, bad), km::Direction::both, 1); }, "q"));
    bool thrown = false;
    try {
        (void)walk(query(km::Offset{1} << 62, 1, 0), km::Direction::both, 1);
    } catch (const std::bad_alloc&) {
        thrown = true;
    }
    CHECK(thrown);
}
