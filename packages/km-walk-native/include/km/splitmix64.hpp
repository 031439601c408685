// splitmix64 in counter mode: the random numbers of walks, O(1) each, no state.
//
// draw(seed, walk, hop) = splitmix64(splitmix64(splitmix64(seed) + walk) + hop) depends on its
// arguments only, so walks can be made in any order on any number of threads.

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

// (draw * bound) >> 64, which is in [0, bound).
[[nodiscard]] constexpr std::uint64_t scale(std::uint64_t draw, std::uint64_t bound) {
#ifdef __SIZEOF_INT128__
    __extension__ using Wide = unsigned __int128;
    return static_cast<std::uint64_t>((static_cast<Wide>(draw) * bound) >> 64);
#else
    const std::uint64_t low = 0xFFFFFFFFu;
    const std::uint64_t middle =
        (draw >> 32) * (bound & low) + (((draw & low) * (bound & low)) >> 32);
    const std::uint64_t other = (draw & low) * (bound >> 32) + (middle & low);
    return (draw >> 32) * (bound >> 32) + (middle >> 32) + (other >> 32);
#endif
}

}  // namespace km
