"""On random multigraphs the native walker returns what the reference walker returns, in order."""

from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from km_graph.graph import KnowledgeGraph
from km_graph.paths import Groups
from km_graph.reference import ReferenceWalker
from km_graph.testing.walkers import small_graph
from km_walk_native import NativeWalker

REFERENCE = ReferenceWalker()
NATIVE = [NativeWalker(threads=1), NativeWalker(threads=2)]
DIRECTIONS = st.sampled_from(["forward", "backward", "both"])
LIMITS = st.none() | st.integers(0, 6)


@st.composite
def graphs(draw: st.DrawFn, *, at_least: int = 0) -> KnowledgeGraph:
    """Multigraphs with self-loops, parallel and inverse edges, empty and disconnected ones."""
    n = draw(st.integers(at_least, 7))
    n_relations = draw(st.integers(1, 3))
    if n == 0:
        return small_graph([], n_entities=0, n_relations=0)
    entity, relation = st.integers(0, n - 1), st.integers(0, n_relations - 1)
    triples = draw(st.lists(st.tuples(entity, relation, entity), max_size=16))
    return small_graph(triples, n_entities=n, n_relations=n_relations)


def group_lists(draw: st.DrawFn, graph: KnowledgeGraph, n_groups: int) -> Groups:
    n = graph.n_entities
    ids = st.lists(st.integers(0, n - 1), max_size=3) if n else st.just([])
    return Groups.of(draw(st.lists(ids, min_size=n_groups, max_size=n_groups)))


def some_ids(draw: st.DrawFn, graph: KnowledgeGraph) -> np.ndarray:
    n = graph.n_entities
    ids = draw(st.lists(st.integers(0, n - 1), max_size=4)) if n else []
    return np.array(ids, np.int32)


@st.composite
def random_walks(draw: st.DrawFn) -> tuple[Any, ...]:
    graph = draw(graphs())
    return (graph, some_ids(draw, graph)), {
        "hops": draw(st.integers(0, 12)),
        "walks_per_start": draw(st.integers(0, 90)),
        "direction": draw(DIRECTIONS),
        "seed": draw(st.integers(0, 2**64 - 1)),
    }


@st.composite
def shortest_paths(draw: st.DrawFn) -> tuple[Any, ...]:
    graph, n_groups = draw(graphs()), draw(st.integers(0, 3))
    sources, targets = (group_lists(draw, graph, n_groups) for _ in range(2))
    return (graph, sources, targets), {
        "max_hops": draw(st.none() | st.integers(0, 5)),
        "direction": draw(DIRECTIONS),
        "limit": draw(LIMITS),
    }


@st.composite
def simple_paths(draw: st.DrawFn) -> tuple[Any, ...]:
    graph, n_groups = draw(graphs()), draw(st.integers(0, 3))
    sources = group_lists(draw, graph, n_groups)
    targets = group_lists(draw, graph, n_groups) if draw(st.booleans()) else None
    return (graph, sources, targets), {
        "max_hops": draw(st.integers(0, 4)),
        "direction": draw(DIRECTIONS),
        "limit": draw(LIMITS),
    }


@st.composite
def follow(draw: st.DrawFn) -> tuple[Any, ...]:
    graph = draw(graphs())
    sources, n = some_ids(draw, graph), graph.n_relations
    hops = st.lists(st.integers(-n, n - 1), max_size=4) if n else st.just([])
    paths = draw(st.lists(hops, min_size=len(sources), max_size=len(sources)))
    return (graph, sources, Groups.of(paths)), {
        "allow_return": draw(st.booleans()),
        "limit": draw(LIMITS),
    }


@st.composite
def neighborhoods(draw: st.DrawFn) -> tuple[Any, ...]:
    graph, n_groups = draw(graphs()), draw(st.integers(0, 4))
    return (graph, group_lists(draw, graph, n_groups)), {
        "hops": draw(st.integers(0, 5)),
        "direction": draw(DIRECTIONS),
    }


@st.composite
def relation_paths(draw: st.DrawFn) -> tuple[Any, ...]:
    graph = draw(graphs())
    sources = some_ids(draw, graph)
    return (graph, sources, group_lists(draw, graph, len(sources))), {
        "max_hops": draw(st.integers(0, 3)),
        "direction": draw(DIRECTIONS),
        "allow_return": draw(st.booleans()),
        "max_reached": draw(st.sampled_from([0, 1, 2, 3, 100_000])),
    }


QUERIES = {
    query.__name__: query
    for query in (random_walks, shortest_paths, simple_paths, follow, neighborhoods, relation_paths)
}


def same(one: object, other: object) -> bool:
    """Whether two results hold the same arrays."""
    return all(
        np.array_equal(getattr(one, name), getattr(other, name))
        and getattr(one, name).dtype == getattr(other, name).dtype
        for name in type(one).__slots__
    )


def check(method: str, query: tuple[Any, ...]) -> None:
    arguments, options = query
    expected = getattr(REFERENCE, method)(*arguments, **options)
    for walker in NATIVE:
        assert same(expected, getattr(walker, method)(*arguments, **options)), walker


@pytest.mark.parametrize("method", QUERIES)
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_native_equals_reference(method, data):
    check(method, data.draw(QUERIES[method]()))


@pytest.mark.slow
@pytest.mark.parametrize("method", QUERIES)
@settings(max_examples=3000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_native_equals_reference_on_many_graphs(method, data):
    check(method, data.draw(QUERIES[method]()))


@pytest.fixture(scope="module")
def larger() -> KnowledgeGraph:
    """2,000 entities of which a few are hubs, so that levels are wide and edges many."""
    random = np.random.default_rng(5)
    ends = (2000 * random.random((9000, 2)) ** 3).astype(np.int32)
    triples = np.column_stack([ends[:, 0], random.integers(0, 12, 9000), ends[:, 1]])
    return small_graph(triples.tolist(), n_entities=2000, n_relations=12)


@pytest.mark.parametrize("direction", ["forward", "backward", "both"])
def test_native_equals_reference_on_a_larger_graph(larger, direction):
    ids = np.random.default_rng(6).integers(0, 2000, 12).astype(np.int32)
    groups, others = Groups.of(ids.reshape(4, 3)), Groups.of(ids[::-1].reshape(4, 3))
    way = {"direction": direction}
    check("random_walks", ((larger, ids), {"hops": 30, "walks_per_start": 70, "seed": 1, **way}))
    check("shortest_paths", ((larger, groups, others), way))
    check("simple_paths", ((larger, groups, others), {"max_hops": 3, "limit": 500, **way}))
    check("neighborhoods", ((larger, groups), {"hops": 2, **way}))
    mined = {"max_hops": 2, "max_reached": 300, **way}
    check("relation_paths", ((larger, ids[:4], others), mined))
    walked = REFERENCE.random_walks(larger, ids, hops=3, seed=2, **way)
    paths = Groups(walked.relations, walked.offsets)
    check("follow", ((larger, ids, paths), {"limit": 2000}))
