"""The edges of few entities in place of those they had, in arrays."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from km_graph.graph.csr import Csr, ragged
from km_graph.graph.read_only import read_only

Mask = NDArray[np.bool_]
Ints = NDArray[np.integer[Any]]


class Delta(NamedTuple):
    """The edges, in one direction, of the entities whose edges are not those of the base.

    Attributes:
        entities: ``(n_changed,) int32``, ascending; every entity the base does not have is one.
        edges: All edges they have now; its offsets are ``(n_changed + 1,)``.
    """

    entities: NDArray[np.int32]
    edges: Csr


NO_CHANGE = Delta(
    np.empty(0, np.int32),
    Csr(np.zeros(1, np.int64), np.empty(0, np.int32), np.empty(0, np.int32)),
)


class Edits(NamedTuple):
    """Edges that came or went, in one direction and in the order this happened.

    Attributes:
        entities: ``(n,)``, whose edge it is.
        relations: ``(n,)``, likewise.
        neighbors: ``(n,)``, likewise.
        present: ``(n,)``, whether the edge came; else it went.
    """

    entities: Ints
    relations: Ints
    neighbors: Ints
    present: Mask


def merged(base: Csr, delta: Delta, n_entities: int) -> Csr:
    """The adjacency of base and delta in one; O(entities + triples)."""
    n_base = len(base.offsets) - 1
    changed = np.zeros(n_entities, bool)
    changed[delta.entities] = True
    old = np.diff(base.offsets)
    degrees = np.zeros(n_entities, np.int64)
    degrees[:n_base] = old
    degrees[delta.entities] = np.diff(delta.edges.offsets)
    return _spliced(base, np.repeat(~changed[:n_base], old), delta.edges, changed, degrees)


def delta_after(base: Csr, delta: Delta, edits: Edits, n_entities: int) -> Delta:
    """The delta after some edits, when there are ``n_entities``; O(delta + edits).

    Only the edges of entities that the edits touch are looked at; all others are copied.
    """
    known = max(len(base.offsets), int(delta.entities[-1]) + 2 if len(delta.entities) else 0) - 1
    touched = np.union1d(edits.entities, np.arange(known, n_entities)).astype(np.int32)
    at = np.searchsorted(delta.entities, touched)
    again = np.flatnonzero(np.append(delta.entities, np.int32(-1))[at] == touched)
    edges = _edited(touched, _edges_of(base, delta, touched, at, again), edits)
    stays = np.ones(len(delta.entities), bool)
    stays[at[again]] = False
    entities = np.concatenate([delta.entities[stays], touched])
    order = np.argsort(entities, kind="stable")
    old = np.diff(delta.edges.offsets)
    degrees = np.concatenate([old[stays], np.diff(edges.offsets)])[order]
    is_new = order >= len(entities) - len(touched)
    spliced = _spliced(delta.edges, np.repeat(stays, old), edges, is_new, degrees)
    return Delta(read_only(entities[order]), spliced.frozen())


def _edges_of(
    base: Csr, delta: Delta, touched: Ints, at: Ints, again: Ints
) -> tuple[Ints, Ints, Ints]:
    """The edges before of the touched entities as columns, not in order of entities."""
    elsewhere = np.ones(len(touched), bool)
    elsewhere[again] = False
    elsewhere &= touched < len(base.offsets) - 1
    parts = []
    for csr, who, rows in (
        (delta.edges, again, at[again]),
        (base, np.flatnonzero(elsewhere), touched[elsewhere]),
    ):
        starts, lengths = csr.offsets[rows], csr.offsets[rows + 1] - csr.offsets[rows]
        index = ragged(starts, lengths)
        parts.append((np.repeat(touched[who], lengths), csr.relations[index], csr.neighbors[index]))
    first, second, third = (np.concatenate(columns) for columns in zip(*parts, strict=True))
    return first, second, third


def _edited(touched: Ints, before: tuple[Ints, Ints, Ints], edits: Edits) -> Csr:
    columns = [np.concatenate(pair) for pair in zip(before, edits[:3], strict=True)]
    present = np.concatenate([np.ones(len(before[0]), bool), edits.present])
    order = np.lexsort(columns[::-1])  # stable: of one edge, the last edit stays last
    columns = [column[order] for column in columns]
    last = np.ones(len(order), bool)
    last[:-1] = np.logical_or.reduce([column[1:] != column[:-1] for column in columns])
    last &= present[order]
    entities, relations, neighbors = (column[last] for column in columns)
    offsets = np.append(np.searchsorted(entities, touched), len(entities))
    return Csr(offsets.astype(np.int64), relations.astype(np.int32), neighbors.astype(np.int32))


def _spliced(old: Csr, kept: Mask, new: Csr, is_new: Mask, degrees: Ints) -> Csr:
    """Rows of ``new`` where an entity is new, and the kept edges of ``old`` elsewhere."""
    offsets = np.zeros(len(degrees) + 1, np.int64)
    np.cumsum(degrees, out=offsets[1:])
    of_new = np.repeat(is_new, degrees)
    columns = []
    for before, after in ((old.relations, new.relations), (old.neighbors, new.neighbors)):
        column = np.empty(int(offsets[-1]), np.int32)
        column[of_new] = after
        column[~of_new] = before[kept]
        columns.append(column)
    return Csr(offsets, *columns)
