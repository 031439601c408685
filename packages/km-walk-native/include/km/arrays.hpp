// The arrays that results are made of.
//
// A std::vector whose elements are left uninitialised when it grows by resize(): a walk writes each
// of its steps once, and clearing them first would cost a pass over memory.

#pragma once

#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

namespace km {

using Id = std::int32_t;      // an entity, or a relation; ~r is relation r walked tail to head
using Offset = std::int64_t;  // a position in an array of edges or hops

template <class T>
struct Uninitialized : std::allocator<T> {
    Uninitialized() = default;
    template <class U>
    Uninitialized(const Uninitialized<U>&) {}

    template <class U>
    struct rebind {
        using other = Uninitialized<U>;
    };

    template <class U>
    void construct(U* place) {
        ::new (static_cast<void*>(place)) U;
    }

    template <class U, class... Args>
    void construct(U* place, Args&&... args) {
        ::new (static_cast<void*>(place)) U(std::forward<Args>(args)...);
    }
};

template <class T>
using Array = std::vector<T, Uninitialized<T>>;

}  // namespace km
