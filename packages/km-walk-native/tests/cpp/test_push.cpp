#include <cmath>

#include "check.hpp"
#include "km/push.hpp"

int main() {
    auto graph = km::test::diamond();
    const km::test::Groups sources{{0}, {3, 1, 3}};
    const auto found = km::rank(graph.view, sources.view(), {.tolerance = 1e-12}, {2}, graph.pool);
    CHECK(found.entities.size() == 8 && found.entities[0] == 0);
    double sum = 0;
    for (std::size_t i = 0; i < 4; ++i) sum += found.scores[i];
    CHECK(std::abs(sum - 1) < 1e-9);
    CHECK(found.entities[1] == 1 && found.entities[2] == 2 && found.scores[1] == found.scores[2]);

    // Without an edge to take, all comes back to the source.
    const km::RankQuery forward{.tolerance = 1e-12, .direction = km::Direction::forward};
    const km::test::Groups end{{3}};
    const auto still = km::rank(graph.view, end.view(), forward, {}, graph.pool);
    CHECK(km::test::equal(still.entities, {3}) && std::abs(still.scores[0] - 1) < 1e-9);

    const km::test::Groups none{{0}, {}};
    CHECK(km::test::refuses([&] { (void)km::rank(graph.view, none.view(), {}, {}, graph.pool); },
                            "group 1"));
    CHECK(km::test::refuses(
        [&] { (void)km::rank(graph.view, end.view(), {.restart = 0}, {}, graph.pool); },
        "restart"));
    CHECK(km::test::refuses(
        [&] { (void)km::rank(graph.view, end.view(), {.tolerance = 0}, {}, graph.pool); },
        "tolerance"));
}
