#include "check.hpp"
#include "km/negatives.hpp"

int main() {
    auto graph = km::test::diamond();
    km::WalkTables tables(graph.view);
    const std::vector<km::Id> starts{0, 0, 3}, owners{0, 1, 1};
    const std::vector<km::Offset> hops{2, 2, 1};
    const km::test::Groups answers{{3}, {0, 1, 2}};
    const auto find = [&](const km::NegativeQuery& query, int threads) {
        return km::negative_paths(tables, {starts, hops, owners}, answers.view(), query,
                                  km::Direction::both, {threads}, graph.pool);
    };
    const auto found = find({2, 50, 1}, 1);
    // From 0 back to 0; on to 3; from 3 every hop ends in an answer.
    CHECK(km::test::equal(found.owner, {0, 0, 1, 1}));
    for (std::size_t i = 0; i < 4; ++i) {
        CHECK(found.entities[3 * i] == 0 && found.entities[3 * i + 2] == (i < 2 ? 0 : 3));
    }
    CHECK(std::ranges::equal(found.truncated, std::vector<std::uint8_t>{0, 0, 1}));
    CHECK(find({2, 50, 1}, 2).entities == found.entities);
    CHECK(find({0, 50, 1}, 1).owner.empty());
    CHECK(km::test::refuses([&] { (void)find({1, -1, 0}, 1); }, "attempts"));

    const std::vector<km::Id> strangers{0, 2, 1};
    CHECK(km::test::refuses(
        [&] {
            (void)km::negative_paths(tables, {starts, hops, strangers}, answers.view(), {},
                                     km::Direction::both, {}, graph.pool);
        },
        "answers"));
}
