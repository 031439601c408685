"""A changed graph is walked as it is: its base is validated once and nothing is merged."""

import numpy as np
import pytest

from km_graph.errors import InvalidQueryError
from km_graph.graph.changed_graph import ChangedGraph, Delta
from km_graph.graph.csr import Csr
from km_graph.paths import Groups
from km_graph.testing.small_graphs import DIAMOND, rows
from km_walk_native import NativeWalker
from km_walk_native.handles import handle_of

ONE = Groups.of([[0]])


def delta(entities: list[int], offsets: list[int], relations: list[int], neighbors: list[int]):
    edges = Csr(
        np.array(offsets, np.int64), np.array(relations, np.int32), np.array(neighbors, np.int32)
    )
    return Delta(np.array(entities, np.int32), edges)


def changed(forward: Delta | None = None, backward: Delta | None = None) -> ChangedGraph:
    """The diamond without 0 → 1, unless other deltas are given."""
    return ChangedGraph(
        DIAMOND,
        DIAMOND.entities,
        DIAMOND.relations,
        forward or delta([0], [0, 1], [0], [2]),
        backward or delta([1], [0, 0], [], []),
    )


def test_changes_are_seen_and_nothing_is_merged():
    graph = changed()
    found = NativeWalker().shortest_paths(graph, ONE, Groups.of([[3]]))
    assert rows(found) == [(0, [0, 2, 3], [0, 1])]
    assert not {"forward", "backward"} & graph.__dict__.keys()


def test_a_changed_graph_is_validated_once():
    graph = changed()
    assert handle_of(graph) is handle_of(graph)
    assert handle_of(graph) is not handle_of(DIAMOND)


def test_changes_of_a_changed_graph_are_walked_too():
    first = changed()
    second = ChangedGraph(
        first,
        first.entities,
        first.relations,
        delta([2], [0, 0], [], []),
        delta([3], [0, 1], [1], [1]),
    )
    assert rows(NativeWalker().all_walks(second, ONE, max_hops=2, direction="forward")) == [
        (0, [0, 2], [0])
    ]


@pytest.mark.parametrize(
    ("damaged", "array"),
    [
        (delta([4], [0, 0], [], []), "entities"),
        (delta([-1], [0, 0], [], []), "entities"),
        (delta([1, 0], [0, 0, 0], [], []), "entities"),
        (delta([0, 0], [0, 0, 0], [], []), "entities"),
        (delta([0], [0, 1, 1], [0], [2]), "edges.offsets"),
        (delta([0], [0, 2], [0], [2]), "edges.offsets"),
        (delta([0], [1, 1], [0], [2]), "edges.offsets"),
        (delta([0, 1], [0, 2, 1], [0], [2]), "edges.offsets"),
        (delta([0], [0, 1], [3], [2]), "edges.relations"),
        (delta([0], [0, 2], [1, 0], [2, 2]), "edges.relations"),
        (delta([0], [0, 1], [0, 0], [2]), "edges.relations"),
        (delta([0], [0, 1], [0], [4]), "edges.neighbors"),
        (delta([0], [0, 2], [0, 0], [2, 2]), "edges.neighbors"),
    ],
)
@pytest.mark.parametrize("side", ["forward", "backward"])
def test_names_the_array_of_a_delta_that_is_damaged(side, damaged, array):
    with pytest.raises(InvalidQueryError, match=rf"{side}_delta\.{array}"):
        NativeWalker().neighborhoods(changed(**{side: damaged}), ONE, hops=1)
