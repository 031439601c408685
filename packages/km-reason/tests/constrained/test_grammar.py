import pytest

from km_graph.errors import InvalidQueryError
from km_graph.graph import KnowledgeGraph
from km_graph.walkers import load_walker
from km_reason.constrained.grammar import path_choices, path_grammar
from km_reason.testing.films import ODD, film_graph

WALKER = load_walker("reference")


def test_choices_are_the_walks_that_do_not_come_back() -> None:
    graph = KnowledgeGraph.from_triples([("a", "r", "b"), ("b", "s", "c")])
    found = path_choices(graph, WALKER, [0], max_hops=2)
    assert ["<PATH>a -> r -> b</PATH>", "<PATH>a -> r -> b -> s -> c</PATH>"] == found


@pytest.mark.parametrize("name", ["Heat", "Al Pacino", ODD, "Ouroboros"])
def test_grammar_says_the_same_as_the_choices(name: str) -> None:
    lark = pytest.importorskip("lark")
    graph = film_graph()
    topic = graph.entities.id(name)
    parser = lark.Lark(path_grammar(graph, [topic], max_hops=3), parser="earley", lexer="dynamic")
    choices = path_choices(graph, WALKER, [topic], max_hops=3)
    for text in choices:
        parser.parse(text)
    others = path_choices(graph, WALKER, range(graph.n_entities), max_hops=4)
    for text in sorted(set(others) - set(choices))[:200]:
        with pytest.raises(lark.exceptions.LarkError):
            parser.parse(text)


def test_too_large_a_graph_is_refused() -> None:
    graph = KnowledgeGraph.from_triples([("hub", "r", str(i)) for i in range(50)])
    hub = graph.entities.id("hub")
    with pytest.raises(InvalidQueryError, match="more than 20 walks"):
        path_choices(graph, WALKER, [hub], max_hops=1, limit=20)
    with pytest.raises(InvalidQueryError, match="more than 20 rules"):
        path_grammar(graph, [hub], max_hops=1, limit=20)


def test_topic_without_edges_has_no_grammar() -> None:
    graph = KnowledgeGraph.from_triples([("a", "r", "a")])
    with pytest.raises(InvalidQueryError, match="no topic has an edge"):
        path_grammar(graph, [0], max_hops=1)
