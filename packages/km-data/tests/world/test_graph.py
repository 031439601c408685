from collections import Counter

from km_data.world.graph import WORLD
from km_graph.formats.contracts import GraphReader, needs_path
from km_graph.graph import KnowledgeGraph
from km_graph.opening import open_graph

TRIPLES = list(WORLD.read())
GRAPH = KnowledgeGraph.from_triples(TRIPLES)


def test_is_a_graph_reader_without_a_path() -> None:
    assert isinstance(WORLD, GraphReader)
    assert not needs_path(WORLD)


def test_opens_by_its_name() -> None:
    assert open_graph("world") == GRAPH


def test_holds_thousands_of_triples_each_stated_once() -> None:
    assert len(TRIPLES) >= 5000
    assert len(TRIPLES) == len(set(TRIPLES))


def test_facts_are_true() -> None:
    for fact in [
        ("France", "capital", "Paris"),
        ("Brazil", "capital", "Brasília"),
        ("Kazakhstan", "capital", "Astana"),
        ("Germany", "borders", "Poland"),
        ("Croatia", "currency", "Euro"),
        ("Switzerland", "language", "Italian"),
        ("Kyoto", "city_in", "Japan"),
        ("Seattle", "in_state", "Washington"),
        ("Georgia (US state)", "state_of", "United States"),
        ("Georgia", "continent", "Asia"),
        ("Singapore", "capital", "Singapore (city)"),
    ]:
        assert fact in GRAPH


def test_borders_are_stated_both_ways() -> None:
    borders = {(head, tail) for head, relation, tail in TRIPLES if relation == "borders"}
    assert borders == {(tail, head) for head, tail in borders}


def test_one_capital_a_country() -> None:
    capitals = Counter(head for head, relation, _ in TRIPLES if relation == "capital")
    assert max(capitals.values()) == 1


def test_a_city_lies_in_one_country() -> None:
    countries = Counter(head for head, relation, _ in TRIPLES if relation == "city_in")
    assert max(countries.values()) == 1


def test_no_name_stands_for_two_kinds_of_entity() -> None:
    kinds = {
        "capital": ("country", "city"),
        "continent": ("country", "continent"),
        "currency": ("country", "currency"),
        "language": ("country", "language"),
        "borders": ("country", "country"),
        "city_in": ("city", "country"),
        "time_zone": ("city", "time zone"),
        "in_state": ("city", "state"),
        "state_of": ("state", "country"),
        "internet_domain": ("country", "domain"),
        "calling_code": ("country", "code"),
    }
    of = {
        pair
        for head, relation, tail in TRIPLES
        for pair in zip((head, tail), kinds[relation], strict=True)
    }
    assert max(Counter(entity for entity, _ in of).values()) == 1


def test_dissolved_countries_are_gone() -> None:
    assert "Netherlands Antilles" not in GRAPH.entities
    assert "Serbia and Montenegro" not in GRAPH.entities
