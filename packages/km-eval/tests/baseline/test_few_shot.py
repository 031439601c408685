import pytest

from km_data.records import Question
from km_eval.baseline.few_shot import choose_shots, written
from km_eval.extraction import extract_answers

QUESTIONS = [Question(str(i), "q?", answers=("a",) if i % 2 else ()) for i in range(20)]


@pytest.mark.parametrize("form", ["lines", "ans", "json"])
def test_answers_are_read_back_from_the_form_that_shots_show(form):
    answers = ("Paris", 'a "quoted" one')
    assert extract_answers(written(answers, form), form) == answers


def test_one_seed_draws_the_same_shots_and_only_ones_with_answers():
    first, second = (choose_shots(QUESTIONS, 4, seed=7) for _ in range(2))
    assert first == second
    assert all(shot.answers for shot in first)
    assert len(first) == 4
