#include <cmath>
#include <numeric>

#include "check.hpp"
#include "km/alias.hpp"
#include "km/edge_weights.hpp"

namespace {

// The probability of each item that a table gives.
std::vector<double> shares_of(const std::vector<km::AliasSlot>& slots) {
    std::vector<double> shares(slots.size());
    for (std::size_t i = 0; i < slots.size(); ++i) {
        const double own = (slots[i].threshold + 1.0) * 0x1p-32;
        shares[i] += own;
        shares[slots[i].other] += 1.0 - own;
    }
    for (double& share : shares) share /= static_cast<double>(slots.size());
    return shares;
}

void check_table(const std::vector<double>& weights) {
    std::vector<km::AliasSlot> slots(weights.size());
    km::make_alias(weights, slots);
    const double total = std::accumulate(weights.begin(), weights.end(), 0.0);
    const auto shares = shares_of(slots);
    for (std::size_t i = 0; i < weights.size(); ++i) {
        CHECK(std::abs(shares[i] - weights[i] / total) < 1e-8);
        if (weights[i] == 0.0) CHECK(slots[i].threshold == 0 && slots[i].other != i);
        CHECK(weights[slots[i].other] > 0.0);
    }
}

void test_tables() {
    check_table({1.0});
    check_table({1.0, 1.0, 1.0});
    check_table({1.0, 3.0});
    check_table({0.0, 0.0, 5.0, 0.0});
    check_table({1e-300, 1e300, 1.0});
    std::vector<double> many;
    for (std::uint64_t i = 0; i < 5000; ++i) {
        many.push_back(std::pow(km::unit(km::splitmix64(i)), 20.0));
    }
    many[17] = 0.0;
    check_table(many);

    std::vector<km::AliasSlot> slots(2);
    km::make_alias(std::vector<double>{0.0, 0.0}, slots);
    CHECK(km::draw_edge(slots[1], km::scale(~std::uint64_t{0}, 2)) == km::no_edge);
    km::make_alias({}, {});
}

void test_weights_of_a_graph() {
    auto graph = km::test::diamond();
    const auto weigh = [&](const std::vector<double>& weights, km::ListKind kind) {
        return km::make_edge_weights(graph.view, weights, km::Direction::both, kind, true, {2},
                                     graph.pool);
    };
    const auto all = weigh({1.0, 2.0, 4.0, 8.0}, km::ListKind::entity);
    // 0 has 0 -> 1 and 0 -> 2; 1 has 1 -> 3 and, backward, 0 -> 1.
    CHECK(std::ranges::equal(all.weights, std::vector{1.0, 2.0, 4.0, 1.0, 8.0, 2.0, 4.0, 8.0}));
    CHECK(std::ranges::equal(all.totals, std::vector{3.0, 5.0, 10.0, 12.0}));
    CHECK(std::ranges::equal(all.heaviest, std::vector{2.0, 4.0, 8.0, 8.0}));
    const auto by_relation = weigh({1.0, 0.0, 4.0, 8.0}, km::ListKind::relation);
    CHECK(by_relation.slots[2].other == 0);  // alone in its relation

    CHECK(km::test::refuses([&] { (void)weigh({1.0}, km::ListKind::entity); }, "weights"));
    CHECK(km::test::refuses([&] { (void)weigh({1.0, -1.0, 1.0, 1.0}, km::ListKind::entity); },
                            "weights"));
    CHECK(km::test::refuses(
        [&] { (void)weigh({1.0, std::nan(""), 1.0, 1.0}, km::ListKind::entity); }, "weights"));
}

}  // namespace

int main() {
    test_tables();
    test_weights_of_a_graph();
}
