// The module km_walk_native._core: the core's searches with numpy arrays in and out.

#include <pybind11/functional.h>
#include <pybind11/stl.h>

#include <optional>
#include <stdexcept>
#include <string>
#include <utility>

#include "arrays.hpp"
#include "graph.hpp"
#include "km/follow.hpp"
#include "km/neighborhoods.hpp"
#include "km/random_walks.hpp"
#include "km/relation_paths.hpp"
#include "km/shortest.hpp"
#include "km/simple.hpp"

namespace km::python {
namespace {

using Groups = std::pair<Ids, Offsets>;

Direction direction_of(const std::string& name) {
    if (name == "forward") return Direction::forward;
    if (name == "backward") return Direction::backward;
    if (name == "both") return Direction::both;
    throw std::invalid_argument("direction must be 'forward', 'backward' or 'both'");
}

bool interrupted() {
    const py::gil_scoped_acquire acquire;
    return PyErr_CheckSignals() != 0;
}

// Runs a search without the GIL; an interruption is raised as what the signal's handler raised.
template <class Search>
auto run(int threads, Search&& search) {
    try {
        const py::gil_scoped_release release;
        return search(Execution{threads, interrupted});
    } catch (const Interrupted&) {
        throw py::error_already_set();
    }
}

py::tuple paths(PathBatch&& batch) {
    return py::make_tuple(hand_over(std::move(batch.entities)),
                          hand_over(std::move(batch.relations)),
                          hand_over(std::move(batch.offsets)), hand_over(std::move(batch.owner)),
                          hand_over<std::uint8_t, bool>(std::move(batch.truncated)));
}

py::tuple random_walks(Graph& graph, const Ids& starts, Offset hops, Offset walks_per_start,
                       const std::string& direction, std::uint64_t seed, int threads) {
    const auto from = view(starts, "starts");
    const RandomWalkQuery query{hops, walks_per_start, seed};
    const Direction way = direction_of(direction);
    return paths(run(threads, [&](const Execution& execution) {
        return km::random_walks(graph.steps(way), from, query, execution, graph.pool());
    }));
}

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

// NOLINTNEXTLINE: the macro's own names
PYBIND11_MODULE(_core, module, py::mod_gil_not_used()) {
    module.doc() = "Walks and path search on CSR arrays; see km_walk_native.NativeWalker.";
    const auto array = [](const char* name) { return py::arg(name).noconvert(); };

    py::class_<Graph>(module, "Graph", "A graph's arrays, validated and kept alive.")
        .def(py::init<Ids, Ids, Offsets, Ids, Ids, Offsets, Id, Id>(), py::kw_only(),
             array("forward_relations"), array("forward_neighbors"), array("forward_offsets"),
             array("backward_relations"), array("backward_neighbors"), array("backward_offsets"),
             py::arg("n_entities"), py::arg("n_relations"));

    module.def("random_walks", &random_walks, py::arg("graph"), array("starts"), py::kw_only(),
               py::arg("hops"), py::arg("walks_per_start"), py::arg("direction"), py::arg("seed"),
               py::arg("threads"));
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
