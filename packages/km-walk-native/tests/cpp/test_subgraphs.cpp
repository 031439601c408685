#include "check.hpp"
#include "km/subgraphs.hpp"

int main() {
    auto graph = km::test::diamond();
    const km::test::Groups entities{{3, 1, 3, 0}, {1, 2}};
    const auto found = km::subgraphs(graph.view, entities.view(), km::unlimited, {2}, graph.pool);
    CHECK(km::test::equal(found.triples, {0, 0, 1, 1, 1, 3}));
    CHECK(found.offsets[1] == 2 && found.offsets[2] == 2 && found.truncated[0] == 0);
    const auto cut = km::subgraphs(graph.view, entities.view(), 1, {}, graph.pool);
    CHECK(km::test::equal(cut.triples, {0, 0, 1}));
    CHECK(cut.truncated[0] == 1 && cut.truncated[1] == 0);
}
