"""Questions that bring a graph of their own, and those asked about a graph they share."""

from functools import cache

from km_data.records import Question
from km_graph.encoding import TripleEncoder, load_encoder
from km_graph.graph import KnowledgeGraph


def graph_of(question: Question, shared: KnowledgeGraph) -> KnowledgeGraph:
    """The graph a question is about: its own, made from its triples, or else the shared one."""
    return own_graph(question) if question.triples else shared


def own_graph(question: Question) -> KnowledgeGraph:
    """The graph of a question's own triples; without an edge if it brings none.

    Example:
        >>> row = {"id": "1", "text": "?", "triples": [["Jamaica", "speaks", "Patois"]]}
        >>> list(own_graph(Question.from_json(row)).triples())
        [Triple(head='Jamaica', relation='speaks', tail='Patois')]
    """
    encoder = _encoder()()
    encoder.add(question.triples)
    return encoder.finish()


@cache  # to look for the plugin takes ten times as long as to make a graph of some thousand triples
def _encoder() -> type[TripleEncoder]:
    return type(load_encoder())
