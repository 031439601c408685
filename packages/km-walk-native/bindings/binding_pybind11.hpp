// The binding library, pybind11: what the bindings need of it, under the names that both have.

#pragma once

#include <pybind11/numpy.h>
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "km/arrays.hpp"

#define KM_MODULE(name, module) PYBIND11_MODULE(name, module, py::mod_gil_not_used())

namespace km::python {

namespace py = pybind11;

template <class T>
using ArrayIn = py::array_t<T, py::array::c_style>;

template <class T>
[[nodiscard]] std::span<const T> view(const ArrayIn<T>& array, std::string_view name) {
    if (array.ndim() != 1) throw py::type_error(std::string(name) + " must have one dimension");
    return {array.data(), static_cast<std::size_t>(array.size())};
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

// A class that Python and C++ own together.
template <class T>
using shared_class = py::class_<T, std::shared_ptr<T>>;

template <class Make>
[[nodiscard]] auto constructor(Make&& make) {
    return py::init(std::forward<Make>(make));
}

using PythonError = py::error_already_set;

}  // namespace km::python
