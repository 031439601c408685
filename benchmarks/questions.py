"""What is done for each question on a graph of its own, of one to four thousand triples.

The graphs are cut out of FB15k-237 around topic entities, with one edge between two entities, as
RoG's and GCR's graphs on networkx have. Each peer's number of paths is held to ours.

The ways take turns, round by round, so that a busy moment falls on all of them; the median of
each is taken over rounds. What was read before is kept from the garbage collector, which would
otherwise go through it again and again for whoever makes many objects.
"""

import gc
import statistics
import time
from collections.abc import Callable, Iterator
from itertools import islice, pairwise
from typing import Any, NamedTuple

import networkx as nx
import numpy as np
from generated import one_edge_a_pair
from graphs import whole
from measuring import Row, cpu, peer, row
from numpy.typing import NDArray

from km_graph.graph import KnowledgeGraph
from km_graph.graph.vocabulary import Vocabulary
from km_graph.paths import Groups
from km_walk_native import NativeWalker, graph_from_ids, graph_from_triples

PACKAGE = "km-walk-native"
N_QUESTIONS = 20
ROUNDS = 10  # the first warms caches up and does not count
BUILD, WALKS = "graph of a question and all shortest paths", "all walks of up to 3 hops"
Triples = list[tuple[str, str, str]]


class Question(NamedTuple):
    """A question with its graph, in labels and in ids."""

    topic: str
    answers: list[str]
    topic_id: NDArray[np.int32]
    answer_ids: NDArray[np.int32]
    triples: Triples
    ids: NDArray[np.int32]
    entities: Vocabulary
    relations: Vocabulary


def rows() -> list[Row]:
    """One row for each thing measured."""
    asked = list(islice(cut_out(), N_QUESTIONS))
    return [*shortest(asked), *all_walks(asked)]


def cut_out() -> Iterator[Question]:
    """Questions with what lies around their topic entities."""
    graph, random = whole(), np.random.default_rng(5)
    walker, heads = NativeWalker(threads=1), graph.forward.sources()
    while True:
        topic = random.choice(heads, 1)
        near = walker.neighborhoods(graph, Groups.of([topic]), hops=2, limit=900)
        rows = one_edge_a_pair(walker.subgraphs(graph, Groups.of([near.entities])).triples)
        if len(rows) < 1000:
            continue
        rows = rows[np.sort(random.permutation(len(rows))[: random.integers(1000, 4000)])]
        triples = _labeled(graph, random.permutation(rows))  # files have them in any order
        local = KnowledgeGraph.from_triples(triples)
        label = graph.entities[int(topic[0])]
        if local.entities.get(label) is None:
            continue
        start = local.entities.ids([label])
        found = walker.neighborhoods(local, Groups.of([start]), hops=3)
        far = found.entities[found.distances >= 2]
        if len(far) < 3:
            continue
        ends = random.choice(far, 3, replace=False)
        answers, ids = local.entities.labels(ends), local.triple_ids()
        vocabularies = local.entities, local.relations
        yield Question(label, answers, start, ends, triples, ids, *vocabularies)


def _labeled(graph: KnowledgeGraph, rows: NDArray[np.int32]) -> Triples:
    heads, tails = graph.entities.labels(rows[:, 0]), graph.entities.labels(rows[:, 2])
    return list(zip(heads, graph.relations.labels(rows[:, 1]), tails, strict=True))


def ours(question: Question) -> int:
    """Build the graph and find all shortest paths from the topic to each answer."""
    graph = graph_from_triples(question.triples)
    ids = graph.entities.ids([question.topic, *question.answers])
    sources, targets = Groups.of([ids[:1]]), Groups.of([ids[1:]])
    return len(NativeWalker(threads=1).shortest_paths(graph, sources, targets))


def ours_from_ids(question: Question) -> int:
    """The same from ids, the topic and the answers too."""
    graph = graph_from_ids(question.ids, question.entities, question.relations)
    sources, targets = Groups.of([question.topic_id]), Groups.of([question.answer_ids])
    return len(NativeWalker(threads=1).shortest_paths(graph, sources, targets))


def rog(question: Question) -> int:
    """The same in RoG's way."""
    graph: nx.Graph[str] = nx.Graph()
    for head, relation, tail in question.triples:
        graph.add_edge(head.strip(), tail.strip(), relation=relation.strip())
    found = []
    for answer in question.answers:
        paths = nx.all_shortest_paths(graph, question.topic, answer)
        found += [[(a, graph[a][b]["relation"], b) for a, b in pairwise(path)] for path in paths]
    return len(found)


def igraph(question: Question) -> int:
    """The same from ids in igraph, in entities alone."""
    graph = peer("igraph").Graph(len(question.entities), question.ids[:, [0, 2]])
    topic, answers = int(question.topic_id[0]), question.answer_ids.tolist()
    return len(graph.get_all_shortest_paths(topic, answers))


def rustworkx(question: Question) -> int:
    """The same from ids in rustworkx, in entities alone."""
    library = peer("rustworkx")
    graph = library.PyGraph(multigraph=False)
    graph.add_nodes_from(range(len(question.entities)))
    graph.add_edges_from_no_data(list(map(tuple, question.ids[:, [0, 2]].tolist())))
    topic, answers = int(question.topic_id[0]), question.answer_ids.tolist()
    return sum(len(library.all_shortest_paths(graph, topic, answer)) for answer in answers)


def shortest(asked: list[Question]) -> Iterator[Row]:
    """A question's graph, built and searched."""
    name = f"RoG's way, networkx {nx.__version__}"
    others = [other for other in (igraph, rustworkx) if peer(other.__name__)]
    texts, ids, theirs, *rest = by_turns(asked, [ours, ours_from_ids, rog, *others])
    yield row(PACKAGE, f"{BUILD}, strings", "µs/question", texts, name, theirs, 25)
    yield row(PACKAGE, f"{BUILD}, ids", "µs/question", ids, f"{name}, strings", theirs, 80)
    for other, value in zip(others, rest, strict=True):
        yield row(PACKAGE, f"{BUILD}, ids", "µs/question", ids, other.__name__, value)


def by_turns(asked: list[Question], ways: list[Callable[[Question], int]]) -> list[float]:
    """Median CPU microseconds a question of each way, over rounds in which all take turns."""
    expected = [ways[0](question) for question in asked]
    rounds: list[list[float]] = []
    gc.collect()
    gc.freeze()
    for _ in range(ROUNDS):
        rounds.append([])
        for way in ways:
            begin = time.process_time()
            found = [way(question) for question in asked]
            rounds[-1].append(1e6 * (time.process_time() - begin) / len(asked))
            assert found == expected
    gc.unfreeze()
    return [statistics.median(times[1:]) for times in zip(*rounds, strict=True)]


def all_walks(asked: list[Question]) -> Iterator[Row]:
    """All walks of up to three hops from the topic entity along the triples: GCR's index."""
    walker = NativeWalker(threads=1)
    graphs = [graph_from_triples(question.triples) for question in asked]
    starts = [
        Groups.of([graph.entities.ids([question.topic])])
        for graph, question in zip(graphs, asked, strict=True)
    ]

    def ours() -> list[int]:
        pairs = zip(graphs, starts, strict=True)
        return [
            len(walker.all_walks(graph, start, max_hops=3, direction="forward"))
            for graph, start in pairs
        ]

    def gcr() -> list[int]:
        pairs = zip(others, asked, strict=True)
        return [len(gcr_walks(graph, question.topic, 3)) for graph, question in pairs]

    others = [_directed(question.triples) for question in asked]
    assert gcr() == ours()
    mine, theirs = (1e6 * cpu(run) / len(asked) for run in (ours, gcr))
    name = f"GCR's search, networkx {nx.__version__}"
    yield row(PACKAGE, f"{WALKS}, flat arrays", "µs/question", mine, name, theirs, 200)


def _directed(triples: Triples) -> "nx.DiGraph[str]":
    graph: nx.DiGraph[str] = nx.DiGraph()
    for head, relation, tail in triples:
        graph.add_edge(head, tail, relation=relation)
    return graph


def gcr_walks(graph: "nx.DiGraph[str]", start: str, max_hops: int) -> set[Any]:
    """GCR's search as its graph_utils has it: it looks one hop further than it needs to."""
    found = set()

    def visit(entity: str, path: tuple[Any, ...]) -> None:
        if len(path) > max_hops:
            return
        if path:
            found.add(path)
        for neighbor in graph.neighbors(entity):
            hop = (entity, graph[entity][neighbor]["relation"], neighbor)
            visit(neighbor, (*path, hop))

    visit(start, ())
    return found
