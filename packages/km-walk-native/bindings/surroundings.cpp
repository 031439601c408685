// What surrounds entities: neighbourhoods, induced subgraphs, personalised PageRank.

#include "graph.hpp"
#include "km/neighborhoods.hpp"
#include "km/push.hpp"
#include "km/subgraphs.hpp"
#include "module.hpp"
#include "running.hpp"

namespace km::python {
namespace {

py::tuple neighborhoods(Graph& graph, const Groups& sources, Offset hops,
                        const std::string& direction, Offset limit, int threads) {
    const auto from = view(sources, "sources");
    const NeighborhoodQuery query{hops, direction_of(direction), limit};
    auto found = run(threads, [&](const Execution& execution) {
        return km::neighborhoods(graph.view(), from, query, execution, graph.pool());
    });
    return py::make_tuple(hand_over(std::move(found.entities)),
                          hand_over(std::move(found.distances)),
                          hand_over(std::move(found.offsets)),
                          hand_over<std::uint8_t, bool>(std::move(found.truncated)));
}

py::tuple subgraphs(Graph& graph, const Groups& entities, Offset limit, int threads) {
    const auto of = view(entities, "entities");
    auto found = run(threads, [&](const Execution& execution) {
        return km::subgraphs(graph.view(), of, limit, execution, graph.pool());
    });
    return py::make_tuple(hand_over(std::move(found.triples)), hand_over(std::move(found.offsets)),
                          hand_over<std::uint8_t, bool>(std::move(found.truncated)));
}

py::tuple rank(Graph& graph, const Groups& sources, double restart, double tolerance,
               const std::string& direction, Offset limit, int threads) {
    const auto from = view(sources, "sources");
    const RankQuery query{restart, tolerance, direction_of(direction), limit};
    auto found = run(threads, [&](const Execution& execution) {
        return km::rank(graph.view(), from, query, execution, graph.pool());
    });
    return py::make_tuple(hand_over(std::move(found.entities)), hand_over(std::move(found.scores)),
                          hand_over(std::move(found.offsets)));
}

}  // namespace

void add_surroundings(py::module_& module) {
    module.def("neighborhoods", &neighborhoods, py::arg("graph"), array("sources"), py::kw_only(),
               py::arg("hops"), py::arg("direction"), py::arg("limit"), py::arg("threads"));
    module.def("subgraphs", &subgraphs, py::arg("graph"), array("entities"), py::kw_only(),
               py::arg("limit"), py::arg("threads"));
    module.def("rank", &rank, py::arg("graph"), array("sources"), py::kw_only(), py::arg("restart"),
               py::arg("tolerance"), py::arg("direction"), py::arg("limit"), py::arg("threads"));
}

}  // namespace km::python
