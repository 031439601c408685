import pytest

from km_data.following import answers_along
from km_data.testing import GRAPH
from km_graph.errors import UnknownLabelError
from km_graph.reference import ReferenceWalker
from km_graph.relation_path import RelationPath

WALKER = ReferenceWalker()


def test_answers_end_the_relation_path() -> None:
    pairs = [
        ("Lyon", RelationPath.parse("city_in/borders/capital")),
        ("Paris", RelationPath.parse("borders")),
        ("France", RelationPath.parse("^city_in")),
    ]
    assert answers_along(GRAPH, pairs, walker=WALKER) == [("Madrid",), (), ("Lyon",)]


def test_topic_is_no_answer_to_its_own_question() -> None:
    pairs = [("France", RelationPath.parse("borders/borders"))]
    assert answers_along(GRAPH, pairs, walker=WALKER) == [()]


def test_no_pairs_have_no_answers() -> None:
    assert answers_along(GRAPH, [], walker=WALKER) == []


def test_unknown_topic_is_named() -> None:
    with pytest.raises(UnknownLabelError, match="entity 'Frence' is not in the graph"):
        answers_along(GRAPH, [("Frence", RelationPath.parse("borders"))], walker=WALKER)
