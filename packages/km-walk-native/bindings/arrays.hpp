// numpy arrays in and out without copies, by either binding library.

#pragma once

#ifdef KM_NANOBIND
#include "binding_nanobind.hpp"
#else
#include "binding_pybind11.hpp"
#endif

#include <string_view>
#include <utility>

#include "km/queries.hpp"

namespace km::python {

// Arguments are bound with noconvert(): another type or layout is a TypeError, never a copy.
using Ids = ArrayIn<Id>;
using Offsets = ArrayIn<Offset>;
using Doubles = ArrayIn<double>;
using Groups = std::pair<Ids, Offsets>;

[[nodiscard]] inline GroupsView view(const Groups& groups, std::string_view name) {
    return {view<Id>(groups.first, name), view<Offset>(groups.second, name)};
}

}  // namespace km::python
