#include <array>
#include <cmath>

#include "check.hpp"
#include "km/random_walks.hpp"

namespace {

using Ids = std::vector<km::Id>;

// From 0 to 1; from there back to 0, to 2, which 0 leads to as well, or away to 3.
const std::vector<km::test::Triple> kite{{0, 0, 1}, {0, 0, 2}, {1, 0, 2}, {1, 0, 3}, {1, 1, 0}};

// The share of walks 0, 1, x that end in each x.
std::array<double, 4> shares(const km::WalkRule& rule, const std::vector<double>& weights,
                             int threads) {
    km::test::Graph graph(kite, 4, 2);
    km::WalkTables tables(graph.view);
    km::EdgeWeights made;
    if (!weights.empty()) {
        made = km::make_edge_weights(graph.view, weights, km::Direction::both, km::ListKind::entity,
                                     true, {threads}, graph.pool);
    }
    const km::Offset n = 200'000;
    const auto walks = km::random_walks(tables, Ids{0}, {2, n, 3, rule}, km::Direction::both,
                                        weights.empty() ? nullptr : &made, {threads}, graph.pool);
    std::array<double, 4> ends{};
    double from_one = 0.0;
    for (std::size_t i = 0; i < static_cast<std::size_t>(n); ++i) {
        if (walks.entities[3 * i + 1] != 1) continue;
        from_one += 1.0;
        ends[static_cast<std::size_t>(walks.entities[3 * i + 2])] += 1.0;
    }
    for (double& end : ends) end /= from_one;
    return ends;
}

void check_shares(km::WalkRule rule, const std::vector<double>& weights,
                  std::array<double, 4> masses) {
    double total = 0.0;
    for (const double mass : masses) total += mass;
    for (const int threads : {1, 2}) {
        const auto found = shares(rule, weights, threads);
        for (std::size_t i = 0; i < 4; ++i) {
            CHECK(std::abs(found[i] - masses[i] / total) < 0.006);
        }
    }
}

km::WalkRule rule_of(double p, double q, bool backtrack = true) {
    km::WalkRule rule;
    rule.p = p;
    rule.q = q;
    rule.backtrack = backtrack;
    return rule;
}

}  // namespace

int main() {
    // Two edges join 0 and 1. Near is 2 alone.
    check_shares(rule_of(0.25, 4.0), {}, {2 * 4.0, 0.0, 1.0, 0.25});
    check_shares(rule_of(4.0, 0.25), {}, {2 * 0.25, 0.0, 1.0, 4.0});
    check_shares(rule_of(0.5, 2.0), {}, {2 * 2.0, 0.0, 1.0, 0.5});
    check_shares(rule_of(1.0, 100.0), {}, {2.0, 0.0, 1.0, 0.01});
    check_shares(rule_of(1.0, 2.0, false), {}, {0.0, 0.0, 1.0, 0.5});
    // The weights of 0-1, 0-2, 1-2, 1-3 and of 1-0 by another relation.
    const std::vector<double> weights{1.0, 2.0, 3.0, 5.0, 0.5};
    check_shares(rule_of(0.25, 4.0), weights, {1.5 * 4.0, 0.0, 3.0, 5.0 * 0.25});
    check_shares(rule_of(4.0, 0.25), weights, {1.5 * 0.25, 0.0, 3.0, 5.0 * 4.0});
    check_shares(rule_of(1.0, 1.0, false), weights, {0.0, 0.0, 3.0, 5.0});
    check_shares(rule_of(0.5, 1.0), {0.0, 1.0, 1.0, 0.0, 1.0}, {2.0, 0.0, 1.0, 0.0});
}
