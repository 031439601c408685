// What every binding does around a search: directions by name, no GIL, interruption, paths out.

#pragma once

#include <new>
#include <stdexcept>
#include <string>
#include <utility>

#include "arrays.hpp"
#include "km/arrays.hpp"
#include "km/graph.hpp"
#include "km/parallel.hpp"
#include "km/paths.hpp"

namespace km::python {

inline Direction direction_of(const std::string& name) {
    if (name == "forward") return Direction::forward;
    if (name == "backward") return Direction::backward;
    if (name == "both") return Direction::both;
    throw std::invalid_argument("direction must be one of 'forward', 'backward', 'both', found '" +
                                name + "'");
}

inline bool interrupted() {
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
        throw PythonError();
    } catch (const std::length_error&) {
        throw std::bad_alloc();  // more than an array can hold
    }
}

inline py::tuple paths(PathBatch&& batch) {
    return py::make_tuple(hand_over(std::move(batch.entities)),
                          hand_over(std::move(batch.relations)),
                          hand_over(std::move(batch.offsets)), hand_over(std::move(batch.owner)),
                          hand_over<std::uint8_t, bool>(std::move(batch.truncated)));
}

// An argument that is an array of exactly the type it should be.
inline auto array(const char* name) {
    return py::arg(name).noconvert();
}

}  // namespace km::python
