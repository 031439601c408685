// The module km_walk_native._core: the core with numpy arrays in and out.

#include "module.hpp"

#include "graph.hpp"
#include "running.hpp"

namespace km::python {
namespace {

std::shared_ptr<Graph> make_graph(Ids forward_relations, Ids forward_neighbors,
                                  Offsets forward_offsets, Ids backward_relations,
                                  Ids backward_neighbors, Offsets backward_offsets, Id n_entities,
                                  Id n_relations) {
    return std::make_shared<Graph>(
        CsrArrays(std::move(forward_offsets), std::move(forward_relations),
                  std::move(forward_neighbors), "forward"),
        CsrArrays(std::move(backward_offsets), std::move(backward_relations),
                  std::move(backward_neighbors), "backward"),
        n_entities, n_relations);
}

// A delta is (entities, relations, neighbors, offsets).
using DeltaTuple = std::tuple<Ids, Ids, Ids, Offsets>;

DeltaArrays delta_arrays(const DeltaTuple& delta, const std::string& name) {
    const auto& [entities, relations, neighbors, offsets] = delta;
    return {entities, offsets, relations, neighbors, name};
}

std::shared_ptr<Graph> changed_graph(std::shared_ptr<Graph> base, const DeltaTuple& forward_delta,
                                     const DeltaTuple& backward_delta, Id n_entities,
                                     Id n_relations) {
    return std::make_shared<Graph>(std::move(base), delta_arrays(forward_delta, "forward_delta"),
                                   delta_arrays(backward_delta, "backward_delta"), n_entities,
                                   n_relations);
}

}  // namespace

// NOLINTNEXTLINE: the macro's own names
KM_MODULE(_core, module) {
    module.attr("__doc__") =
        "Walks and path search on CSR arrays; see km_walk_native.NativeWalker.";
    shared_class<Graph>(module, "Graph", "A graph's arrays, validated and kept alive.")
        .def(constructor(&make_graph), py::kw_only(), array("forward_relations"),
             array("forward_neighbors"), array("forward_offsets"), array("backward_relations"),
             array("backward_neighbors"), array("backward_offsets"), py::arg("n_entities"),
             py::arg("n_relations"));
    module.def("changed_graph", &changed_graph, py::arg("base"), py::kw_only(),
               array("forward_delta"), array("backward_delta"), py::arg("n_entities"),
               py::arg("n_relations"));

    add_random_walks(module);
    add_paths(module);
    add_surroundings(module);
    add_tries(module);
    add_encoder(module);
    add_building(module);
}

}  // namespace km::python
