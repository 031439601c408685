"""Seeded random walks.

The numbers are splitmix64 in counter mode, so a walk depends on the seed and its own number only
and can be made alone, in any order and on any number of threads:

    stream = splitmix64(splitmix64(seed) + w)
    draw(seed, w, t) = splitmix64(stream + t)

with sums modulo 2**64. The edge taken is ``(draw * degree) >> 64``, the high half of the product,
whose bias is below ``degree / 2**64``.

Reference: G. L. Steele, D. Lea, C. H. Flood, "Fast splittable pseudorandom number generators",
OOPSLA 2014.
"""

from collections.abc import Iterator

from km_graph.reference.adjacency import Edges
from km_graph.reference.search import Found

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


def draw(seed: int, walk: int, hop: int) -> int:
    """The random 64 bits of one hop of one walk."""
    stream = splitmix64((splitmix64(seed) + walk) & _MASK)
    return splitmix64((stream + hop) & _MASK)


def random_walk(edges: Edges, start: int, hops: int, seed: int, walk: int) -> Found:
    """One walk, which ends early at an entity without an edge."""
    entities, relations = [start], list[int]()
    for hop in range(hops):
        choices = edges(entities[-1])
        if not choices:
            break
        relation, neighbor = choices[(draw(seed, walk, hop) * len(choices)) >> 64]
        entities.append(neighbor)
        relations.append(relation)
    return entities, relations


def walks_from(
    edges: Edges, start: int, first: int, n_walks: int, *, hops: int, seed: int
) -> Iterator[Found]:
    """The walks of one start, numbered from ``first``."""
    for walk in range(first, first + n_walks):
        yield random_walk(edges, start, hops, seed, walk)
