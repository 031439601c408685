"""Adjacency in arrays, and how it is made of triples in any order."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from km_graph.graph.read_only import read_only

Ids = NDArray[np.integer[Any]]


class Csr(NamedTuple):
    """Adjacency in one direction, ordered by (entity, relation, neighbour).

    Attributes:
        offsets: ``(n_entities + 1,) int64``; the edges of entity ``e`` are
            ``offsets[e]:offsets[e + 1]``.
        relations: ``(n_triples,) int32``, ascending within an entity.
        neighbors: ``(n_triples,) int32``, ascending within an (entity, relation).
    """

    offsets: NDArray[np.int64]
    relations: NDArray[np.int32]
    neighbors: NDArray[np.int32]

    def equals(self, other: "Csr") -> bool:
        """Whether both hold the same edges (``==`` of arrays is not one truth)."""
        return (
            np.array_equal(self.offsets, other.offsets)
            and np.array_equal(self.relations, other.relations)
            and np.array_equal(self.neighbors, other.neighbors)
        )

    def edges(self, entity: int, relation: int | None = None) -> slice:
        """Where the edges of an entity lie, or those of one of its relations."""
        start, stop = int(self.offsets[entity]), int(self.offsets[entity + 1])
        if relation is None:
            return slice(start, stop)
        within = self.relations[start:stop]
        low, high = np.searchsorted(within, [relation, relation + 1])
        return slice(start + int(low), start + int(high))

    def sources(self) -> NDArray[np.int32]:
        """The entity of every edge, ``(n_triples,) int32``, ascending."""
        entities = np.arange(len(self.offsets) - 1, dtype=np.int32)
        return np.repeat(entities, np.diff(self.offsets))

    def frozen(self) -> "Csr":
        """The same arrays, not to be written through."""
        return Csr(read_only(self.offsets), read_only(self.relations), read_only(self.neighbors))


def ragged(starts: Ids, lengths: Ids) -> NDArray[np.int64]:
    """The indices of runs of given starts and lengths, one run after the other.

    Example:
        >>> ragged(np.array([7, 0]), np.array([2, 3])).tolist()
        [7, 8, 0, 1, 2]
    """
    ends = np.cumsum(lengths)
    total = int(ends[-1]) if len(ends) else 0
    indices: NDArray[np.int64] = np.arange(total) + np.repeat(starts - (ends - lengths), lengths)
    return indices


def adjacency(
    entities: Ids, relations: Ids, neighbors: Ids, *, n_entities: int, n_relations: int
) -> Csr:
    """The adjacency of edges in any order, repeats left out; ids are in range."""
    low, middle = n_entities.bit_length(), n_relations.bit_length()
    if 2 * low + middle < 64:  # an edge in one number is sorted several times as fast
        entities, relations, neighbors = _sorted_packed(entities, relations, neighbors, low, middle)
    else:
        entities, relations, neighbors = _sorted(entities, relations, neighbors)
    offsets = np.zeros(n_entities + 1, np.int64)
    np.cumsum(np.bincount(entities, minlength=n_entities), out=offsets[1:])
    return Csr(
        offsets, relations.astype(np.int32, copy=False), neighbors.astype(np.int32, copy=False)
    )


def _sorted_packed(
    entities: Ids, relations: Ids, neighbors: Ids, low: int, middle: int
) -> tuple[Ids, Ids, Ids]:
    packed = entities.astype(np.int64)
    packed <<= middle
    packed |= relations
    packed <<= low
    packed |= neighbors
    packed.sort()
    if (packed[1:] == packed[:-1]).any():
        packed = packed[np.concatenate([[True], packed[1:] != packed[:-1]])]
    neighbors = (packed & ((1 << low) - 1)).astype(np.int32)
    packed >>= low
    relations = (packed & ((1 << middle) - 1)).astype(np.int32)
    packed >>= middle
    return packed, relations, neighbors


def _sorted(entities: Ids, relations: Ids, neighbors: Ids) -> tuple[Ids, Ids, Ids]:
    order = np.lexsort((neighbors, relations, entities))
    columns = [column[order] for column in (entities, relations, neighbors)]
    fresh = np.ones(len(order), bool)
    fresh[1:] = np.logical_or.reduce([column[1:] != column[:-1] for column in columns])
    first, second, third = (column[fresh] for column in columns)
    return first, second, third
