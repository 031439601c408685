#include "check.hpp"
#include "km/follow.hpp"

int main() {
    auto graph = km::test::diamond();
    const std::vector<km::Id> sources{0, 0};
    const km::test::Groups paths{{0, ~0}, {}};
    const auto found = km::follow(graph.view, sources, paths.view(), true, {}, {}, graph.pool);
    CHECK(km::test::equal(found.entities, {0, 1, 0, 0, 2, 0, 0}));
    const auto away = km::follow(graph.view, sources, paths.view(), false, {}, {}, graph.pool);
    CHECK(km::test::equal(away.entities, {0}));
    CHECK(km::test::refuses(
        [&] {
            const km::test::Groups bad{{2}, {}};
            (void)km::follow(graph.view, sources, bad.view(), true, {}, {}, graph.pool);
        },
        "relation_paths"));
}
