// What the edges of a graph weigh, in tables that walks draw from.
//
// O(edges log degree) to make, once for each array of weights: an edge walked tail to head finds
// its triple by binary search. 8 bytes an edge, 16 where it matters where a walk came from.

#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>
#include <stdexcept>
#include <utility>
#include <vector>

#include "km/alias.hpp"
#include "km/arrays.hpp"
#include "km/graph.hpp"
#include "km/neighbor_sets.hpp"
#include "km/parallel.hpp"
#include "km/scratch.hpp"
#include "km/steps.hpp"

namespace km {

// The lists that walks choose from: all edges of an entity, or those of a relation.
enum class ListKind { entity, relation };

struct EdgeWeights {
    ListKind kind;
    Direction direction;
    Array<Offset> offsets;  // where the slots of each entity begin
    Array<AliasSlot> slots;
    // Where it matters where a walk came from: the weights in the order of the slots, and for each
    // entity what all edges weigh, and the most that those to one neighbour do.
    Array<double> weights;
    Array<double> totals;
    Array<double> heaviest;
};

namespace detail {

inline void check_weights(std::span<const double> weights, Offset n_triples) {
    if (static_cast<Offset>(weights.size()) != n_triples) {
        throw std::invalid_argument("weights must be one for each triple");
    }
    if (!std::ranges::all_of(weights, [](double w) { return w >= 0.0 && std::isfinite(w); })) {
        throw std::invalid_argument("weights must be finite and not negative");
    }
}

template <class DegreeOf>
[[nodiscard]] Array<Offset> offsets_of(Id n_entities, const DegreeOf& degree_of) {
    Array<Offset> offsets(static_cast<std::size_t>(n_entities) + 1);
    offsets[0] = 0;
    for (Id e = 0; e < n_entities; ++e) {
        const auto at = static_cast<std::size_t>(e);
        offsets[at + 1] = offsets[at] + degree_of(e);
    }
    return offsets;
}

// Makes the tables of one entity after the other.
class EdgeWeigher {
  public:
    EdgeWeigher(const GraphView& graph, std::span<const double> weights,
                const Array<Offset>& triples, EdgeWeights& out)
        : graph_(graph), weights_(weights), triples_(triples), out_(out) {}

    void weigh(Id entity) {
        const auto at = static_cast<std::size_t>(entity);
        gather(entity);
        const auto begin = static_cast<std::size_t>(out_.offsets[at]);
        const auto slots = std::span(out_.slots).subspan(begin, of_edge_.size());
        for (std::size_t i = 0, end = 0; i < of_edge_.size(); i = end) {
            end = out_.kind == ListKind::relation ? end_of_relation(i) : of_edge_.size();
            make_alias(std::span(of_edge_).subspan(i, end - i), slots.subspan(i, end - i));
        }
        if (out_.totals.empty()) return;
        std::ranges::copy(of_edge_, out_.weights.data() + begin);
        sum(at);
    }

  private:
    // The edges of an entity in adjacency order and what each weighs.
    void gather(Id entity) {
        edges_.clear();
        of_edge_.clear();
        const Offset first = triples_[static_cast<std::size_t>(entity)];
        for_each_edge(graph_, out_.direction, entity, [&](Id relation, Id neighbor) {
            const Offset triple = relation >= 0
                                      ? first + static_cast<Offset>(edges_.size())
                                      : triple_of(neighbor, static_cast<Id>(~relation), entity);
            edges_.push_back({relation, neighbor});
            of_edge_.push_back(weights_[static_cast<std::size_t>(triple)]);
        });
    }

    [[nodiscard]] Offset triple_of(Id head, Id relation, Id tail) const {
        const Row all = row(graph_.forward, head), edges = row(graph_, head, relation);
        const Id* const at = std::lower_bound(edges.neighbors, edges.neighbors + edges.size, tail);
        return triples_[static_cast<std::size_t>(head)] + (at - all.neighbors);
    }

    void sum(std::size_t entity) {
        double total = 0.0, heaviest = 0.0, run = 0.0;
        for (const double weight : of_edge_) total += weight;
        order_.sort(edges_);
        for (std::size_t i = 0; i < edges_.size(); ++i) {
            run = (order_.same(i) ? run : 0.0) + of_edge_[order_.number(i)];
            heaviest = std::max(heaviest, run);
        }
        out_.totals[entity] = total;
        out_.heaviest[entity] = heaviest;
    }

    [[nodiscard]] std::size_t end_of_relation(std::size_t i) const {
        std::size_t end = i;
        while (end < edges_.size() && edges_[end].relation == edges_[i].relation) ++end;
        return end;
    }

    const GraphView& graph_;
    std::span<const double> weights_;
    const Array<Offset>& triples_;  // the first triple of each head
    EdgeWeights& out_;
    std::vector<Edge> edges_;
    std::vector<double> of_edge_;
    NeighborOrder order_;
};

}  // namespace detail

// `weights` are those of the triples, ascending; `keep` says whether a walk may ask for one.
[[nodiscard]] inline EdgeWeights make_edge_weights(const GraphView& graph,
                                                   std::span<const double> weights,
                                                   Direction direction, ListKind kind, bool keep,
                                                   const Execution& execution, ScratchPool& pool) {
    const auto triples =
        detail::offsets_of(graph.n_entities, [&](Id e) { return row(graph.forward, e).size; });
    detail::check_weights(weights, triples.back());
    EdgeWeights out{kind, direction, {}, {}, {}, {}, {}};
    out.offsets =
        detail::offsets_of(graph.n_entities, [&](Id e) { return degree(graph, direction, e); });
    const auto n_edges = static_cast<std::size_t>(out.offsets.back());
    out.slots.resize(n_edges);
    if (keep) {
        out.weights.resize(n_edges);
        out.totals.resize(static_cast<std::size_t>(graph.n_entities));
        out.heaviest.resize(static_cast<std::size_t>(graph.n_entities));
    }
    detail::for_each_rows(graph.n_entities, execution, pool,
                          [&](Offset begin, Offset end, Ticker& ticker) {
                              detail::EdgeWeigher weigher(graph, weights, triples, out);
                              for (Offset e = begin; e < end; ++e) {
                                  const auto at = static_cast<std::size_t>(e);
                                  weigher.weigh(static_cast<Id>(e));
                                  ticker.tick(16 * (out.offsets[at + 1] - out.offsets[at]));
                              }
                          });
    return out;
}

}  // namespace km
