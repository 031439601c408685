import pytest

from km_data.mining import mine, with_mined_paths
from km_data.records import Question
from km_data.testing import GRAPH
from km_graph.graph import KnowledgeGraph
from km_graph.reference import ReferenceWalker
from km_graph.relation_path import RelationPath

WALKER = ReferenceWalker()

WORLD = KnowledgeGraph.from_triples(
    [
        ("France", "capital", "Paris"),
        ("France", "largest_city", "Paris"),
        ("Brazil", "capital", "Brasília"),
        ("Brazil", "largest_city", "São Paulo"),
        ("Lyon", "city_in", "France"),
        ("Paris", "city_in", "France"),
        ("Brasília", "city_in", "Brazil"),
        ("São Paulo", "city_in", "Brazil"),
    ]
)


def test_best_relation_path_comes_first() -> None:
    question = Question("1", "?", ("Lyon",), ("Paris",))
    (fits,) = mine(GRAPH, [question], walker=WALKER, max_hops=3)
    assert RelationPath.parse("city_in/capital") == fits[0].relation_path
    assert (fits[0].precision, fits[0].recall, fits[0].f1) == (1.0, 1.0, 1.0)


def test_precision_and_recall_count_what_is_reached() -> None:
    question = Question("1", "?", ("Brazil",), ("Brasília", "Paris"))
    (fits,) = mine(WORLD, [question], walker=WALKER, max_hops=1)
    by_path = {str(fit.relation_path): (fit.precision, fit.recall) for fit in fits}
    assert by_path == {"capital": (1.0, 0.5), "^city_in": (0.5, 0.5)}


def test_questions_that_read_the_same_decide_together() -> None:
    questions = [
        Question("1", "largest city of France?", ("France",), ("Paris",)),
        Question("2", "largest city of Brazil?", ("Brazil",), ("São Paulo",)),
    ]
    mined = with_mined_paths(WORLD, questions, walker=WALKER, max_hops=2).questions
    assert [(RelationPath.parse("largest_city"),)] * 2 == [q.relation_paths for q in mined]


def test_of_equal_paths_the_one_that_explains_little_else_is_taken() -> None:
    questions = [
        Question("1", "In which country is Lyon?", ("Lyon",), ("France",)),
        Question("2", "In which country is Paris?", ("Paris",), ("France",)),
        Question("3", "Whose capital is Paris?", ("Paris",), ("France",)),
        Question("4", "Whose capital is Brasília?", ("Brasília",), ("Brazil",)),
    ]
    mined = with_mined_paths(WORLD, questions, walker=WALKER, max_hops=2).questions
    found = [str(question.relation_paths[0]) for question in mined]
    assert found == ["city_in", "city_in", "^capital", "^capital"]


def test_agreement_with_gold_is_counted() -> None:
    gold = (RelationPath.parse("capital"),)
    questions = [
        Question("1", "capital of Brazil?", ("Brazil",), ("Brasília",), relation_paths=gold),
        Question("2", "home of São Paulo?", ("São Paulo",), ("Brazil",), relation_paths=gold),
        Question("3", "seat of Brazil?", ("Brazil",), ("Brasília",)),
    ]
    assert with_mined_paths(WORLD, questions, walker=WALKER, max_hops=2).agreement == 0.5


def test_agreement_is_none_without_gold() -> None:
    questions = [Question("1", "?", ("Brazil",), ("Brasília",))]
    assert with_mined_paths(WORLD, questions, walker=WALKER, max_hops=1).agreement is None


@pytest.mark.parametrize(
    "question",
    [
        Question("1", "?", ("Brazil",), ("Atlantis",)),
        Question("1", "?", ("Atlantis",), ("Brazil",)),
        Question("1", "?", (), ("Brazil",)),
        Question("1", "?", ("Brazil",), ()),
    ],
)
def test_question_without_a_connection_has_no_path(question: Question) -> None:
    mined = with_mined_paths(WORLD, [question], walker=WALKER, max_hops=2)
    assert [question.relation_paths for question in mined.questions] == [()]


def test_no_questions_give_none() -> None:
    assert with_mined_paths(WORLD, [], walker=WALKER, max_hops=2).questions == []
