// Path search: shortest and simple paths, relation paths, neighbourhoods.

#include <optional>

#include "graph.hpp"
#include "km/follow.hpp"
#include "km/neighborhoods.hpp"
#include "km/relation_paths.hpp"
#include "km/shortest.hpp"
#include "km/simple.hpp"
#include "module.hpp"
#include "running.hpp"

namespace km::python {
namespace {

py::tuple shortest_paths(Graph& graph, const Groups& sources, const Groups& targets,
                         Offset max_hops, const std::string& direction, Offset limit, int threads) {
    const auto from = view(sources, "sources"), to = view(targets, "targets");
    const ShortestQuery query{max_hops, direction_of(direction), limit};
    return paths(run(threads, [&](const Execution& execution) {
        return km::shortest_paths(graph.view(), from, to, query, execution, graph.pool());
    }));
}

py::tuple simple_paths(Graph& graph, const Groups& sources, const std::optional<Groups>& targets,
                       Offset max_hops, const std::string& direction, Offset limit, int threads) {
    const auto from = view(sources, "sources");
    std::optional<GroupsView> to;
    if (targets) to = view(*targets, "targets");
    const SimpleQuery query{max_hops, direction_of(direction), limit};
    return paths(run(threads, [&](const Execution& execution) {
        return km::simple_paths(graph.view(), from, to, query, execution, graph.pool());
    }));
}

py::tuple follow(Graph& graph, const Ids& sources, const Groups& relation_paths, bool allow_return,
                 Offset limit, int threads) {
    const auto from = view(sources, "sources");
    const auto along = view(relation_paths, "relation_paths");
    const FollowQuery query{allow_return, limit};
    return paths(run(threads, [&](const Execution& execution) {
        return km::follow(graph.view(), from, along, query, execution, graph.pool());
    }));
}

py::tuple neighborhoods(Graph& graph, const Groups& sources, Offset hops,
                        const std::string& direction, int threads) {
    const auto from = view(sources, "sources");
    const Direction way = direction_of(direction);
    auto found = run(threads, [&](const Execution& execution) {
        return km::neighborhoods(graph.view(), from, hops, way, execution, graph.pool());
    });
    return py::make_tuple(hand_over(std::move(found.entities)),
                          hand_over(std::move(found.distances)),
                          hand_over(std::move(found.offsets)));
}

py::tuple relation_paths(Graph& graph, const Ids& sources, const Groups& targets, Offset max_hops,
                         const std::string& direction, bool allow_return, Offset max_reached,
                         int threads) {
    const auto from = view(sources, "sources");
    const auto to = view(targets, "targets");
    const RelationPathQuery query{max_hops, direction_of(direction), allow_return, max_reached};
    auto found = run(threads, [&](const Execution& execution) {
        return km::relation_paths(graph.view(), from, to, query, execution, graph.pool());
    });
    return py::make_tuple(hand_over(std::move(found.relations)),
                          hand_over(std::move(found.offsets)), hand_over(std::move(found.owner)),
                          hand_over(std::move(found.hits)), hand_over(std::move(found.reached)),
                          hand_over<std::uint8_t, bool>(std::move(found.truncated)));
}

}  // namespace

void add_paths(py::module_& module) {
    module.def("shortest_paths", &shortest_paths, py::arg("graph"), array("sources"),
               array("targets"), py::kw_only(), py::arg("max_hops"), py::arg("direction"),
               py::arg("limit"), py::arg("threads"));
    module.def("simple_paths", &simple_paths, py::arg("graph"), array("sources"), array("targets"),
               py::kw_only(), py::arg("max_hops"), py::arg("direction"), py::arg("limit"),
               py::arg("threads"));
    module.def("follow", &follow, py::arg("graph"), array("sources"), array("relation_paths"),
               py::kw_only(), py::arg("allow_return"), py::arg("limit"), py::arg("threads"));
    module.def("neighborhoods", &neighborhoods, py::arg("graph"), array("sources"), py::kw_only(),
               py::arg("hops"), py::arg("direction"), py::arg("threads"));
    module.def("relation_paths", &relation_paths, py::arg("graph"), array("sources"),
               array("targets"), py::kw_only(), py::arg("max_hops"), py::arg("direction"),
               py::arg("allow_return"), py::arg("max_reached"), py::arg("threads"));
}

}  // namespace km::python
