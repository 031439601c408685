#include "check.hpp"
#include "km/random_walks.hpp"

namespace {

using Ids = std::vector<km::Id>;

km::RandomWalkQuery query(km::Offset hops, km::Offset walks, std::uint64_t seed,
                          const km::WalkRule& rule = {}) {
    return {hops, walks, seed, rule};
}

// The diamond, of which 0 -> 1 is gone, 3 -> 4 is new, and 4 is a new entity.
void test_changed_graph() {
    auto before = km::test::diamond();
    const Ids heads{0, 3, 4}, tails{1, 4};
    const km::test::Csr forward({{0, 0, 2}, {1, 1, 4}}, 3), backward({{1, 1, 3}}, 2);
    const km::Delta out{km::ChangedEntities(heads, 5), forward.view()};
    const km::Delta in{km::ChangedEntities(tails, 5), backward.view()};
    const km::GraphView after{{before.forward.view(), &out}, {before.backward.view(), &in}, 5, 2};
    km::test::Graph merged({{0, 0, 2}, {1, 1, 3}, {2, 1, 3}, {3, 1, 4}}, 5, 2);
    before.pool.grow(5);

    std::vector<km::WalkRule> rules(4);
    rules[1].restart = 0.2;
    rules[2].backtrack = false;
    rules[3].p = 0.25;
    rules[3].q = 4.0;
    const Ids starts{0, 1, 2, 3, 4};
    auto tables = std::make_shared<km::WalkTables>(before.view);
    km::WalkTables of_after(after, tables), of_merged(merged.view);
    for (const km::WalkRule& rule : rules) {
        for (const km::Offset n : {1, 500}) {
            const auto walk = [&](km::WalkTables& from, km::ScratchPool& pool) {
                return km::random_walks(from, starts, query(20, n, 3, rule), km::Direction::both,
                                        nullptr, {2}, pool);
            };
            const auto found = walk(of_after, before.pool);
            const auto expected = walk(of_merged, merged.pool);
            CHECK(found.entities == expected.entities && found.relations == expected.relations);
        }
    }
}

}  // namespace

int main() {
    test_changed_graph();
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
