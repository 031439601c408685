#include "check.hpp"
#include "km/shortest.hpp"

int main() {
    auto graph = km::test::diamond();
    const km::test::Groups sources{{0}, {3, 1}, {}}, targets{{3}, {1}, {0}};
    for (const int threads : {1, 3}) {
        const auto found = km::shortest_paths(graph.view, sources.view(), targets.view(), {}, {},
                                              {threads}, graph.pool);
        CHECK(km::test::equal(found.entities, {0, 1, 3, 0, 2, 3, 3, 1, 1}));
        CHECK(km::test::equal(found.relations, {0, 1, 0, 1, ~1}));
        CHECK(km::test::equal(found.owner, {0, 0, 1, 1}));
        CHECK(found.truncated.size() == 3);
    }
    const auto one = km::shortest_paths(graph.view, sources.view(), targets.view(), {},
                                        {.limit = 1}, {}, graph.pool);
    CHECK(one.truncated[0] == 1 && one.truncated[2] == 0);
    CHECK(km::test::refuses(
        [&] {
            (void)km::shortest_paths(graph.view, sources.view(), km::test::Groups{{9}}.view(), {},
                                     {}, {}, graph.pool);
        },
        "targets"));
}
