from km_data.own_graphs import graph_of, own_graph
from km_data.records import Question
from km_data.testing import GRAPH
from km_graph.graph import KnowledgeGraph, Triple

TRIPLES = (
    Triple("a", "r", "m.0h3d7qj"),
    Triple("m.0h3d7qj", "s", "b"),
    Triple("a", "r", "m.0h3d7qj"),
)


def test_question_without_triples_is_about_the_shared_graph() -> None:
    assert GRAPH is graph_of(Question("1", "?"), GRAPH)


def test_question_with_triples_is_about_their_graph() -> None:
    graph = graph_of(Question("1", "?", triples=TRIPLES), GRAPH)
    assert KnowledgeGraph.from_triples(TRIPLES).fingerprint() == graph.fingerprint()


def test_own_graph_of_no_triples_is_empty() -> None:
    assert own_graph(Question("1", "?")).n_triples == 0


def test_graphs_of_two_questions_are_apart() -> None:
    own_graph(Question("1", "?", triples=TRIPLES))
    assert ["x", "y"] == list(
        own_graph(Question("2", "?", triples=(Triple("x", "r", "y"),))).entities
    )
