"""Path search on a whole graph: relation paths followed and neighbourhoods, beside other tools.

All see the same graph, and each peer's number of results is held to ours.
"""

from collections import deque
from collections.abc import Callable, Iterator
from typing import Any

import networkx as nx
import numpy as np
from graphs import Bench, questions, small
from measuring import Row, cpu, peer, row

from km_graph.graph import KnowledgeGraph
from km_graph.paths import Groups
from km_walk_native import NativeWalker

PACKAGE = "km-walk-native"
FOLLOW, NEAR = "paths along 2 relations, whole graph", "2-hop neighbourhood"
Pair = tuple[int, list[int]]


def rows() -> list[Row]:
    """One row for each thing measured."""
    bench = small()
    return [*relation_constrained(bench), *neighborhood(bench)]


def relation_constrained(bench: Bench) -> Iterator[Row]:
    """All paths along a relation path from a topic entity."""
    graph = bench.graph
    pairs = [(topic, path) for topic, path, _ in questions(graph, 1000)]
    topics = np.array([topic for topic, _ in pairs], np.int32)
    paths = Groups.of(path for _, path in pairs)
    walker = NativeWalker(threads=1)
    ours = 1e6 * cpu(lambda: walker.follow(graph, topics, paths)) / len(pairs)
    counts = np.bincount(walker.follow(graph, topics, paths).owner, minlength=len(pairs))
    ends = np.array(
        [len(np.unique(walker.follow(graph, topics[i : i + 1], Groups.of([path])).ends()))
         for i, (_, path) in enumerate(pairs[:50])]
    )  # fmt: skip
    version = nx.__version__
    rules: list[tuple[str, Callable[[], Any] | None, int, float | None, Any]] = [
        (f"RoG's search, networkx {version}", rog(bench.undirected, pairs[:20]), 20, 150, counts),
        ("the same, directed", rog(bench.directed, pairs[:20]), 20, None, counts),
        ("graphblas, ends alone", graphblas(graph, pairs[:50]), 50, 15, ends),
        ("DuckDB", duckdb(graph, pairs[:50]), 50, 200, counts),
        ("pyoxigraph", pyoxigraph(graph, pairs[:50]), 50, None, counts),
    ]
    for name, run, n, at_least, expected in rules:
        if run is not None:
            found = np.array(run())
            # RoG's graph forgets directions, so its search finds more.
            assert (found >= expected[:n] if "RoG" in name else found == expected[:n]).all(), name
            yield row(PACKAGE, FOLLOW, "µs/query", ours, name, 1e6 * cpu(run) / n, at_least)


def rog(graph: "nx.Graph[int]", pairs: list[Pair]) -> Callable[[], list[int]]:
    """RoG's search along a relation path."""
    return lambda: [len(bfs_with_rule(graph, topic, path)) for topic, path in pairs]


def bfs_with_rule(graph: "nx.Graph[int]", start: int, rule: list[int]) -> list[Any]:
    """As RoG's graph_utils has it."""
    found = []
    queue: deque[tuple[int, list[Any]]] = deque([(start, [])])
    while queue:
        entity, path = queue.popleft()
        if len(path) == len(rule):
            found.append(path)
            continue
        for neighbor in graph.neighbors(entity):
            relation = graph[entity][neighbor]["relation"]
            if relation == rule[len(path)]:
                queue.append((neighbor, [*path, (entity, relation, neighbor)]))
    return found


def graphblas(graph: KnowledgeGraph, pairs: list[Pair]) -> Callable[[], list[int]] | None:
    """A vector times a boolean matrix of each relation: which ends there are, no paths."""
    library = peer("graphblas")
    if library is None:
        return None
    triples, n = graph.triple_ids(), graph.n_entities
    matrices = [
        library.Matrix.from_coo(rows[:, 0], rows[:, 2], True, nrows=n, ncols=n)
        for rows in (triples[triples[:, 1] == r] for r in range(graph.n_relations))
    ]

    def ends(topic: int, path: list[int]) -> int:
        vector = library.Vector.from_coo([topic], True, size=n)
        for relation in path:
            vector = library.semiring.any_pair(vector @ matrices[relation]).new()
        return int(vector.nvals)

    return lambda: [ends(*pair) for pair in pairs]


def duckdb(graph: KnowledgeGraph, pairs: list[Pair]) -> Callable[[], list[int]] | None:
    """A join of a table of triples with itself, one query a relation path."""
    library = peer("duckdb")
    if library is None:
        return None
    connection = library.connect()
    columns = dict(zip(("head", "relation", "tail"), graph.triple_ids().T.copy(), strict=True))
    connection.register("arrays", columns)
    connection.execute("CREATE TABLE triples AS SELECT * FROM arrays ORDER BY head, relation")
    query = (
        "SELECT a.head, a.tail, b.tail FROM triples a JOIN triples b ON a.tail = b.head "
        "WHERE a.head = ? AND a.relation = ? AND b.relation = ?"
    )
    return lambda: [
        len(connection.execute(query, [topic, *path]).fetchall()) for topic, path in pairs
    ]


def pyoxigraph(graph: KnowledgeGraph, pairs: list[Pair]) -> Callable[[], list[int]] | None:
    """SPARQL over a store in memory."""
    library = peer("pyoxigraph")
    if library is None:
        return None
    store = library.Store()
    node = library.NamedNode
    store.bulk_extend(
        library.Quad(node(f"e:{h}"), node(f"r:{r}"), node(f"e:{t}"))
        for h, r, t in graph.triple_ids().tolist()
    )
    query = "SELECT ?a ?b {{ <e:{}> <r:{}> ?a . ?a <r:{}> ?b }}".format
    return lambda: [len(list(store.query(query(topic, *path)))) for topic, path in pairs]


def neighborhood(bench: Bench) -> Iterator[Row]:
    """The entities within 2 hops."""
    seeds = np.random.default_rng(2).choice(bench.starts, 100).tolist()
    groups = Groups.of([seed] for seed in seeds)
    walker = NativeWalker(threads=1)
    near = walker.neighborhoods(bench.graph, groups, hops=2)
    sizes = np.diff(near.offsets).tolist()
    ours = 1e6 * cpu(lambda: walker.neighborhoods(bench.graph, groups, hops=2)) / len(seeds)
    if library := peer("igraph"):
        other = library.Graph(bench.graph.n_entities, bench.graph.triple_ids()[:, [0, 2]])
        assert [len(other.neighborhood(seed, order=2)) for seed in seeds] == sizes
        seconds = cpu(lambda: [other.neighborhood(seed, order=2) for seed in seeds])
        yield row(PACKAGE, NEAR, "µs/seed", ours, "igraph", 1e6 * seconds / len(seeds), 2.4)
    few = seeds[:20]
    lengths = nx.single_source_shortest_path_length
    assert [len(lengths(bench.undirected, seed, cutoff=2)) for seed in few] == sizes[:20]
    seconds = cpu(lambda: [lengths(bench.undirected, seed, cutoff=2) for seed in few])
    name = f"networkx {nx.__version__}"
    yield row(PACKAGE, NEAR, "µs/seed", ours, name, 1e6 * seconds / len(few))
