from dataclasses import replace

from km_data.records import Prediction, Question
from km_graph.paths import Path
from km_graph.relation_path import RelationPath
from km_reason.asking import Asked, silence
from km_reason.grading import graded

SURE = Path(("t", "a"), RelationPath.parse("r"))
UNSURE = Path(("t", "b"), RelationPath.parse("s"))
PREDICTION = Prediction("1", ("a", "b"), (0.8, 0.2), (SURE, UNSURE))


def test_unsure_answers_are_left_out_with_their_evidence() -> None:
    found = graded(PREDICTION, min_confidence=0.5)
    assert (("a",), (0.8,), (SURE,)) == (found.answers, found.scores, found.evidence)


def test_where_none_is_sure_the_graph_does_not_say() -> None:
    found = graded(PREDICTION, min_confidence=0.9)
    assert ((), (), (), None) == (found.answers, found.scores, found.evidence, found.error)


def test_answers_without_scores_stay() -> None:
    prediction = Prediction("1", ("a",))
    assert prediction is graded(prediction, min_confidence=0.9)


def test_no_threshold_leaves_all() -> None:
    assert PREDICTION is graded(PREDICTION, min_confidence=0.0)


def test_silence_says_that_an_answer_was_not_sure_enough() -> None:
    question = Question("1", "who is t?", ("t",))
    unsure = graded(replace(PREDICTION, relation_paths=(SURE.relation_path,)), min_confidence=0.9)
    assert "surely enough" in silence(Asked(question, unsure))
    assert "no path was found from t" in silence(Asked(question, Prediction("1")))
