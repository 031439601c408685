// Random walks, what they weigh edges by, and negatives.

#include "km/random_walks.hpp"

#include "graph.hpp"
#include "km/edge_weights.hpp"
#include "km/negatives.hpp"
#include "module.hpp"
#include "running.hpp"

namespace km::python {
namespace {

ListKind kind_of(const std::string& name) {
    if (name == "entity") return ListKind::entity;
    if (name == "relation") return ListKind::relation;
    throw std::invalid_argument("kind must be 'entity' or 'relation'");
}

std::unique_ptr<EdgeWeights> edge_weights(Graph& graph, const Doubles& weights,
                                          const std::string& direction, const std::string& kind,
                                          bool keep, int threads) {
    const auto of_triples = view(weights, "weights");
    const Direction way = direction_of(direction);
    const ListKind lists = kind_of(kind);
    return run(threads, [&](const Execution& execution) {
        return std::make_unique<EdgeWeights>(
            make_edge_weights(graph.view(), of_triples, way, lists, keep, execution, graph.pool()));
    });
}

py::tuple random_walks(Graph& graph, const Ids& starts, Offset hops, Offset walks_per_start,
                       const std::string& direction, double p, double q, double restart,
                       const Ids& metapath, bool backtrack, const EdgeWeights* weights,
                       std::uint64_t seed, int threads) {
    const auto from = view(starts, "starts");
    const WalkRule rule{p, q, restart, view(metapath, "metapath"), backtrack};
    const RandomWalkQuery query{hops, walks_per_start, seed, rule};
    const Direction way = direction_of(direction);
    return paths(run(threads, [&](const Execution& execution) {
        return km::random_walks(graph.walk_tables(), from, query, way, weights, execution,
                                graph.pool());
    }));
}

py::tuple negative_paths(Graph& graph, const Ids& starts, const Offsets& hops, const Ids& owners,
                         const Groups& answers, Offset per_positive, const std::string& direction,
                         Offset attempts, std::uint64_t seed, int threads) {
    const Positives positives{view(starts, "starts"), view(hops, "hops"), view(owners, "owners")};
    const auto wrong = view(answers, "answers");
    const NegativeQuery query{per_positive, attempts, seed};
    const Direction way = direction_of(direction);
    return paths(run(threads, [&](const Execution& execution) {
        return km::negative_paths(graph.walk_tables(), positives, wrong, query, way, execution,
                                  graph.pool());
    }));
}

}  // namespace

void add_random_walks(py::module_& module) {
    py::class_<EdgeWeights>(module, "EdgeWeights", "Tables of weights that walks draw from.")
        .def(constructor(&edge_weights), py::arg("graph"), array("weights"), py::kw_only(),
             py::arg("direction"), py::arg("kind"), py::arg("keep"), py::arg("threads"));
    module.def("random_walks", &random_walks, py::arg("graph"), array("starts"), py::kw_only(),
               py::arg("hops"), py::arg("walks_per_start"), py::arg("direction"), py::arg("p"),
               py::arg("q"), py::arg("restart"), array("metapath"), py::arg("backtrack"),
               py::arg("weights").none(), py::arg("seed"), py::arg("threads"));
    module.def("negative_paths", &negative_paths, py::arg("graph"), array("starts"), array("hops"),
               array("owners"), array("answers"), py::kw_only(), py::arg("per_positive"),
               py::arg("direction"), py::arg("attempts"), py::arg("seed"), py::arg("threads"));
}

}  // namespace km::python
