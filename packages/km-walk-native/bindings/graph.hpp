// The graph as Python holds it: arrays kept alive, validated once, with scratch to search in.

#pragma once

#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "arrays.hpp"
#include "km/graph.hpp"
#include "km/scratch.hpp"
#include "km/validate.hpp"
#include "km/walk_tables.hpp"

namespace km::python {

// Adjacency in one direction, as km_graph.graph.Csr has it.
struct CsrArrays {
    CsrArrays(Offsets offsets_array, Ids relations_array, Ids neighbors_array,
              const std::string& name)
        : offsets(std::move(offsets_array)),
          relations(std::move(relations_array)),
          neighbors(std::move(neighbors_array)),
          view{python::view(offsets, name + ".offsets"),
               python::view(relations, name + ".relations"),
               python::view(neighbors, name + ".neighbors")} {}

    Offsets offsets;
    Ids relations;
    Ids neighbors;
    CsrView view;
};

// Changed entities and all their edges, as km_graph.graph.changed_graph.Delta has them.
struct DeltaArrays {
    DeltaArrays(Ids entities_array, Offsets offsets, Ids relations, Ids neighbors,
                const std::string& delta_name)
        : name(delta_name),
          entities(std::move(entities_array)),
          changed(python::view(entities, name + ".entities")),
          edges(std::move(offsets), std::move(relations), std::move(neighbors), name + ".edges") {}

    std::string name;
    Ids entities;
    std::span<const Id> changed;
    CsrArrays edges;
};

class Graph {
  public:
    Graph(CsrArrays forward, CsrArrays backward, Id n_entities, Id n_relations)
        : forward_(std::move(forward)),
          backward_(std::move(backward)),
          view_{forward_.view, backward_.view, n_entities, n_relations},
          pool_(std::make_shared<ScratchPool>(n_entities)) {
        validate_counts(n_entities, n_relations);
        const py::gil_scoped_release release;
        validate(view_);
        walk_tables_ = std::make_shared<WalkTables>(view_);
    }

    // What `base` has become by the deltas; shares its arrays and its scratch.
    Graph(std::shared_ptr<Graph> base, DeltaArrays forward, DeltaArrays backward, Id n_entities,
          Id n_relations)
        : forward_(base->forward_),
          backward_(base->backward_),
          view_{forward_.view, backward_.view, n_entities, n_relations},
          pool_(base->pool_),
          base_(std::move(base)) {
        if (base_->base_ != nullptr)
            throw std::invalid_argument("base must not be a changed graph");
        deltas_.reserve(2);
        for (DeltaArrays* delta : {&forward, &backward}) deltas_.push_back(std::move(*delta));
        validate_counts(n_entities, n_relations);
        const py::gil_scoped_release release;
        for (int side = 0; side < 2; ++side) changes_[side] = checked(deltas_[side]);
        view_.forward.delta = &changes_[0];
        view_.backward.delta = &changes_[1];
        pool_->grow(n_entities);
        walk_tables_ = std::make_shared<WalkTables>(view_, base_->walk_tables_);
    }

    Graph(const Graph&) = delete;
    Graph& operator=(const Graph&) = delete;

    [[nodiscard]] const GraphView& view() const { return view_; }
    [[nodiscard]] ScratchPool& pool() { return *pool_; }

    // The graph before the changes; null where there are none.
    [[nodiscard]] const std::shared_ptr<Graph>& base() const { return base_; }

    // What random walks read; to be used without the GIL.
    [[nodiscard]] WalkTables& walk_tables() { return *walk_tables_; }

  private:
    [[nodiscard]] Delta checked(const DeltaArrays& delta) const {
        const Id n_before = base_->view_.n_entities;
        validate_changed(delta.changed, n_before, view_.n_entities, delta.name);
        validate_delta(delta.edges.view, delta.changed.size(), view_.n_entities, view_.n_relations,
                       delta.name);
        return {ChangedEntities(delta.changed, view_.n_entities), delta.edges.view};
    }

    CsrArrays forward_;
    CsrArrays backward_;
    GraphView view_;
    std::shared_ptr<ScratchPool> pool_;
    std::shared_ptr<Graph> base_;
    std::vector<DeltaArrays> deltas_;
    Delta changes_[2];
    std::shared_ptr<WalkTables> walk_tables_;
};

}  // namespace km::python
