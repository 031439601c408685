// The parts of the module km_walk_native._core, one file each.

#pragma once

#include <pybind11/pybind11.h>

namespace km::python {

void add_random_walks(pybind11::module_& module);
void add_paths(pybind11::module_& module);

}  // namespace km::python
