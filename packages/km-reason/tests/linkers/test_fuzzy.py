from km_graph.graph import KnowledgeGraph
from km_reason.contracts import LINKERS, EntityLinker, Link
from km_reason.linkers.fuzzy import FuzzyLinker
from km_reason.testing import LinkerContract


class TestFuzzyLinker(LinkerContract):
    def linker(self, graph: KnowledgeGraph) -> EntityLinker:
        return LINKERS.load("fuzzy")(graph)


def test_misspelt_name_is_found(graph: KnowledgeGraph) -> None:
    text = "which films did Al Paccino star in?"
    assert [Link("Al Pacino", 16, 26)] == FuzzyLinker(graph).link(text)


def test_name_without_its_capitals(graph: KnowledgeGraph) -> None:
    assert ["Michael Mann"] == [
        one.entity for one in FuzzyLinker(graph).link("what of micheal mann?")
    ]


def test_exact_name_goes_before_a_near_one() -> None:
    graph = KnowledgeGraph.from_triples([("Heat", "r", "Heath"), ("Heat", "r", "Heats")])
    assert ["Heat"] == [link.entity for link in FuzzyLinker(graph).link("about Heat")]


def test_equally_near_names_are_alternatives() -> None:
    graph = KnowledgeGraph.from_triples([("Anna Berg", "r", "Anna Burg"), ("x", "r", "y")])
    found = FuzzyLinker(graph).link("who is Anna Borg?")
    assert ["Anna Berg", "Anna Burg"] == [link.entity for link in found]


def test_nothing_near_is_nothing(graph: KnowledgeGraph) -> None:
    assert FuzzyLinker(graph).link("who was Napoleon Bonaparte?") == []
