// By what factor node2vec multiplies the weight of an edge, and how proposals are accepted.

#pragma once

#include <algorithm>

#include "km/walk_query.hpp"

namespace km {

struct Factors {
    // The reference, km_graph.reference.second_order, says why something is set aside.
    explicit Factors(const WalkRule& rule)
        : back(rule.backtrack ? 1.0 / rule.p : 0.0), far(1.0 / rule.q), by_nearness(rule.q != 1.0) {
        const double others = std::max(1.0, far);
        bound = others;
        if (back > others && rule.metapath.empty()) {
            aside = back - others;
            back = others;
        } else {
            bound = std::max(back, others);
        }
    }

    double back;         // to the entity before
    double near = 1.0;   // to where an edge leads from there
    double far;          // elsewhere
    double bound = 1.0;  // what a proposal's factor is compared with
    double aside = 0.0;  // what of `back` is set aside
    bool by_nearness;    // whether `near` and `far` differ

    // Whether it takes the neighbours of an entity as a set.
    [[nodiscard]] bool ask_for_sets() const { return by_nearness || aside > 0.0; }
};

}  // namespace km
