// The binding library, nanobind: what the bindings need of it, under the names that both have.

#pragma once

#include <nanobind/nanobind.h>
#include <nanobind/ndarray.h>
#include <nanobind/stl/optional.h>
#include <nanobind/stl/pair.h>
#include <nanobind/stl/shared_ptr.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/tuple.h>
#include <nanobind/stl/unique_ptr.h>

#include <memory>
#include <span>
#include <string_view>
#include <utility>

#include "km/arrays.hpp"

#define KM_MODULE(name, module) NB_MODULE(name, module)

namespace km::python {

namespace py = nanobind;

template <class T>
using ArrayIn = py::ndarray<const T, py::numpy, py::ndim<1>, py::c_contig, py::device::cpu>;

template <class T>
[[nodiscard]] std::span<const T> view(const ArrayIn<T>& array, std::string_view) {
    return {array.data(), array.size()};
}

// A numpy array that owns what the result held.
template <class T, class As = T>
[[nodiscard]] auto hand_over(Array<T>&& values) {
    static_assert(sizeof(T) == sizeof(As));
    auto owned = std::make_unique<Array<T>>(std::move(values));
    Array<T>* const held = owned.get();
    py::capsule owner(held, [](void* place) noexcept { delete static_cast<Array<T>*>(place); });
    owned.release();
    return py::ndarray<py::numpy, As, py::ndim<1>>(reinterpret_cast<As*>(held->data()),
                                                   {held->size()}, owner);
}

// A class that Python and C++ own together, and that Python may refer to weakly.
template <class T>
struct shared_class : py::class_<T> {
    shared_class(py::handle module, const char* name, const char* doc)
        : py::class_<T>(module, name, py::is_weak_referenceable(), doc) {}
};

template <class Make>
[[nodiscard]] auto constructor(Make&& make) {
    return py::new_(std::forward<Make>(make));
}

using PythonError = py::python_error;

}  // namespace km::python
