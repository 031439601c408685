"""Questions and answers to training examples: mined relation paths, beside RoG's shortest paths."""

from itertools import pairwise

import networkx as nx
from measuring import Row, cpu, row

from km_data.mining import with_mined_paths
from km_data.world.questions import WORLD
from km_graph.opening import open_graph
from km_graph.walkers import load_walker


def rows() -> list[Row]:
    """One row for each thing measured."""
    graph = open_graph("world")
    questions = list(WORLD.read(None))
    walker = load_walker("native")
    ours = cpu(lambda: with_mined_paths(graph, questions, walker=walker, max_hops=3))
    few = questions[:: len(questions) // 50]
    simple: nx.Graph[str] = nx.Graph()
    for head, relation, tail in graph.triples():
        simple.add_edge(head, tail, relation=relation)

    def rog() -> list[list[str]]:
        found = []
        for question in few:
            for answer in question.answers:
                paths = nx.all_shortest_paths(simple, question.topics[0], answer)
                found += [[simple[a][b]["relation"] for a, b in pairwise(path)] for path in paths]
        return found

    peer = cpu(rog) / len(few)
    each = ours / len(questions)
    name = f"networkx {nx.__version__}, shortest paths"
    return [
        row("km-data", "relation paths to train on", "µs/question", each * 1e6, name, peer * 1e6)
    ]
