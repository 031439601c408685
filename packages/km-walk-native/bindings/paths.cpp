// Path search: shortest and simple paths, all walks, relation paths.

#include <optional>
#include <tuple>

#include "graph.hpp"
#include "km/all_walks.hpp"
#include "km/follow.hpp"
#include "km/relation_paths.hpp"
#include "km/shortest.hpp"
#include "km/simple.hpp"
#include "module.hpp"
#include "running.hpp"

namespace km::python {
namespace {

// limit, total, seconds
using CapsTuple = std::tuple<Offset, Offset, double>;

Caps caps_of(const CapsTuple& caps) {
    return {std::get<0>(caps), std::get<1>(caps), std::get<2>(caps)};
}

std::optional<GroupsView> view_or_none(const std::optional<Groups>& groups, const char* name) {
    if (!groups) return std::nullopt;
    return view(*groups, name);
}

py::tuple shortest_paths(Graph& graph, const Groups& sources, const Groups& targets,
                         Offset max_hops, const std::string& direction, const CapsTuple& caps,
                         int threads) {
    const auto from = view(sources, "sources"), to = view(targets, "targets");
    const ShortestQuery query{max_hops, direction_of(direction)};
    return paths(run(threads, [&](const Execution& execution) {
        return km::shortest_paths(graph.view(), from, to, query, caps_of(caps), execution,
                                  graph.pool());
    }));
}

py::tuple simple_paths(Graph& graph, const Groups& sources, const std::optional<Groups>& targets,
                       Offset max_hops, const std::string& direction, const CapsTuple& caps,
                       int threads) {
    const auto from = view(sources, "sources");
    const auto to = view_or_none(targets, "targets");
    const SimpleQuery query{max_hops, direction_of(direction)};
    return paths(run(threads, [&](const Execution& execution) {
        return km::simple_paths(graph.view(), from, to, query, caps_of(caps), execution,
                                graph.pool());
    }));
}

py::tuple all_walks(Graph& graph, const Groups& sources, Offset max_hops,
                    const std::string& direction, const CapsTuple& caps, int threads) {
    const auto from = view(sources, "sources");
    const AllWalksQuery query{max_hops, direction_of(direction)};
    return paths(run(threads, [&](const Execution& execution) {
        return km::all_walks(graph.view(), from, query, caps_of(caps), execution, graph.pool());
    }));
}

py::tuple follow(Graph& graph, const Ids& sources, const Groups& relation_paths, bool allow_return,
                 const CapsTuple& caps, int threads) {
    const auto from = view(sources, "sources");
    const auto along = view(relation_paths, "relation_paths");
    return paths(run(threads, [&](const Execution& execution) {
        return km::follow(graph.view(), from, along, allow_return, caps_of(caps), execution,
                          graph.pool());
    }));
}

py::tuple relation_paths(Graph& graph, const Ids& sources, const std::optional<Groups>& targets,
                         Offset max_hops, const std::string& direction, bool allow_return,
                         Offset max_reached, int threads) {
    const auto from = view(sources, "sources");
    const auto to = view_or_none(targets, "targets");
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
               py::arg("caps"), py::arg("threads"));
    module.def("simple_paths", &simple_paths, py::arg("graph"), array("sources"), array("targets"),
               py::kw_only(), py::arg("max_hops"), py::arg("direction"), py::arg("caps"),
               py::arg("threads"));
    module.def("all_walks", &all_walks, py::arg("graph"), array("sources"), py::kw_only(),
               py::arg("max_hops"), py::arg("direction"), py::arg("caps"), py::arg("threads"));
    module.def("follow", &follow, py::arg("graph"), array("sources"), array("relation_paths"),
               py::kw_only(), py::arg("allow_return"), py::arg("caps"), py::arg("threads"));
    module.def("relation_paths", &relation_paths, py::arg("graph"), array("sources"),
               array("targets"), py::kw_only(), py::arg("max_hops"), py::arg("direction"),
               py::arg("allow_return"), py::arg("max_reached"), py::arg("threads"));
}

}  // namespace km::python
