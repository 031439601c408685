#include "check.hpp"
#include "km/random_walks.hpp"

int main() {
    auto graph = km::test::diamond();
    const std::vector<km::Id> starts{0, 3};
    const auto both = km::make_steps(graph.view, km::Direction::both);
    const auto walks = km::random_walks(both, starts, {3, 2, 7}, {}, graph.pool);
    CHECK(km::test::equal(walks.entities, {0, 2, 3, 1, 0, 2, 0, 1, 3, 1, 0, 2, 3, 2, 0, 2}));
    CHECK(km::test::equal(walks.relations, {0, 1, ~1, 0, ~0, 0, ~1, ~0, 0, ~1, ~0, 0}));

    const auto forward = km::make_steps(graph.view, km::Direction::forward);
    const auto shorter = km::random_walks(forward, starts, {9, 500, 1}, {2}, graph.pool);
    CHECK(shorter.owner.size() == 1000 && shorter.offsets.back() == 1000);
    CHECK(shorter.entities[shorter.entities.size() - 1] == 3);

    CHECK(km::test::refuses(
        [&] { (void)km::random_walks(both, std::vector<km::Id>{4}, {}, {}, graph.pool); },
        "starts"));
    bool thrown = false;
    try {
        (void)km::random_walks(both, starts, {km::Offset{1} << 62, 1, 0}, {}, graph.pool);
    } catch (const std::bad_alloc&) {
        thrown = true;
    }
    CHECK(thrown);
}
