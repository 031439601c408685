// Random walks.

#include "km/random_walks.hpp"

#include "graph.hpp"
#include "module.hpp"
#include "running.hpp"

namespace km::python {
namespace {

py::tuple random_walks(Graph& graph, const Ids& starts, Offset hops, Offset walks_per_start,
                       const std::string& direction, std::uint64_t seed, int threads) {
    const auto from = view(starts, "starts");
    const RandomWalkQuery query{hops, walks_per_start, seed};
    const Direction way = direction_of(direction);
    return paths(run(threads, [&](const Execution& execution) {
        return km::random_walks(graph.steps(way), from, query, execution, graph.pool());
    }));
}

}  // namespace

void add_random_walks(py::module_& module) {
    module.def("random_walks", &random_walks, py::arg("graph"), array("starts"), py::kw_only(),
               py::arg("hops"), py::arg("walks_per_start"), py::arg("direction"), py::arg("seed"),
               py::arg("threads"));
}

}  // namespace km::python
