import pytest

from km_graph.graph.vocabulary import Vocabulary
from km_graph.statistics.label_problems import label_problems


def problems(*labels):
    found = label_problems(Vocabulary.of(["fine", "Köln", *labels]))
    return {problem.problem: problem.labels for problem in found}


@pytest.mark.parametrize(
    ("label", "named"),
    [
        ("", {"empty or invisible"}),
        ("\u200b", {"empty or invisible"}),
        (" a", {"leading or trailing space"}),
        ("a\u00a0", {"leading or trailing space"}),
        ("a\nb", {"line break", "control character"}),
        ("a\u2028b", {"line break"}),
        ("a\x00b", {"control character"}),
        ("a\u202eb", {"bidirectional control"}),
        ("x" * 1001, {"over 1,000 bytes"}),
    ],
)
def test_a_problem_is_named(label, named):
    assert set(problems(label)) == named


@pytest.mark.parametrize("other", ["FINE", "Ko\u0308ln"])
def test_labels_that_look_alike_are_counted(other):
    assert problems(other) == {"alike but for case or Unicode form": 2}


@pytest.mark.parametrize("label", ["a b", "日本 語", "a\u200db", "-", "07"])
def test_ordinary_labels_have_none(label):
    assert problems(label) == {}


def test_an_empty_vocabulary_has_none():
    assert label_problems(Vocabulary.of([])) == []


def test_examples_are_few():
    found = label_problems(Vocabulary.of([f"{i} " for i in range(9)], kind="relation"))
    assert (found[0].kind, found[0].labels, len(found[0].examples)) == ("relation", 9, 3)
