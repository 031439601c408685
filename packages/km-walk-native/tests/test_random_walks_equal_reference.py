"""On random multigraphs, changed ones too, native walks by any rule are the reference walker's."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from km_graph.graph import KnowledgeGraph
from km_graph.paths import Groups, PathBatch
from km_graph.reference import ReferenceWalker
from km_graph.testing.graph_strategies import changed_graphs, graphs
from km_graph.testing.small_graphs import small_graph
from km_graph.walkers import WalkRule
from km_walk_native import NativeWalker

REFERENCE = ReferenceWalker()
NATIVE = [NativeWalker(threads=1), NativeWalker(threads=2)]
GRAPHS = graphs() | changed_graphs()
DIRECTIONS = st.sampled_from(["forward", "backward", "both"])
FACTORS = st.sampled_from([1.0, 0.25, 0.5, 2.0, 4.0, 0.01, 0.3, 3.7])
WEIGHTS = st.sampled_from([0.0, 1.0, 2.0, 0.1, 1e-9, 1e9, 0.3, 7.5]) | st.floats(0, 1e12)
SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]


@st.composite
def rules(draw: st.DrawFn, graph: KnowledgeGraph) -> WalkRule:
    n, n_triples = graph.n_relations, graph.n_triples
    weights = None
    if draw(st.booleans()):
        values = draw(st.lists(WEIGHTS, min_size=n_triples, max_size=n_triples))
        weights = np.array(values, draw(st.sampled_from([np.float64, np.float32])))
    metapath = ()
    if n and draw(st.booleans()):
        metapath = tuple(draw(st.lists(st.integers(-n, n - 1), max_size=4)))
    return WalkRule(
        weights=weights,
        p=draw(FACTORS),
        q=draw(FACTORS),
        restart=draw(st.sampled_from([0.0, 0.0, 0.1, 0.5, 1.0])),
        metapath=metapath,
        backtrack=draw(st.booleans()),
    )


@st.composite
def random_walks(draw: st.DrawFn) -> tuple[Any, ...]:
    graph = draw(GRAPHS)
    ids = st.lists(st.integers(0, max(0, graph.n_entities - 1)), max_size=4)
    starts = draw(st.none() | ids) if graph.n_entities else None
    return (graph, starts if starts is None else np.array(starts, np.int32)), {
        "hops": draw(st.integers(0, 12)),
        "walks_per_start": draw(st.integers(0, 40)),
        "direction": draw(DIRECTIONS),
        "rule": draw(rules(graph)),
        "seed": draw(st.integers(0, 2**64 - 1)),
    }


@st.composite
def negative_paths(draw: st.DrawFn) -> tuple[Any, ...]:
    graph = draw(GRAPHS)
    ids = st.lists(st.integers(0, max(0, graph.n_entities - 1)), max_size=4)
    starts = np.array(draw(ids) if graph.n_entities else [], np.int32)
    positives = REFERENCE.random_walks(
        graph,
        starts,
        hops=draw(st.integers(0, 5)),
        walks_per_start=draw(st.integers(0, 3)),
        rule=WalkRule(restart=0.2),
        seed=1,
    )
    n = len(starts)
    lists = st.lists(ids if graph.n_entities else st.just([]), min_size=n, max_size=n)
    return (graph, positives, Groups.of(draw(lists))), {
        "per_positive": draw(st.integers(0, 4)),
        "direction": draw(DIRECTIONS),
        "attempts": draw(st.integers(0, 6)),
        "seed": draw(st.integers(0, 2**64 - 1)),
    }


QUERIES = {query.__name__: query for query in (random_walks, negative_paths)}


def same(one: PathBatch, other: PathBatch) -> bool:
    """Whether two batches hold the same arrays."""
    return all(
        np.array_equal(getattr(one, name), getattr(other, name))
        and getattr(one, name).dtype == getattr(other, name).dtype
        for name in PathBatch.__slots__
    )


def check(method: str, query: tuple[Any, ...]) -> None:
    arguments, options = query
    expected = getattr(REFERENCE, method)(*arguments, **options)
    for walker in NATIVE:
        assert same(expected, getattr(walker, method)(*arguments, **options)), walker


@pytest.mark.parametrize("method", QUERIES)
@settings(max_examples=150, deadline=None, suppress_health_check=SLOW)
@given(data=st.data())
def test_native_equals_reference(method, data):
    check(method, data.draw(QUERIES[method]()))


@pytest.mark.slow
@pytest.mark.parametrize("method", QUERIES)
@settings(max_examples=1000, deadline=None, suppress_health_check=SLOW)
@given(data=st.data())
def test_native_equals_reference_on_many_graphs(method, data):
    check(method, data.draw(QUERIES[method]()))


@pytest.fixture(scope="module")
def larger() -> KnowledgeGraph:
    """2,000 entities of which a few are hubs, so that walks are many and hops have wide choice."""
    random = np.random.default_rng(5)
    ends = (2000 * random.random((9000, 2)) ** 3).astype(np.int32)
    triples = np.column_stack([ends[:, 0], random.integers(0, 12, 9000), ends[:, 1]])
    return small_graph(triples.tolist(), n_entities=2000, n_relations=12)


@pytest.fixture(scope="module")
def weights(larger: KnowledgeGraph) -> np.ndarray:
    return np.random.default_rng(6).exponential(size=larger.n_triples) ** 3


@pytest.mark.parametrize("direction", ["forward", "backward", "both"])
@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize(
    "rule",
    [
        WalkRule(),
        WalkRule(restart=0.1),
        WalkRule(backtrack=False),
        WalkRule(p=0.25, q=4.0),
        WalkRule(p=4.0, q=0.25, restart=0.05),
        WalkRule(p=0.1, metapath=(0, ~0, ~1, 1)),
    ],
    ids=["plain", "restart", "no return", "near", "far", "metapath"],
)
def test_native_equals_reference_on_a_larger_graph(larger, weights, rule, weighted, direction):
    starts = np.random.default_rng(6).integers(0, 2000, 30).astype(np.int32)
    rule = replace(rule, weights=weights if weighted else None)
    options = {"hops": 25, "walks_per_start": 7, "direction": direction, "rule": rule, "seed": 1}
    check("random_walks", ((larger, starts), options))


def test_few_walks_on_the_arrays_and_many_on_a_table_are_the_same(larger):
    walker, fresh = (
        NATIVE[0],
        small_graph(larger.triple_ids().tolist(), n_entities=2000, n_relations=12),
    )
    start = np.array([7], np.int32)
    for rule in (WalkRule(), WalkRule(restart=0.3), WalkRule(backtrack=False)):
        few = walker.random_walks(fresh, start, hops=20, rule=rule, seed=3)
        many = walker.random_walks(larger, start, hops=20, walks_per_start=2000, rule=rule, seed=3)
        assert list(few.rows()) == list(many.rows())[: len(few)]
