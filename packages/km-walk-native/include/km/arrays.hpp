// The arrays that tables and results are made of.
//
// A std::vector whose elements are left uninitialised when it grows by resize(): a walk writes each
// of its steps once, and clearing them first would cost a pass over memory. Large ones ask for huge
// pages, where Linux has them: random reads of large tables miss the TLB otherwise (1.5 times as
// slow), and fresh memory comes with a page fault every 4 KiB.

#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <new>
#include <utility>
#include <vector>

#ifdef __linux__
#include <sys/mman.h>
#endif

namespace km {

using Id = std::int32_t;      // an entity, or a relation; ~r is relation r walked tail to head
using Offset = std::int64_t;  // a position in an array of edges or hops

namespace detail {

inline constexpr std::size_t huge_page = std::size_t{1} << 21;

[[nodiscard]] inline bool is_huge(std::size_t bytes) {
#ifdef __linux__
    return bytes >= 2 * huge_page;
#else
    return bytes > 0 && false;
#endif
}

[[nodiscard]] inline void* allocate_huge([[maybe_unused]] std::size_t bytes) {
#ifdef __linux__
    const std::size_t whole = (bytes + huge_page - 1) / huge_page * huge_page;
    if (whole < bytes) throw std::bad_alloc();
    void* const place = std::aligned_alloc(huge_page, whole);
    if (place == nullptr) throw std::bad_alloc();
    // A wish: without huge pages all works as well.
    (void)madvise(place, whole, MADV_HUGEPAGE);
    return place;
#else
    throw std::bad_alloc();
#endif
}

// Not inlined: GCC 12 would otherwise compare it with the `operator new` of the other branch, which
// never made this memory, and warn of a mismatch.
#if defined(__GNUC__)
[[gnu::noinline]]
#endif
inline void free_huge(void* place) {
    std::free(place);
}

}  // namespace detail

template <class T>
struct Uninitialized : std::allocator<T> {
    Uninitialized() = default;
    template <class U>
    Uninitialized(const Uninitialized<U>&) {}

    template <class U>
    struct rebind {
        using other = Uninitialized<U>;
    };

    [[nodiscard]] T* allocate(std::size_t n) {
        if (n > static_cast<std::size_t>(-1) / sizeof(T)) throw std::bad_array_new_length();
        if (!detail::is_huge(n * sizeof(T))) return std::allocator<T>::allocate(n);
        return static_cast<T*>(detail::allocate_huge(n * sizeof(T)));
    }

    void deallocate(T* place, std::size_t n) {
        if (!detail::is_huge(n * sizeof(T))) return std::allocator<T>::deallocate(place, n);
        detail::free_huge(place);
    }

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
