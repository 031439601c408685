#include "check.hpp"
#include "km/neighborhoods.hpp"

int main() {
    auto graph = km::test::diamond();
    const km::test::Groups sources{{3}, {}, {2, 0, 2}};
    for (const int threads : {1, 2}) {
        const auto found = km::neighborhoods(graph.view, sources.view(), 2, km::Direction::both,
                                             {threads}, graph.pool);
        CHECK(km::test::equal(found.entities, {3, 1, 2, 0, 0, 2, 1, 3}));
        CHECK(km::test::equal(found.distances, {0, 1, 1, 2, 0, 0, 1, 1}));
        CHECK(found.offsets.back() == 8);
    }
}
