import pytest

from km_graph.graph import KnowledgeGraph
from km_graph.graph.attributes import Attribute
from km_reason.contracts import EntityLinker, Link
from km_reason.linkers.exact import ExactLinker
from km_reason.testing import LinkerContract


class TestExactLinker(LinkerContract):
    def linker(self, graph: KnowledgeGraph) -> EntityLinker:
        return ExactLinker(graph)


def entities(text: str, *labels: str) -> list[str]:
    graph = KnowledgeGraph.from_triples([(label, "r", label) for label in labels])
    return [link.entity for link in ExactLinker(graph).link(text)]


def test_case_does_not_matter() -> None:
    assert entities("who directed HEAT", "Heat") == ["Heat"]
    assert entities("who directed heat", "Heat") == ["Heat"]


def test_longest_name_wins() -> None:
    labels = ("The Matrix", "The Matrix Reloaded", "Matrix")
    assert entities("who wrote the matrix reloaded?", *labels) == ["The Matrix Reloaded"]


def test_leftmost_of_equally_long_names_wins() -> None:
    assert entities("x ab cd ef", "ab cd", "cd ef") == ["ab cd"]


def test_article_in_lower_case_does_not_make_a_name_longer() -> None:
    labels = ("The Evil Dead", "Evil Dead II")
    assert entities("the director of the Evil Dead II cast", *labels) == ["Evil Dead II"]


def test_part_of_a_word_is_no_name() -> None:
    assert entities("who wrote Heathers or Preheat", "Heat") == []


def test_punctuation_is_part_of_a_name() -> None:
    name = "(500) Days of Summer!"
    assert [name] == entities(f"who directed {name}?", name)


def test_name_beside_punctuation() -> None:
    assert entities('"Heat", or (Ran)?', "Heat", "Ran") == ["Heat", "Ran"]


@pytest.mark.parametrize("text", ["what is it about?", "What is It about?"])
def test_question_words_are_no_names(text: str) -> None:
    found = entities(text, "What", "Is", "About")
    assert found == []


def test_question_word_spelt_as_a_name_inside_is_one() -> None:
    assert entities("who directed It?", "It") == ["It"]


def test_ordinary_word_gives_way_to_a_name() -> None:
    assert entities("which language is spoken in France?", "language", "France") == ["France"]
    assert entities("which language is that?", "language") == ["language"]


def test_labels_that_differ_in_case_are_told_apart_by_it() -> None:
    assert entities("about Heat", "HEAT", "Heat") == ["Heat"]
    assert entities("about heat", "HEAT", "Heat") == ["HEAT", "Heat"]


def test_label_that_casefolds_to_more_letters() -> None:
    assert entities("where is STRASSE?", "Straße") == ["Straße"]
    assert entities("where is Straße?", "STRASSE") == ["STRASSE"]


def test_same_name_twice_is_linked_twice() -> None:
    graph = KnowledgeGraph.from_triples([("Ran", "r", "x1")])
    assert [Link("Ran", 0, 3), Link("Ran", 8, 11)] == ExactLinker(graph).link("Ran and Ran")


def test_languages_without_spaces_and_with_combining_marks() -> None:
    assert entities("wo liegt köln?", "Köln") == ["Köln"]
    assert entities("「東京」?", "東京") == ["東京"]


def test_alias_among_the_attributes_is_a_name() -> None:
    graph = KnowledgeGraph.from_triples(
        [("Q60", "in", "Q30")],
        attributes=[
            Attribute("Q60", "rdfs:label", "New York City", "en"),
            Attribute("Q60", "alias", "the Big Apple", "en"),
            Attribute("Q60", "description", "a city", "en"),
        ],
    )
    linker = ExactLinker(graph)
    for name in ("New York City", "the Big Apple", "Q60"):
        assert [Link("Q60", 5, 5 + len(name))] == linker.link(f"I am {name}")
    assert linker.link("a city") == []


def test_alias_of_two_entities_is_both() -> None:
    graph = KnowledgeGraph.from_triples(
        [("Q1", "in", "Q2")],
        attributes=[Attribute("Q1", "alias", "Paris"), Attribute("Q2", "alias", "Paris")],
    )
    assert [Link("Q1", 0, 5), Link("Q2", 0, 5)] == ExactLinker(graph).link("Paris")


def test_letters_that_fold_to_several_are_not_cut() -> None:
    assert entities("a ß b", "s") == []
    assert entities("eine Maßeinheit, ein Maß: groß", "Maß") == ["Maß"]
