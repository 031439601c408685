// The graph as Python holds it: arrays kept alive, validated once, with scratch to search in.

#pragma once

#include <mutex>

#include "arrays.hpp"
#include "km/graph.hpp"
#include "km/scratch.hpp"
#include "km/steps.hpp"

namespace km::python {

class Graph {
  public:
    Graph(Ids forward_relations, Ids forward_neighbors, Offsets forward_offsets,
          Ids backward_relations, Ids backward_neighbors, Offsets backward_offsets, Id n_entities,
          Id n_relations)
        : ids_{std::move(forward_relations), std::move(forward_neighbors),
               std::move(backward_relations), std::move(backward_neighbors)},
          offsets_{std::move(forward_offsets), std::move(backward_offsets)},
          view_{{python::view(offsets_[0], "forward.offsets"),
                 python::view(ids_[0], "forward.relations"),
                 python::view(ids_[1], "forward.neighbors")},
                {python::view(offsets_[1], "backward.offsets"),
                 python::view(ids_[2], "backward.relations"),
                 python::view(ids_[3], "backward.neighbors")},
                n_entities,
                n_relations},
          pool_(n_entities) {
        if (n_entities < 0) throw py::value_error("n_entities must be 0 or more");
        if (n_relations < 0) throw py::value_error("n_relations must be 0 or more");
        const py::gil_scoped_release release;
        validate(view_);
    }

    [[nodiscard]] const GraphView& view() const { return view_; }
    [[nodiscard]] ScratchPool& pool() { return pool_; }

    // Made when first asked for; call it without the GIL.
    [[nodiscard]] const Steps& steps(Direction direction) {
        Lazy& lazy = steps_[static_cast<int>(direction)];
        std::call_once(lazy.once, [&] { lazy.steps = make_steps(view_, direction); });
        return lazy.steps;
    }

  private:
    struct Lazy {
        std::once_flag once;
        Steps steps;
    };

    Ids ids_[4];
    Offsets offsets_[2];
    GraphView view_;
    ScratchPool pool_;
    Lazy steps_[3];
};

}  // namespace km::python
