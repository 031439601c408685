// The parts of the module km_walk_native._core, one file each.

#pragma once

#include "arrays.hpp"

namespace km::python {

void add_random_walks(py::module_& module);
void add_paths(py::module_& module);
void add_surroundings(py::module_& module);
void add_tries(py::module_& module);
void add_encoder(py::module_& module);
void add_building(py::module_& module);

}  // namespace km::python
