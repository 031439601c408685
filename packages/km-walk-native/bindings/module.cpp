// The module km_walk_native._core: the core with numpy arrays in and out.

#include "module.hpp"

#include "graph.hpp"
#include "running.hpp"

namespace km::python {

// NOLINTNEXTLINE: the macro's own names
PYBIND11_MODULE(_core, module, py::mod_gil_not_used()) {
    module.doc() = "Walks and path search on CSR arrays; see km_walk_native.NativeWalker.";
    py::class_<Graph>(module, "Graph", "A graph's arrays, validated and kept alive.")
        .def(py::init<Ids, Ids, Offsets, Ids, Ids, Offsets, Id, Id>(), py::kw_only(),
             array("forward_relations"), array("forward_neighbors"), array("forward_offsets"),
             array("backward_relations"), array("backward_neighbors"), array("backward_offsets"),
             py::arg("n_entities"), py::arg("n_relations"));

    add_random_walks(module);
    add_paths(module);
}

}  // namespace km::python
