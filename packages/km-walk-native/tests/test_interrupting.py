"""Every search runs without the GIL, can be interrupted, and several may run at once."""

import signal
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from km_graph.graph import KnowledgeGraph
from km_graph.paths import Groups
from km_graph.testing.small_graphs import small_graph
from km_walk_native import NativeWalker

N = 300


def singles(entity: int, n: int) -> Groups:
    """So many groups of one entity."""
    return Groups(np.full(n, entity, np.int32), np.arange(n + 1))


def clique(n: int) -> KnowledgeGraph:
    """An edge of relation 0 between any two of n entities, and from 0 to one more."""
    edges = [(a, 0, b) for a in range(n) for b in range(n) if a != b]
    return small_graph([*edges, (0, 0, n)], n_entities=n + 1, n_relations=2)


def dense() -> KnowledgeGraph:
    """Entities with 60 edges each, and one apart."""
    random = np.random.default_rng(0)
    ends = random.integers(0, N, (9000, 2))
    triples = np.column_stack([ends[:, 0], random.integers(0, 3, 9000), ends[:, 1]])
    return small_graph(triples.tolist(), n_entities=N + 1)


def bits(n: int, length: int) -> Groups:
    """Random sequences of the tokens 0 and 1."""
    tokens = np.random.default_rng(0).integers(0, 2, n * length, np.int32)
    return Groups(tokens, np.arange(0, n * length + 1, length))


def star() -> KnowledgeGraph:
    """One hub."""
    return small_graph([(0, 0, leaf) for leaf in range(1, 20_000)], n_entities=20_000)


# What each search is asked: it would take minutes or more, or fill the memory.
ENDLESS = {
    "shortest_paths": lambda: ((dense(), singles(0, 10**6), singles(N, 10**6)), {}),
    # From 0, only the first edge leads to 20: every way round the clique ends at 0 again.
    "simple_paths": lambda: ((clique(20), singles(0, 2), singles(20, 2)), {"max_hops": 30}),
    "all_walks": lambda: ((clique(20), singles(1, 2)), {"max_hops": 8}),
    "follow": lambda: ((clique(20), np.ones(2, np.int32), Groups.of([[*[0] * 60, 1]] * 2)), {}),
    "relation_paths": lambda: ((dense(), np.zeros(2, np.int32)), {"max_hops": 60}),
    "neighborhoods": lambda: ((dense(), singles(0, 10**6)), {"hops": 9}),
    "subgraphs": lambda: ((star(), singles(0, 10**6)), {}),
    "rank": lambda: ((dense(), singles(0, 2)), {"restart": 1e-4, "tolerance": 1e-14}),
    "token_trie": lambda: ((bits(10**6, 50),), {}),
}


@pytest.fixture
def interruptible() -> Iterator[None]:
    """Ctrl-C raises, also where a shell started these tests in the background and ignores it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("interruptible")
@pytest.mark.parametrize("threads", [1, 2])
@pytest.mark.parametrize("search", ENDLESS)
def test_a_search_can_be_interrupted(search, threads):
    arguments, options = ENDLESS[search]()
    timer = threading.Timer(0.1, signal.raise_signal, [signal.SIGINT])
    timer.start()
    with pytest.raises(KeyboardInterrupt):
        getattr(NativeWalker(threads), search)(*arguments, **options)
    timer.join()


def test_other_threads_run_during_a_search():
    graph = clique(8)
    found = []
    thread = threading.Thread(
        target=lambda: found.append(
            NativeWalker(1).simple_paths(graph, singles(1, 1), singles(8, 1), max_hops=9)
        )
    )
    thread.start()
    turns = 0
    while thread.is_alive():
        turns += 1
    assert turns > 100
    assert len(found[0]) > 0


def test_several_python_threads_search_one_graph_at_once():
    graph, walker = dense(), NativeWalker(threads=2)
    sources = Groups.of([[i, i + 1] for i in range(40)])
    targets = Groups.of([[(i * 7) % N] for i in range(40)])

    def everything() -> list[np.ndarray]:
        paths = walker.shortest_paths(graph, sources, targets)
        near = walker.neighborhoods(graph, sources, hops=1)
        inside = walker.subgraphs(graph, Groups(near.entities, near.offsets))
        ranks = walker.rank(graph, sources, tolerance=1e-3)
        walks = walker.all_walks(graph, sources, max_hops=2, total=5000)
        return [paths.entities, near.entities, inside.triples, ranks.scores, walks.relations]

    expected = everything()
    with ThreadPoolExecutor(4) as pool:
        for found in pool.map(lambda _: everything(), range(12)):
            assert all(map(np.array_equal, expected, found))
