#include "check.hpp"
#include "km/all_walks.hpp"

int main() {
    auto graph = km::test::diamond();
    const km::test::Groups sources{{0}, {3}};
    const auto found =
        km::all_walks(graph.view, sources.view(), {2, km::Direction::forward}, {}, {}, graph.pool);
    CHECK(km::test::equal(found.entities, {0, 1, 0, 1, 3, 0, 2, 0, 2, 3}));
    CHECK(km::test::equal(found.relations, {0, 0, 1, 0, 0, 1}));
    CHECK(km::test::equal(found.owner, {0, 0, 0, 0}));
    const auto both = km::all_walks(graph.view, sources.view(), {1}, {}, {}, graph.pool);
    CHECK(km::test::equal(both.relations, {0, 0, ~1, ~1}));
    CHECK(km::all_walks(graph.view, sources.view(), {0}, {}, {}, graph.pool).owner.empty());
}
