#include "check.hpp"
#include "km/small_csr.hpp"

int main() {
    // Out of order and with a repeat.
    const km::Array<km::IdRow> rows{{2, 0, 1}, {0, 1, 2}, {0, 0, 2}, {2, 0, 1}, {0, 0, 1}};
    const auto found = km::small_csr(rows, 4, 2);
    CHECK(km::test::equal(found.forward.offsets, {0, 3, 3, 4, 4}));
    CHECK(km::test::equal(found.forward.relations, {0, 0, 1, 0}));
    CHECK(km::test::equal(found.forward.neighbors, {1, 2, 2, 1}));
    CHECK(km::test::equal(found.backward.offsets, {0, 0, 2, 4, 4}));
    CHECK(km::test::equal(found.backward.relations, {0, 0, 0, 1}));
    CHECK(km::test::equal(found.backward.neighbors, {0, 2, 0, 0}));
    const auto none = km::small_csr({}, 0, 0);
    CHECK(km::test::equal(none.forward.offsets, {0}));
    CHECK(none.backward.neighbors.empty());
}
