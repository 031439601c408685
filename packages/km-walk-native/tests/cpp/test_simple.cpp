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
    const km::test::Groups both{{1, 3}};  // behind 3 there may be 1, and nothing behind both
    const auto further = km::simple_paths(graph.view, sources.view(), both.view(),
                                          {3, km::Direction::both}, {}, {}, graph.pool);
    CHECK(km::test::equal(further.entities, {0, 1, 0, 1, 3, 0, 2, 3, 0, 2, 3, 1}));
    const auto here =
        km::simple_paths(graph.view, sources.view(), sources.view(), {3}, {}, {}, graph.pool);
    CHECK(here.owner.empty());
    const auto none =
        km::simple_paths(graph.view, sources.view(), targets.view(), {0}, {}, {}, graph.pool);
    CHECK(none.owner.empty() && none.truncated.size() == 1);
}
