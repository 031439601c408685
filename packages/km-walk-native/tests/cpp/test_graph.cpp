#include "check.hpp"

int main() {
    using km::test::refuses;
    auto graph = km::test::diamond();
    const auto edges = km::row(graph.view, 0, 0);
    CHECK(edges.size == 2 && edges.neighbors[1] == 2);
    CHECK(km::row(graph.view, 0, 1).size == 0);

    std::vector<km::Id> seen;
    km::EdgeCursor cursor(graph.view, km::Direction::both, 1);
    for (km::Edge edge{}; cursor.next(edge);)
        seen.insert(seen.end(), {edge.relation, edge.neighbor});
    CHECK(km::test::equal(seen, {1, 3, ~0, 0}));

    const auto damaged = [&](auto change, const char* name) {
        auto bad = km::test::diamond();
        change(bad.backward);
        bad.view.backward = bad.backward.view();
        return refuses([&] { km::validate(bad.view); }, name);
    };
    CHECK(damaged([](auto& csr) { csr.offsets.clear(); }, "backward.offsets"));
    CHECK(damaged([](auto& csr) { csr.offsets[1] = 9; }, "backward.offsets"));
    CHECK(damaged([](auto& csr) { csr.offsets[0] = -1; }, "backward.offsets"));
    CHECK(damaged([](auto& csr) { csr.relations[0] = 2; }, "backward.relations"));
    CHECK(damaged([](auto& csr) { csr.relations.pop_back(); }, "backward.relations"));
    CHECK(damaged([](auto& csr) { csr.neighbors[0] = 4; }, "backward.neighbors"));
    CHECK(damaged([](auto& csr) { csr.neighbors[3] = 1; }, "backward.neighbors"));
}
