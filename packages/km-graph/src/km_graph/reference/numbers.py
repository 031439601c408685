"""The random numbers of walks: splitmix64 in counter mode.

A number depends on the seed, the walk, the hop and its place within the hop, and on nothing else,
so a walk can be made alone, in any order and on any number of threads:

    stream = splitmix64(splitmix64(seed) + walk)
    draw = splitmix64(stream + hop)
    number(0) = draw
    number(k) = splitmix64(draw + k)

with sums modulo 2**64. An item of ``n`` is chosen as ``(number * n) >> 64``, the high half of the
product, whose bias is below ``n / 2**64``.

Reference: G. L. Steele, D. Lea, C. H. Flood, "Fast splittable pseudorandom number generators",
OOPSLA 2014.
"""

from typing import NamedTuple

_MASK = 2**64 - 1


def splitmix64(x: int) -> int:
    """The 64 bits that splitmix64 makes of a state.

    Example:
        >>> hex(splitmix64(0))
        '0xe220a8397b1dcdaf'
    """
    x = (x + 0x9E3779B97F4A7C15) & _MASK
    x = ((x ^ (x >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
    x = ((x ^ (x >> 27)) * 0x94D049BB133111EB) & _MASK
    return x ^ (x >> 31)


def stream_of(seed: int, walk: int) -> int:
    """What all hops of a walk share."""
    return splitmix64((splitmix64(seed) + walk) & _MASK)


def draw(seed: int, walk: int, hop: int) -> int:
    """The first random 64 bits of one hop of one walk."""
    return splitmix64((stream_of(seed, walk) + hop) & _MASK)


def unit(number: int) -> float:
    """A number as one of the 2**53 evenly spaced in [0, 1)."""
    return (number >> 11) * 2.0**-53


class HopNumbers(NamedTuple):
    """All random numbers of one hop; -1 is the one that decides on a restart."""

    draw: int

    def __call__(self, k: int) -> int:
        """Number ``k`` of the hop."""
        return splitmix64((self.draw + k) & _MASK) if k else self.draw

    @classmethod
    def of(cls, stream: int, hop: int) -> "HopNumbers":
        """Those of one hop of the walk with this stream."""
        return cls(splitmix64((stream + hop) & _MASK))
