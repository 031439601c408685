"""On random multigraphs, changed ones too, the native searches return what the reference's do."""

from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from km_graph.graph import KnowledgeGraph
from km_graph.paths import Groups
from km_graph.reference import ReferenceWalker
from km_graph.testing.graph_strategies import changed_graphs, graphs, groups_of
from km_graph.testing.small_graphs import small_graph
from km_walk_native import NativeWalker

REFERENCE = ReferenceWalker()
NATIVE = [NativeWalker(threads=1), NativeWalker(threads=3)]
GRAPHS = graphs() | changed_graphs()
Query = tuple[tuple[Any, ...], dict[str, Any]]
few = st.none() | st.integers(0, 6)
directions = st.sampled_from(["forward", "backward", "both"])


def caps(draw: st.DrawFn) -> dict[str, Any]:
    seconds = draw(st.sampled_from([None, None, None, None, 0, 3600]))
    return {"limit": draw(few), "total": draw(few), "seconds": seconds}


def sources_of(draw: st.DrawFn, graph: KnowledgeGraph) -> np.ndarray:
    return draw(groups_of(graph, 2)).values


@st.composite
def shortest_paths(draw: st.DrawFn) -> Query:
    graph, n = draw(GRAPHS), draw(st.integers(0, 5))
    groups = draw(groups_of(graph, n)), draw(groups_of(graph, n))
    hops = draw(st.none() | st.integers(0, 5))
    options = {"max_hops": hops, "direction": draw(directions), **caps(draw)}
    return (graph, *groups), options


@st.composite
def simple_paths(draw: st.DrawFn) -> Query:
    graph, n = draw(GRAPHS), draw(st.integers(0, 5))
    targets = draw(groups_of(graph, n)) if draw(st.booleans()) else None
    options = {"max_hops": draw(st.integers(0, 4)), "direction": draw(directions), **caps(draw)}
    return (graph, draw(groups_of(graph, n)), targets), options


@st.composite
def all_walks(draw: st.DrawFn) -> Query:
    graph, n = draw(GRAPHS), draw(st.integers(0, 5))
    options = {"max_hops": draw(st.integers(0, 3)), "direction": draw(directions), **caps(draw)}
    return (graph, draw(groups_of(graph, n))), options


@st.composite
def follow(draw: st.DrawFn) -> Query:
    graph = draw(GRAPHS)
    sources, n = sources_of(draw, graph), graph.n_relations
    hops = st.lists(st.integers(-n, n - 1), max_size=4) if n else st.just([])
    paths = draw(st.lists(hops, min_size=len(sources), max_size=len(sources)))
    options = {"allow_return": draw(st.booleans()), **caps(draw)}
    return (graph, sources, Groups.of(paths)), options


@st.composite
def relation_paths(draw: st.DrawFn) -> Query:
    graph = draw(GRAPHS)
    sources = sources_of(draw, graph)
    targets = draw(groups_of(graph, len(sources))) if draw(st.booleans()) else None
    return (graph, sources, targets), {
        "max_hops": draw(st.integers(0, 3)),
        "direction": draw(directions),
        "allow_return": draw(st.booleans()),
        "max_reached": draw(st.sampled_from([0, 1, 2, 3, 100_000])),
    }


@st.composite
def neighborhoods(draw: st.DrawFn) -> Query:
    graph, n = draw(GRAPHS), draw(st.integers(0, 3))
    options = {"hops": draw(st.integers(0, 5)), "direction": draw(directions), "limit": draw(few)}
    return (graph, draw(groups_of(graph, n))), options


@st.composite
def subgraphs(draw: st.DrawFn) -> Query:
    graph = draw(GRAPHS)
    return (graph, draw(groups_of(graph, draw(st.integers(0, 3))))), {"limit": draw(few)}


@st.composite
def rank(draw: st.DrawFn) -> Query:
    graph = draw(GRAPHS.filter(lambda graph: graph.n_entities > 0))
    return (graph, draw(groups_of(graph, draw(st.integers(0, 3)), empty=False))), {
        "restart": draw(st.floats(0.05, 1)),
        "tolerance": draw(st.sampled_from([2.0, 0.1, 1e-3, 1e-5])),
        "direction": draw(directions),
        "limit": draw(few),
    }


@st.composite
def token_trie(draw: st.DrawFn) -> Query:
    token = st.sampled_from([0, 1, 2, 5, 2**31 - 2])
    return (Groups.of(draw(st.lists(st.lists(token, max_size=5), max_size=8))),), {}


QUERIES = {
    query.__name__: query
    for query in (
        *(shortest_paths, simple_paths, all_walks, follow, relation_paths),
        *(neighborhoods, subgraphs, rank, token_trie),
    )
}


def same(one: object, other: object) -> bool:
    """Whether two results hold the same arrays, bit by bit."""
    pairs = ((getattr(one, name), getattr(other, name)) for name in type(one).__slots__)
    return all(a.dtype == b.dtype and np.array_equal(a, b) for a, b in pairs)


def check(method: str, query: Query) -> None:
    arguments, options = query
    expected = getattr(REFERENCE, method)(*arguments, **options)
    for walker in NATIVE:
        assert same(expected, getattr(walker, method)(*arguments, **options)), walker


@pytest.mark.parametrize("method", QUERIES)
@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_native_equals_reference(method, data):
    check(method, data.draw(QUERIES[method]()))


@pytest.mark.slow
@pytest.mark.parametrize("method", QUERIES)
@settings(max_examples=1000, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_native_equals_reference_on_many_graphs(method, data):
    check(method, data.draw(QUERIES[method]()))


@settings(max_examples=200, deadline=None)
@given(token_trie(), st.data())
def test_steps_of_a_trie_equal_the_reference(query, data):
    sequences = query[0][0]
    expected, found = REFERENCE.token_trie(sequences), NATIVE[0].token_trie(sequences)
    n_states = len(expected.offsets) - 1
    states = np.array(data.draw(st.lists(st.integers(-1, n_states - 1), max_size=6)), np.int32)
    tokens = np.array([data.draw(st.integers(-1, 6)) for _ in states], np.int32)
    assert expected.advance(states, tokens).tolist() == found.advance(states, tokens).tolist()
    pairs = zip(expected.allowed(states), found.allowed(states), strict=True)
    assert all(np.array_equal(a, b) and a.dtype == b.dtype for a, b in pairs)
    if expected.tokens.max(initial=0) < 9:
        assert np.array_equal(expected.mask(states, 9), found.mask(states, 9))


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
    check("shortest_paths", ((larger, groups, others), way))
    check("simple_paths", ((larger, groups, others), {"max_hops": 3, "limit": 500, **way}))
    check("all_walks", ((larger, groups), {"max_hops": 3, "total": 3000, "limit": 1000, **way}))
    check("neighborhoods", ((larger, groups), {"hops": 2, **way}))
    check("rank", ((larger, groups), {"tolerance": 1e-4, **way}))
    mined = {"max_hops": 2, "max_reached": 300, **way}
    check("relation_paths", ((larger, ids[:4], others), mined))
    check("relation_paths", ((larger, ids[:4]), mined))
    walked = REFERENCE.random_walks(larger, ids, hops=3, seed=2, **way)
    paths = Groups(walked.relations, walked.offsets)
    check("follow", ((larger, ids, paths), {"limit": 2000}))
    near = NATIVE[0].neighborhoods(larger, groups, hops=1)
    check("subgraphs", ((larger, Groups(near.entities, near.offsets)), {}))
