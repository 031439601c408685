// Graphs of a few thousand triples, one a question: adjacency from ids without numpy's fixed costs.

#include <stdexcept>

#include "km/csr_building.hpp"
#include "km/small_csr.hpp"
#include "module.hpp"
#include "running.hpp"

namespace km::python {
namespace {

py::tuple arrays(Csr&& csr) {
    return py::make_tuple(hand_over(std::move(csr.offsets)), hand_over(std::move(csr.relations)),
                          hand_over(std::move(csr.neighbors)));
}

py::tuple adjacency(const Ids& triples, Id n_entities, Id n_relations) {
    const auto values = view(triples, "triples");
    if (values.size() % 3 != 0) throw std::invalid_argument("triples must be rows of 3 ids");
    const Id* const ids = values.data();
    const auto n = static_cast<Offset>(values.size() / 3);
    auto [forward, backward] = run(1, [&](const Execution& execution) -> BothWays {
        for (const Id* row = ids; row != ids + 3 * n; row += 3) {
            const bool inside = row[0] >= 0 && row[0] < n_entities && row[1] >= 0 &&
                                row[1] < n_relations && row[2] >= 0 && row[2] < n_entities;
            if (!inside) throw std::invalid_argument("triples must hold ids of the vocabularies");
        }
        if (is_small(static_cast<std::size_t>(n), n_entities, n_relations)) {
            Array<IdRow> rows(static_cast<std::size_t>(n));
            for (std::size_t i = 0; i < rows.size(); ++i) {
                rows[i] = {ids[3 * i], ids[3 * i + 1], ids[3 * i + 2]};
            }
            return small_csr(std::move(rows), n_entities, n_relations);
        }
        const auto build = [&](int from, int to) {
            const auto for_each_row = [&](Ticker& ticker, const auto& take) {
                for (const Id* row = ids; row != ids + 3 * n; row += 3) {
                    take(row[from], row[1], row[to]);
                }
                ticker.tick(n);
            };
            return build_csr(n_entities, n, for_each_row, execution, [] {});
        };
        return {build(0, 2), build(2, 0)};
    });
    return py::make_tuple(arrays(std::move(forward)), arrays(std::move(backward)));
}

}  // namespace

void add_building(py::module_& module) {
    module.def("adjacency", &adjacency, array("triples"), py::kw_only(), py::arg("n_entities"),
               py::arg("n_relations"));
}

}  // namespace km::python
