import pytest

from km_data.records import Prediction, Question
from km_eval.metrics.faithfulness import FAITHFULNESS
from km_eval.testing.metrics import MetricContract
from km_graph.graph import KnowledgeGraph
from km_graph.paths import Path
from km_graph.relation_path import RelationPath

GRAPH = KnowledgeGraph.from_triples(
    [("Paris", "capital_of", "France"), ("France", "in", "Europe"), ("Lyon", "in", "France")]
)
QUESTION = Question("1", "?")


class TestFaithfulness(MetricContract):
    @pytest.fixture
    def metric(self):
        return FAITHFULNESS


def path(relation_path, *entities):
    return Path(entities, RelationPath.parse(relation_path))


def faithfulness(answers, *evidence, graph=GRAPH, **more):
    prediction = Prediction("1", answers, evidence=evidence, **more)
    return FAITHFULNESS.score(QUESTION, prediction, graph).get("faithfulness")


def test_is_1_if_all_edges_are_there_and_all_answers_are_ends():
    evidence = path("capital_of/in", "Paris", "France", "Europe"), path("in", "Lyon", "France")
    assert faithfulness(("Europe", "France"), *evidence) == 1.0


def test_follows_inverse_hops():
    assert faithfulness(("Paris",), path("^capital_of", "France", "Paris")) == 1.0


@pytest.mark.parametrize(
    "evidence",
    [
        path("in", "Paris", "France"),
        path("capital_of", "France", "Paris"),
        path("capital_of", "Paris", "Spain"),
        path("rules", "Paris", "France"),
    ],
    ids=["no such edge", "wrong direction", "no such entity", "no such relation"],
)
def test_is_0_if_an_edge_is_not_in_the_graph(evidence):
    assert faithfulness((evidence.entities[-1],), evidence) == 0.0


def test_is_0_if_an_answer_is_no_end():
    assert faithfulness(("France", "Europe"), path("capital_of", "Paris", "France")) == 0.0


def test_is_0_without_evidence():
    assert faithfulness(("France",)) == 0.0


def test_a_path_of_no_hops_needs_its_entity():
    assert (faithfulness(("Paris",), path("", "Paris")), faithfulness(("X",), path("", "X"))) == (
        1.0,
        0.0,
    )


def test_is_left_out_where_nothing_is_answered_or_known():
    evidence = path("capital_of", "Paris", "France")
    left_out = [
        faithfulness((), evidence),
        faithfulness(("France",), evidence, graph=None),
        faithfulness(("France",), evidence, error="x"),
    ]
    assert left_out == [None, None, None]
