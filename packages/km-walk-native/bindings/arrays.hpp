// numpy arrays in and out without copies.

#pragma once

#include <pybind11/numpy.h>
#include <pybind11/pybind11.h>

#include <cstdint>
#include <memory>
#include <span>
#include <utility>

#include "km/arrays.hpp"
#include "km/queries.hpp"

namespace km::python {

namespace py = pybind11;

// Arguments are bound with noconvert(): another type or layout is a TypeError, never a copy.
using Ids = py::array_t<Id, py::array::c_style>;
using Offsets = py::array_t<Offset, py::array::c_style>;

template <class T>
[[nodiscard]] std::span<const T> view(const py::array_t<T, py::array::c_style>& array,
                                      const char* name) {
    if (array.ndim() != 1) throw py::value_error(std::string(name) + " must have one dimension");
    return {array.data(), static_cast<std::size_t>(array.size())};
}

[[nodiscard]] inline GroupsView view(const std::pair<Ids, Offsets>& groups, const char* name) {
    return {view(groups.first, name), view(groups.second, name)};
}

// A numpy array that owns what the result held.
template <class T, class As = T>
[[nodiscard]] py::array_t<As> hand_over(Array<T>&& values) {
    static_assert(sizeof(T) == sizeof(As));
    auto owned = std::make_unique<Array<T>>(std::move(values));
    Array<T>* const held = owned.get();
    py::capsule owner(held, [](void* place) { delete static_cast<Array<T>*>(place); });
    owned.release();
    return py::array_t<As>(static_cast<py::ssize_t>(held->size()),
                           reinterpret_cast<const As*>(held->data()), owner);
}

}  // namespace km::python
