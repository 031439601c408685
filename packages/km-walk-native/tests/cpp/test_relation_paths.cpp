#include "check.hpp"
#include "km/relation_paths.hpp"

int main() {
    auto graph = km::test::diamond();
    const std::vector<km::Id> sources{0};
    const km::test::Groups targets{{3, 1}};
    const auto found =
        km::relation_paths(graph.view, sources, targets.view(), {.max_hops = 3}, {}, graph.pool);
    CHECK(km::test::equal(found.relations, {0, 0, 1, 0, 1, ~1}));
    CHECK(km::test::equal(found.hits, {1, 1, 1}));
    CHECK(km::test::equal(found.reached, {2, 1, 2}));
    const auto cut = km::relation_paths(graph.view, sources, targets.view(),
                                        {.max_hops = 3, .max_reached = 1}, {}, graph.pool);
    CHECK(cut.hits.empty() && cut.truncated[0] == 1);
    const auto all =
        km::relation_paths(graph.view, sources, std::nullopt, {.max_hops = 2}, {}, graph.pool);
    CHECK(km::test::equal(all.relations, {0, 0, 1}) && km::test::equal(all.hits, {0, 0}));
}
