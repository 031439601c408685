"""Walking and path search: the native walker beside what people use today.

On FB15k-237 where its files lie beside the repository, else on a made graph of that size.
"""

import gzip
import importlib
import importlib.util
from collections import deque
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

import networkx as nx
import numpy as np
from measuring import DATA, Row, cpu, row

from km_graph.graph import KnowledgeGraph
from km_graph.paths import Groups
from km_graph.vocabulary import Vocabulary
from km_walk_native import NativeWalker

PACKAGE = "km-walk-native"
UNIFORM, NEAR = "uniform walks, 25 hops", "2-hop neighbourhood"
FB15K = DATA / "kg" / "fb15k-237"


def rows() -> list[Row]:
    """One row for each thing measured."""
    graph = load_graph()
    simple = undirected(graph)
    questions = make_questions(graph)
    return [
        *uniform_walks(graph, simple),
        # networkx takes seconds a question on a graph of this size, so it gets few.
        *shortest(graph, simple, [(topic, p, ends[:3]) for topic, p, ends in questions[:3]]),
        *relation_constrained(graph, simple, questions),
        *neighborhood(graph, simple),
    ]


def load_graph() -> KnowledgeGraph:
    """FB15k-237, or a graph as large: 15,000 entities, 300,000 triples, hubs, 237 relations."""
    if FB15K.is_dir():
        names = ("train.txt.gz", "valid.txt.gz", "test.txt.gz")
        texts = (gzip.decompress((FB15K / name).read_bytes()).decode() for name in names)
        lines = (line.split("\t") for text in texts for line in text.splitlines())
        return KnowledgeGraph.from_triples((h, r, t) for h, r, t in lines)
    random = np.random.default_rng(0)
    ends = (15_000 * random.random((300_000, 2)) ** 2).astype(np.int32)
    relations = (237 * random.random(300_000) ** 3).astype(np.int32)
    return KnowledgeGraph.from_ids(
        np.column_stack([ends[:, 0], relations, ends[:, 1]]),
        Vocabulary.of([f"e{i:05}" for i in range(15_000)], kind="entity"),
        Vocabulary.of([f"r{i:03}" for i in range(237)], kind="relation"),
    )


def undirected(graph: KnowledgeGraph) -> "nx.Graph[int]":
    """What RoG makes of a graph: undirected, one relation for each pair."""
    simple: nx.Graph[int] = nx.Graph()
    for head, relation, tail in graph.triple_ids().tolist():
        simple.add_edge(head, tail, relation=relation)
    return simple


def make_questions(graph: KnowledgeGraph, n: int = 10) -> list[tuple[int, list[int], list[int]]]:
    """Questions made by walking: topic entity, relation path, up to ten answers at its end."""
    random = np.random.default_rng(1)
    questions = []
    walker = NativeWalker(threads=1)
    while len(questions) < n:
        start = random.integers(0, graph.n_entities, 1).astype(np.int32)
        seed = int(random.integers(2**31))
        walk = walker.random_walks(graph, start, hops=2, direction="forward", seed=seed)
        if len(walk.relations) < 2:
            continue
        path = walk.relations.tolist()
        ends = walker.follow(graph, start, Groups.of([path])).ends()
        questions.append((int(start[0]), path, np.unique(ends).tolist()[:10]))
    return questions


def uniform_walks(graph: KnowledgeGraph, simple: "nx.Graph[int]") -> Iterator[Row]:
    """Walks of 25 hops from every entity that has an edge."""
    hops, repeats = 25, 8
    starts = np.array(sorted(simple), np.int32)
    walker = NativeWalker(threads=1)
    ours = cpu(
        lambda: walker.random_walks(graph, starts, hops=hops, walks_per_start=repeats, seed=0)
    ) / (len(starts) * repeats * hops)
    if importlib.util.find_spec("walker"):
        graph_walker = importlib.import_module("walker")
        order = nx.convert_node_labels_to_integers(simple, ordering="sorted")
        peer = cpu(
            lambda: graph_walker.random_walks(
                order, n_walks=repeats, walk_len=hops + 1, verbose=False
            )
        ) / (len(starts) * repeats * hops)
        yield row(PACKAGE, UNIFORM, "ns/step", ours * 1e9, "graph-walker", peer * 1e9, 25)
    few = starts[:200].tolist()
    neighbors = {entity: list(simple[entity]) for entity in simple}
    peer = cpu(lambda: [networkx_walk(neighbors, start, hops) for start in few])
    peer /= len(few) * hops
    yield row(PACKAGE, UNIFORM, "ns/step", ours * 1e9, "networkx lists", peer * 1e9)


def networkx_walk(neighbors: dict[int, list[int]], start: int, hops: int) -> list[int]:
    """A walk in plain Python over neighbour lists made beforehand."""
    random = np.random.default_rng(start).random(hops).tolist()
    walk = [start]
    for number in random:
        choices = neighbors[walk[-1]]
        walk.append(choices[int(number * len(choices))])
    return walk


def shortest(graph: KnowledgeGraph, simple: "nx.Graph[int]", questions: list[Any]) -> Iterator[Row]:
    """All shortest paths from the topic entity to the answers, as RoG finds its training paths."""
    sources = Groups.of([topic] for topic, _, _ in questions)
    targets = Groups.of(answers for _, _, answers in questions)
    walker = NativeWalker(threads=1)
    ours = cpu(lambda: walker.shortest_paths(graph, sources, targets)) / len(questions)

    def rog() -> list[list[Any]]:
        found = []
        for topic, _, answers in questions:
            for answer in answers:
                paths = nx.all_shortest_paths(simple, topic, answer)
                found += [[(a, simple[a][b]["relation"], b) for a, b in pairwise(p)] for p in paths]
        return found

    yield row(PACKAGE, "all shortest paths", "µs/question", ours * 1e6, *networkx(rog, questions))


def relation_constrained(
    graph: KnowledgeGraph, simple: "nx.Graph[int]", questions: list[Any]
) -> Iterator[Row]:
    """All paths along a relation path, ours on the typed graph, RoG's on its simple one."""
    topics = np.array([topic for topic, _, _ in questions], np.int32)
    paths = Groups.of(path for _, path, _ in questions)
    walker = NativeWalker(threads=1)
    ours = cpu(lambda: walker.follow(graph, topics, paths)) / len(questions)

    def rog() -> list[list[Any]]:
        return [bfs_with_rule(simple, topic, path) for topic, path, _ in questions]

    yield row(
        PACKAGE, "follow 2 relations", "µs/question", ours * 1e6, *networkx(rog, questions), 150
    )


def bfs_with_rule(simple: "nx.Graph[int]", start: int, rule: list[int]) -> list[Any]:
    """RoG's search along a relation path, as its graph_utils has it."""
    found = []
    queue: deque[tuple[int, list[Any]]] = deque([(start, [])])
    while queue:
        entity, path = queue.popleft()
        if len(path) == len(rule):
            found.append(path)
            continue
        for neighbor in simple.neighbors(entity):
            relation = simple[entity][neighbor]["relation"]
            if relation == rule[len(path)]:
                queue.append((neighbor, [*path, (entity, relation, neighbor)]))
    return found


def neighborhood(graph: KnowledgeGraph, simple: "nx.Graph[int]") -> Iterator[Row]:
    """The entities within 2 hops."""
    seeds = np.random.default_rng(2).choice(np.array(sorted(simple)), 100).tolist()
    groups = Groups.of([seed] for seed in seeds)
    walker = NativeWalker(threads=1)
    ours = cpu(lambda: walker.neighborhoods(graph, groups, hops=2)) / len(seeds)

    def ego() -> list[dict[int, int]]:
        return [nx.single_source_shortest_path_length(simple, seed, cutoff=2) for seed in seeds]

    yield row(PACKAGE, NEAR, "µs/seed", ours * 1e6, *networkx(ego, seeds))
    if importlib.util.find_spec("igraph"):
        igraph = importlib.import_module("igraph")
        other = igraph.Graph(n=graph.n_entities, edges=list(simple.edges))
        peer = cpu(lambda: [other.neighborhood(seed, order=2) for seed in seeds]) / len(seeds)
        yield row(PACKAGE, NEAR, "µs/seed", ours * 1e6, "igraph", peer * 1e6, 2.4)


def networkx(run: Callable[[], object], items: list[Any]) -> tuple[str, float]:
    """The name of the peer and its microseconds an item."""
    return f"networkx {nx.__version__}", cpu(run) / len(items) * 1e6
