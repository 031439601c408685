"""Metrics beyond right and wrong."""

import pytest

from km_data.records import Prediction, Question
from km_eval import score
from km_eval.metrics.abstention import ABSTENTION
from km_eval.metrics.confidence import CONFIDENCE
from km_eval.metrics.coverage import COVERAGE
from km_eval.metrics.hallucination import HALLUCINATION
from km_eval.metrics.relation_paths import RELATION_PATHS
from km_eval.metrics.rouge import Explanations, rouge_l
from km_eval.metrics.usage import USAGE, Usage
from km_eval.testing.metrics import MetricContract
from km_graph.graph import KnowledgeGraph, Triple
from km_graph.paths import Path
from km_graph.relation_path import RelationPath

GRAPH = KnowledgeGraph.from_triples(
    [("Rhine", "mouth", "North Sea"), ("Bonn", "on", "Rhine"), ("Rome", "on", "Tiber")]
)
ASKED = Question("1", "?", topics=("Bonn",), answers=("North Sea",))
TRUE = Path(("Bonn", "Rhine", "North Sea"), RelationPath.parse("on/mouth"))
FALSE = Path(("Bonn", "Tiber"), RelationPath.parse("on"))


class TestMetrics(MetricContract):
    @pytest.fixture(
        params=[
            *(ABSTENTION, CONFIDENCE, COVERAGE, HALLUCINATION, RELATION_PATHS, USAGE),
            Explanations({"1": "Paris is the capital."}),
        ],
        ids=lambda metric: type(metric).__name__,
    )
    def metric(self, request):
        return request.param


def plan(*paths):
    return tuple(map(RelationPath.parse, paths))


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (("a", "b"), (0.5, 0.5, 0.5, 0.0)),
        (("c", "a"), (1.0, 1.0, 1.0, 1.0)),
        (("a", "a"), (1.0, 0.5, 2 / 3, 0.0)),
        ((), (0.0, 0.0, 0.0, 0.0)),
        (("^a",), (0.0, 0.0, 0.0, 0.0)),
    ],
)
def test_relation_paths_are_compared_as_sets(said, expected):
    question = Question("1", "?", relation_paths=plan("a", "c"))
    found = RELATION_PATHS.score(question, Prediction("1", relation_paths=plan(*said)), None)
    assert expected == tuple(found.values())


@pytest.mark.parametrize(
    ("answers", "evidence", "expected"),
    [
        (("North Sea",), (TRUE,), (0.0, 0.0, 0.0)),
        (("North Sea", "Rome"), (TRUE,), (0.0, 0.5, 0.5)),
        (("Atlantis", "Rome"), (), (0.5, 1.0, 1.0)),
        (("Tiber",), (FALSE,), (0.0, 1.0, 1.0)),
    ],
)
def test_hallucination_is_the_share_of_answers_without_ground(answers, evidence, expected):
    found = HALLUCINATION.score(ASKED, Prediction("1", answers, evidence=evidence), GRAPH)
    assert expected == tuple(found.values())


def test_coverage_is_whether_an_answer_is_within_reach():
    found = COVERAGE.score(ASKED, Prediction("1"), GRAPH)
    assert found == {"coverage_1": 0.0, "coverage_2": 1.0, "coverage_3": 1.0}


@pytest.mark.parametrize(("topic", "answer"), [("Rome", "North Sea"), ("Atlantis", "Rome")])
def test_what_is_not_connected_is_out_of_reach(topic, answer):
    asked = Question("1", "?", topics=(topic,), answers=(answer,))
    assert set(COVERAGE.score(asked, Prediction("1"), GRAPH).values()) == {0.0}


def test_a_question_is_measured_in_its_own_graph():
    own = Question("1", "?", topics=("a",), answers=("b",), triples=(Triple("a", "r", "b"),))
    assert COVERAGE.score(own, Prediction("1"), GRAPH)["coverage_1"] == 1.0


def test_abstention_has_a_precision_and_a_recall():
    asked = [Question("1", "?"), Question("2", "?"), Question("3", "?", answers=("x",))]
    said = [Prediction("1"), Prediction("2", ("y",)), Prediction("3", (" ",))]
    means = score(asked, said, metrics=[ABSTENTION]).overall.means
    assert (means["abstention_precision"], means["abstention_recall"]) == (0.5, 0.5)


def test_a_failure_is_no_abstention():
    found = ABSTENTION.score(Question("1", "?"), Prediction("1", error="no reply"), None)
    assert found == {"abstained": 0.0, "abstention_recall": 0.0}


@pytest.mark.parametrize(
    ("scores", "expected"),
    [((0.8,), {"confidence": 0.8, "brier": pytest.approx(0.04)}), ((-1.2,), {}), ((), {})],
)
def test_brier_is_the_squared_distance_from_the_truth(scores, expected):
    said = Prediction("1", ("North Sea",), scores)
    assert expected == CONFIDENCE.score(ASKED, said, None)


def test_cost_is_of_what_was_written():
    said = Prediction("1", tokens=2_000, seconds=0.5)
    expected = {"seconds": 0.5, "tokens": 2000.0, "cost": 0.006}
    assert expected == Usage(price=3.0).score(ASKED, said, None)
    assert {"seconds", "tokens"} == USAGE.score(ASKED, said, None).keys()


@pytest.mark.parametrize(
    ("said", "reference", "expected"),
    [
        ("police killed the gunman", "police kill the gunman", 0.75),
        ("the gunman kill police", "police kill the gunman", 0.5),
        ("A, b!", "a b", 1.0),
        ("", "a", 0.0),
        ("a", "", 0.0),
        ("a a a", "a", 0.5),
    ],
)
def test_rouge_l_is_the_longest_common_subsequence(said, reference, expected):
    assert rouge_l(said, reference) == expected


def test_explanations_are_compared_with_completions():
    metric = Explanations({"1": "it flows there"})
    assert metric.score(ASKED, Prediction("1", completion="It flows."), None) == {"rouge_l": 0.8}
    assert metric.score(Question("2", "?"), Prediction("2"), None) == {}
