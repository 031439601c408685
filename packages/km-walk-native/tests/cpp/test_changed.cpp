#include "check.hpp"
#include "km/all_walks.hpp"

// The diamond, of which 0 -> 1 is gone, 3 -> 4 is new, and 4 is a new entity.
int main() {
    auto before = km::test::diamond();
    const std::vector<km::Id> heads{0, 3, 4}, tails{1, 4};
    const km::test::Csr forward({{0, 0, 2}, {1, 1, 4}}, 3), backward({{1, 1, 3}}, 2);
    const km::Delta changed_forward{km::ChangedEntities(heads, 5), forward.view()};
    const km::Delta changed_backward{km::ChangedEntities(tails, 5), backward.view()};
    const km::GraphView after{{before.forward.view(), &changed_forward},
                              {before.backward.view(), &changed_backward},
                              5,
                              2};
    km::test::Graph merged({{0, 0, 2}, {1, 1, 3}, {2, 1, 3}, {3, 1, 4}}, 5, 2);
    const km::test::Groups sources{{0, 1, 2, 3, 4}};
    before.pool.grow(5);
    const auto found = km::all_walks(after, sources.view(), {4}, {}, {}, before.pool);
    const auto expected = km::all_walks(merged.view, sources.view(), {4}, {}, {}, merged.pool);
    CHECK(found.entities == expected.entities && found.relations == expected.relations);

    for (km::Id entity : heads) CHECK(changed_forward.entities.contains(entity));
    CHECK(!changed_forward.entities.contains(1) && changed_forward.entities.rank(4) == 2);

    using km::test::refuses;
    const auto wrong = [](const std::vector<km::Id>& changed, const char* what) {
        return refuses([&] { km::validate_changed(changed, 4, 5, "forward_delta"); }, what);
    };
    km::validate_changed(heads, 4, 5, "forward_delta");
    CHECK(wrong({0, 3}, "forward_delta.entities must hold every new entity"));
    CHECK(wrong({3, 0, 4}, "must ascend"));
    CHECK(wrong({0, 0, 4}, "must ascend"));
    CHECK(wrong({0, 4, 5}, "entity ids"));
    CHECK(wrong({-1, 4}, "entity ids"));
    CHECK(refuses([&] { km::validate_delta(forward.view(), 3, 4, 2, "forward_delta"); },
                  "forward_delta.edges.neighbors"));
    CHECK(refuses([&] { km::validate_delta(forward.view(), 2, 5, 2, "forward_delta"); },
                  "forward_delta.edges.offsets"));
    CHECK(refuses([&] { km::validate_counts(-1, 0); }, "n_entities"));
}
