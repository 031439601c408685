"""Each quirk of a published rule on a case small enough to check by hand."""

import pytest

from km_data.records import Prediction, Question
from km_eval.cases import Case
from km_eval.contracts import NotScoredError
from km_eval.profiles.g_retriever import G_RETRIEVER
from km_eval.profiles.gcr import GCR
from km_eval.profiles.rog import GNNRAG, ROG
from km_eval.profiles.strict import STRICT
from km_eval.profiles.subgraphrag import SUBGRAPHRAG
from km_eval.profiles.tog import TOG
from km_eval.profiles.token_f1 import GRAPHWALKER, KG_R1


def numbers(profile, raw, gold, *, text="…?", **known):
    question = Question("1", text, answers=tuple(gold), aliases=known.pop("aliases", {}))
    answers = tuple(raw.split("\n")) if isinstance(raw, str) else tuple(raw)
    return profile.score(Case(question, Prediction("1", answers), raw, **known))


@pytest.mark.parametrize(
    ("profile", "raw", "gold", "expected"),
    [
        # A substring counts, of the whole and of none of the words.
        (ROG, "Tirana", ["Iran"], {"hit": 1.0, "f1": 1.0}),
        (STRICT, "Tirana", ["Iran"], {"hit": 0.0, "f1": 0.0}),
        # What normalizes to nothing hits everything.
        (ROG, "Paris", ["The"], {"hit": 1.0}),
        (ROG, "Paris", ["?"], {"hit": 1.0}),
        (STRICT, "Paris", ["The"], {"hit": 0.0}),
        # One line that names three is a precision of 3.
        (ROG, "Rome, Paris and Bonn", ["Rome", "Paris", "Bonn"], {"precision": 3.0, "f1": 1.5}),
        (GCR, "Rome, Paris and Bonn", ["Rome", "Paris", "Bonn"], {"precision": 1.0, "f1": 1.0}),
        # A match across two answers, which the space between them makes.
        (ROG, ["New", "York"], ["New York"], {"hit": 1.0, "precision": 0.5}),
        # Punctuation is deleted, not replaced.
        (ROG, "U.S.-born", ["US born"], {"hit": 0.0}),
        (ROG, "U.S.-born", ["usborn"], {"hit": 1.0}),
        # Blank lines are answers, for RoG all of them, for GNN-RAG those within.
        (ROG, "\nParis\n\n", ["Paris"], {"precision": 0.25}),
        (GNNRAG, "\nParis\n\n", ["Paris"], {"precision": 1.0}),
        (GNNRAG, "Paris\n\nRome", ["Paris"], {"precision": 1 / 3}),
        (GCR, "\nParis\n\n", ["Paris"], {"precision": 1.0}),
        # Nothing said: one blank line or no answers.
        (ROG, "", ["Paris"], {"hit": 0.0, "precision": 0.0, "f1": 0.0}),
        (ROG, [], ["The"], {"hit": 1.0, "accuracy": 1.0, "recall": 0.0, "f1": 0.0}),
        (GCR, [], ["Paris"], {"hit": 0.0, "f1": 0.0}),
        # Duplicates: of answers dropped in a list and kept in a text, of gold kept by RoG.
        (ROG, ["Paris", "Paris"], ["Paris"], {"precision": 1.0}),
        (ROG, "Paris\nParis", ["Paris"], {"precision": 0.5}),
        (GCR, "Paris\nParis", ["Paris"], {"precision": 1.0}),
        (ROG, "Paris", ["Paris", "Paris", "Rome"], {"recall": 2 / 3}),
        (GCR, "Paris", ["Paris", "Paris", "Rome"], {"recall": 1 / 2}),
        # Hit1 is a substring of the first line.
        (GNNRAG, "Tirana\nParis", ["Iran"], {"hit1": 1.0}),
        (GNNRAG, "Rome\nParis", ["Paris"], {"hit": 1.0, "hit1": 0.0}),
        # GCR's ranks are by frequency.
        (GCR, ["Rome", "Paris", "Paris"], ["Paris"], {"hit_at_1": 1.0}),
        # G-Retriever separates by a bar.
        (G_RETRIEVER, "paris|rome", ["Paris", "Bonn"], {"precision": 0.5, "recall": 0.5}),
        (G_RETRIEVER, "Paris", ["Paris|Rome"], {"recall": 0.5}),
        # ToG: braces, spaces, either way round.
        (TOG, "So {New  York} it is, {Rome}.", ["newyork city"], {"exact_match": 1.0}),
        (TOG, "So {} it is.", ["Paris"], {"exact_match": 1.0}),
        (TOG, "{NULL}", ["NULL"], {"exact_match": 0.0}),
        (TOG, "I think of {Paris", ["Pari"], {"exact_match": 1.0}),
        (TOG, "It is Paris.", ["Paris"], {"exact_match": 1.0}),
        (TOG, "Rome", ["Paris"], {"exact_match": 0.0}),
        # Token F1: best gold answer, or best pair.
        (KG_R1, "the Eiffel Tower", ["Eiffel Tower", "Paris"], {"exact_match": 1.0, "f1": 1.0}),
        (KG_R1, "Paris, Rome", ["Rome"], {"exact_match": 1.0, "f1": 2 / 3}),
        (KG_R1, "the tower", ["Eiffel tower"], {"exact_match": 0.0, "f1": 2 / 3}),
        (GRAPHWALKER, '["Rome", "Paris"]', ["Paris", "Bonn"], {"exact_match": 1.0, "f1": 1.0}),
        (GRAPHWALKER, "Rome | Paris", ["Paris"], {"f1": 1.0}),
        (GRAPHWALKER, "the Hague", ["Hague"], {"exact_match": 1.0, "f1": 2 / 3}),
        (GRAPHWALKER, "Tirana", ["Iran"], {"exact_match": 1.0, "f1": 0.0}),
        (GRAPHWALKER, "", ["Iran"], {"exact_match": 0.0, "f1": 0.0}),
    ],
)
def test_a_quirk(profile, raw, gold, expected):
    found = numbers(profile, raw, gold)
    assert expected == {name: found[name] for name in expected}


def test_tog_takes_aliases():
    assert numbers(TOG, "UK", ["Britain"], aliases={"Britain": ("UK",)})["exact_match"] == 1.0


@pytest.mark.parametrize("profile", [ROG, GNNRAG, GCR, SUBGRAPHRAG, G_RETRIEVER])
def test_a_script_that_divides_by_the_gold_answers_gives_no_number_without_any(profile):
    with pytest.raises(NotScoredError, match="no gold answers"):
        numbers(profile, "Paris", [])


def test_gcr_looks_for_answers_in_paths_but_not_in_its_f1():
    said = ["# Reasoning Path:\nRhine -> mouth -> Rome\n# Answer:\nBonn"]
    found = numbers(GCR, said, ["Rome"], gold_paths=("Rhine -> mouth -> Rome",))
    assert (found["hit"], found["f1"]) == (1.0, 0.0)
    assert (found["path_answer_f1"], found["path_f1"]) == (1.0, 1.0)


def test_subgraphrag_counts_lines_with_a_mark():
    said = "I think.\nans: Paris\nans: Paris\nans: none\nans: not available\nans: Rome"
    found = numbers(SUBGRAPHRAG, said, ["Paris"])
    assert (found["precision"], found["recall"], found["hits_at_1"]) == (0.5, 1.0, 1.0)


def test_subgraphrag_matches_one_to_one_the_longest_first():
    found = numbers(SUBGRAPHRAG, "ans: New York City\nans: York", ["York", "New York"])
    assert (found["n_found"], found["exact_match"]) == (2.0, 1.0)
    # One answer cannot stand for two.
    assert numbers(SUBGRAPHRAG, "ans: New York City", ["York", "New York"])["n_found"] == 1.0


def test_subgraphrag_matches_either_way_in_questions_of_places():
    said, gold = "ans: York", ["New York"]
    assert numbers(SUBGRAPHRAG, said, gold, text="Which one?")["f1"] == 0.0
    assert numbers(SUBGRAPHRAG, said, gold, text="Where is it?")["f1"] == 1.0


def test_subgraphrag_cuts_dates_to_years_in_questions_of_time():
    said, gold = "ans: 1999", ["1999-07-01"]
    assert numbers(SUBGRAPHRAG, said, gold, text="What date?")["f1"] == 0.0
    assert numbers(SUBGRAPHRAG, said, gold, text="When was it?")["f1"] == 1.0


@pytest.mark.parametrize(
    ("said", "in_graph", "shown", "expected"),
    [
        ("ans: Paris\nans: Rome", True, (), 0.0),  # +1 and -1 over two answers
        ("ans: not available", True, (), 0.0),
        ("ans: not available", False, (), 1.0),
        ("ans: Paris", False, ("Paris",), -1.0),
        ("ans: Paris", False, ("Rome",), -1.5),
    ],
)
def test_subgraphrag_scores_hallucination(said, in_graph, shown, expected):
    found = numbers(SUBGRAPHRAG, said, ["Paris"], answer_in_graph=in_graph, retrieved=shown)
    assert found["hallucination"] == expected


def test_subgraphrag_reports_micro_f1_and_hallucination_from_0_to_1():
    means = {"n_found": 1.0, "n_answers": 2.0, "n_gold": 4.0, "hallucination": -0.25, "f1": 0.3}
    assert SUBGRAPHRAG.summary(means) == {
        "f1": 0.3,
        "hallucination": 0.5,
        "micro_f1": 1 / 3,
        "micro_precision": 0.5,
        "micro_recall": 0.25,
    }
