"""The reference walker keeps the contract, and agrees with networkx where both say the same."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from km_graph.graph import KnowledgeGraph
from km_graph.paths import Groups
from km_graph.reference import ReferenceWalker
from km_graph.reference.numbers import draw, splitmix64
from km_graph.testing import WalkerContract
from km_graph.testing.small_graphs import small_graph

WALKER = ReferenceWalker()
TRIPLES = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 2), st.integers(0, 5)), max_size=14)


class TestReference(WalkerContract):
    @pytest.fixture
    def walker(self):
        return WALKER


def test_splitmix64_makes_the_published_numbers():
    # The generator of Vigna's splitmix64.c with state 1234567, whose first outputs are well known.
    gamma = 0x9E3779B97F4A7C15
    made = [splitmix64((1234567 + i * gamma) % 2**64) for i in range(3)]
    assert made == [6457827717110365317, 3203168211198807973, 9817491932198370423]


def test_draws_wrap_around_at_64_bits():
    assert draw(2**64 - 1, 2**63, 2**63) < 2**64


def to_networkx(graph: KnowledgeGraph, *, both: bool):
    networkx = pytest.importorskip("networkx")
    other = networkx.MultiDiGraph()
    other.add_nodes_from(range(graph.n_entities))
    for head, relation, tail in graph.triple_ids().tolist():
        other.add_edge(head, tail, relation)
        if both:
            other.add_edge(tail, head, ~relation)
    return networkx, other


@pytest.mark.parametrize("both", [False, True])
@settings(max_examples=100, deadline=None)
@given(triples=TRIPLES, source=st.integers(0, 5), target=st.integers(0, 5))
def test_shortest_paths_are_those_of_networkx(both, triples, source, target):
    graph = small_graph(triples, n_entities=6)
    networkx, other = to_networkx(graph, both=both)
    expected: set[tuple[int, ...]] = set()
    if networkx.has_path(other, source, target):
        expected = set(map(tuple, networkx.all_shortest_paths(other, source, target)))
    found = WALKER.shortest_paths(
        graph,
        Groups.of([[source]]),
        Groups.of([[target]]),
        direction="both" if both else "forward",
    )
    assert expected == {tuple(entities) for _, entities, _ in found.rows()}


@pytest.mark.parametrize("both", [False, True])
@settings(max_examples=100, deadline=None)
@given(triples=TRIPLES, source=st.integers(0, 5), target=st.integers(0, 5), hops=st.integers(1, 4))
def test_simple_paths_are_those_of_networkx(both, triples, source, target, hops):
    graph = small_graph(triples, n_entities=6)
    networkx, other = to_networkx(graph, both=both)
    expected = (
        []
        if source == target
        else networkx.all_simple_edge_paths(other, source, target, cutoff=hops)
    )
    found = WALKER.simple_paths(
        graph,
        Groups.of([[source]]),
        Groups.of([[target]]),
        max_hops=hops,
        direction="both" if both else "forward",
    )
    ours = [
        list(zip(entities, entities[1:], relations, strict=False))
        for _, entities, relations in found.rows()
    ]
    assert sorted(expected) == sorted(ours)


@settings(max_examples=100, deadline=None)
@given(triples=TRIPLES, source=st.integers(0, 5), targets=st.sets(st.integers(0, 5)))
def test_relation_paths_count_the_ends_of_follow(triples, source, targets):
    graph = small_graph(triples, n_entities=6)
    start = np.array([source], np.int32)
    mined = WALKER.relation_paths(graph, start, Groups.of([sorted(targets)]), max_hops=3)
    paths = Groups(mined.relations, mined.offsets)
    for i in range(paths.n_groups):
        ends = WALKER.follow(graph, start, Groups.of([paths.group(i)]), allow_return=False).ends()
        assert int(mined.reached[i]) == len(set(ends.tolist()))
        assert int(mined.hits[i]) == len(set(ends.tolist()) & targets) > 0
