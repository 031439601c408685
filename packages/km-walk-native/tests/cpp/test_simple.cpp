#include "check.hpp"
#include "km/simple.hpp"

int main() {
    auto graph = km::test::diamond();
    const km::test::Groups sources{{0}}, targets{{3}};
    const auto all = km::simple_paths(graph.view, sources.view(), std::nullopt,
                                      {2, km::Direction::forward}, {}, {}, graph.pool);
    CHECK(km::test::equal(all.entities, {0, 1, 0, 1, 3, 0, 2, 0, 2, 3}));
    const auto aimed =
        km::simple_paths(graph.view, sources.view(), targets.view(), {3}, {}, {}, graph.pool);
    CHECK(km::test::equal(aimed.entities, {0, 1, 3, 0, 2, 3}));
    const auto none =
        km::simple_paths(graph.view, sources.view(), targets.view(), {0}, {}, {}, graph.pool);
    CHECK(none.owner.empty() && none.truncated.size() == 1);
}
