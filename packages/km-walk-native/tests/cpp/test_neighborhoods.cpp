#include "check.hpp"
#include "km/neighborhoods.hpp"

int main() {
    auto graph = km::test::diamond();
    const km::test::Groups sources{{3}, {}, {2, 0, 2}};
    for (const int threads : {1, 2}) {
        const auto found =
            km::neighborhoods(graph.view, sources.view(), {2}, {threads}, graph.pool);
        CHECK(km::test::equal(found.entities, {3, 1, 2, 0, 0, 2, 1, 3}));
        CHECK(km::test::equal(found.distances, {0, 1, 1, 2, 0, 0, 1, 1}));
        CHECK(found.offsets.back() == 8);
    }
    const km::NeighborhoodQuery three{.hops = 2, .limit = 3};
    const auto cut = km::neighborhoods(graph.view, sources.view(), three, {}, graph.pool);
    CHECK(km::test::equal(cut.entities, {3, 1, 2, 0, 2, 1}));
    CHECK(cut.truncated[0] == 1 && cut.truncated[1] == 0 && cut.truncated[2] == 1);

    // A star: its levels are so wide that they are gathered by bits.
    std::vector<km::test::Triple> spokes;
    for (km::Id end = 1; end < 500; ++end) spokes.push_back({0, end % 3, end});
    km::test::Graph star(spokes, 500, 3);
    const km::test::Groups rims{{7}, {0}};
    const auto wide = km::neighborhoods(star.view, rims.view(), {2}, {}, star.pool);
    CHECK(wide.entities.size() == 1000 && wide.entities[1] == 0 && wide.entities[2] == 1);
    CHECK(wide.distances[2] == 2 && wide.distances[500] == 0 && wide.distances[501] == 1);
}
