"""The native walker keeps the contract and says no to what could hurt it."""

import doctest
import gc
import weakref

import numpy as np
import pytest

import km_walk_native.walker
from km_graph.errors import InvalidQueryError
from km_graph.graph import KnowledgeGraph
from km_graph.graph.csr import Csr
from km_graph.paths import Groups
from km_graph.testing import WalkerContract
from km_graph.testing.small_graphs import DIAMOND, small_graph
from km_graph.walkers import load_walker
from km_walk_native import NativeWalker
from km_walk_native.handles import _HELD, handle_of

ONE = Groups.of([[0]])


class TestNative(WalkerContract):
    @pytest.fixture
    def walker(self):
        return NativeWalker(threads=1)


class TestNativeOnThreads(WalkerContract):
    @pytest.fixture
    def walker(self):
        return NativeWalker(threads=3)


def test_is_what_auto_loads():
    assert isinstance(load_walker(), NativeWalker)


def test_refuses_less_than_one_thread():
    with pytest.raises(InvalidQueryError, match="threads"):
        NativeWalker(threads=0)


def test_results_own_their_memory():
    found = NativeWalker().simple_paths(DIAMOND, ONE, max_hops=3)
    entities = found.entities
    expected = entities.tolist()
    del found
    gc.collect()
    assert expected == entities.tolist()
    assert entities.flags.writeable


def test_takes_read_only_and_converted_arguments():
    starts = np.array([0, 1], np.uint64)
    starts.flags.writeable = False
    assert len(NativeWalker().random_walks(DIAMOND, starts, hops=2, seed=0)) == 2


def test_takes_bounds_beyond_64_bits():
    walker = NativeWalker()
    found = walker.simple_paths(DIAMOND, ONE, max_hops=2**80, limit=2**80)
    assert len(found) == len(walker.simple_paths(DIAMOND, ONE, max_hops=4))


def test_a_graph_is_validated_once_and_forgotten_with_it():
    graph = small_graph([(0, 0, 1)])
    first = handle_of(graph)
    assert handle_of(graph) is first
    gone = weakref.ref(graph)
    key = id(graph)
    del graph
    gc.collect()
    assert gone() is None
    assert key not in _HELD


@pytest.mark.parametrize("side", ["forward", "backward"])
@pytest.mark.parametrize(
    ("array", "values"),
    [
        ("offsets", [0, 2, 1, 3, 4]),
        ("offsets", [1, 2, 3, 4, 4]),
        ("offsets", [0, 2, 3, 4]),
        ("offsets", [0, 2, 3, 4, 2**40]),
        ("offsets", [0, -(2**40), 3, 4, 4]),
        ("offsets", []),
        ("relations", [0, 0, 1, 3]),
        ("relations", [-1, 0, 1, 1]),
        ("relations", [0, 0, 1]),
        ("neighbors", [1, 2, 3, 4]),
        ("neighbors", [-1, 2, 3, 3]),
        ("neighbors", [2, 1, 3, 3]),
    ],
)
def test_names_the_array_that_is_damaged(side, array, values):
    good = DIAMOND.forward  # both sides pass with it, as adjacency in one direction
    bad = good._replace(**{array: np.array(values, getattr(good, array).dtype)})
    graph = KnowledgeGraph(
        DIAMOND.entities,
        DIAMOND.relations,
        bad if side == "forward" else good,
        bad if side == "backward" else good,
    )
    with pytest.raises(InvalidQueryError, match=rf"{side}\.{array}"):
        NativeWalker().neighborhoods(graph, ONE, hops=1)


def test_arrays_of_another_type_are_a_type_error():
    forward = Csr(*(array.astype(np.float64) for array in DIAMOND.forward))
    graph = KnowledgeGraph(DIAMOND.entities, DIAMOND.relations, forward, DIAMOND.backward)
    with pytest.raises(TypeError):
        NativeWalker().neighborhoods(graph, ONE, hops=1)


def test_examples_in_docstrings_run():
    assert doctest.testmod(km_walk_native.walker).failed == 0
