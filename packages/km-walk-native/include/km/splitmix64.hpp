// splitmix64 in counter mode: the random numbers of walks, O(1) each, no state.
//
// draw(seed, walk, hop) = splitmix64(splitmix64(splitmix64(seed) + walk) + hop), and number k of a
// hop is splitmix64(draw + k), or the draw itself where k is 0. They depend on these arguments
// only, so walks can be made in any order on any number of threads.

#pragma once

#include <cstdint>

namespace km {

[[nodiscard]] constexpr std::uint64_t splitmix64(std::uint64_t x) {
    x += 0x9E3779B97F4A7C15u;
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9u;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBu;
    return x ^ (x >> 31);
}

// The part of draw() that all hops of a walk share.
[[nodiscard]] constexpr std::uint64_t walk_stream(std::uint64_t seed, std::uint64_t walk) {
    return splitmix64(splitmix64(seed) + walk);
}

// Number k of a hop.
[[nodiscard]] constexpr std::uint64_t number(std::uint64_t draw, std::uint64_t k) {
    return k == 0 ? draw : splitmix64(draw + k);
}

// One of the 2^53 evenly spaced in [0, 1).
[[nodiscard]] constexpr double unit(std::uint64_t number) {
    // Through a signed number, which takes one instruction instead of several.
    return static_cast<double>(static_cast<std::int64_t>(number >> 11)) * 0x1p-53;
}

// A number times a bound: `high` is in [0, bound), and the top of `low` a fraction within it.
struct Product {
    std::uint64_t high;
    std::uint64_t low;

    [[nodiscard]] constexpr std::uint32_t fraction() const {
        return static_cast<std::uint32_t>(low >> 32);
    }
};

[[nodiscard]] constexpr Product scale(std::uint64_t number, std::uint64_t bound) {
#ifdef __SIZEOF_INT128__
    __extension__ using Wide = unsigned __int128;
    const Wide product = static_cast<Wide>(number) * bound;
    return {static_cast<std::uint64_t>(product >> 64), static_cast<std::uint64_t>(product)};
#else
    const std::uint64_t low = 0xFFFFFFFFu;
    const std::uint64_t middle =
        (number >> 32) * (bound & low) + (((number & low) * (bound & low)) >> 32);
    const std::uint64_t other = (number & low) * (bound >> 32) + (middle & low);
    return {(number >> 32) * (bound >> 32) + (middle >> 32) + (other >> 32), number * bound};
#endif
}

}  // namespace km
