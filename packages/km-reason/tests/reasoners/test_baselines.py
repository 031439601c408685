"""The reasoners that every report needs beside a good one."""

import json
from pathlib import Path

from km_data.prompts import reasoning_prompt
from km_data.records import Question
from km_graph.walkers import load_walker
from km_reason.contracts import REASONERS, Reasoner
from km_reason.models.replay import ReplayModel
from km_reason.reasoners.closed_book import ClosedBookReasoner
from km_reason.reasoners.random_path import RandomPathReasoner
from km_reason.testing import ReasonerContract
from km_reason.testing.films import film_graph, film_questions

WALKER = load_walker("reference")


class TestOraclePath(ReasonerContract):
    def reasoner(self) -> Reasoner:
        return REASONERS.load("oracle-path")(WALKER)


class TestRandomPath(ReasonerContract):
    def reasoner(self) -> Reasoner:
        return REASONERS.load("random-path")(WALKER, beams=40)


def test_random_answers_are_those_of_most_walks_first() -> None:
    reasoner = RandomPathReasoner(WALKER, beams=400, hops=1, max_evidence=9)
    found = reasoner.answer(film_graph(), [Question("1", "what is Heat?", ("Heat",))])[0]
    assert {"Al Pacino", "Michael Mann", "Ouroboros", "Robert De Niro"} == set(found.answers)
    assert list(found.scores) == sorted(found.scores, reverse=True)
    assert 0.99 < sum(found.scores) <= 1 + 1e-9
    assert len(found.evidence) == 4


def test_random_answers_depend_on_question_and_seed_alone() -> None:
    graph, questions = film_graph(), film_questions()
    answers = RandomPathReasoner(WALKER, seed=1).answer(graph, questions)
    alone = RandomPathReasoner(WALKER, seed=1).answer(graph, questions[2:3])
    assert answers[2].evidence == alone[0].evidence
    others = RandomPathReasoner(WALKER, seed=2).answer(graph, questions)
    assert [item.evidence for item in answers] != [item.evidence for item in others]


def closed_book(folder: Path, question: Question, text: str) -> ClosedBookReasoner:
    row = {"prompt": reasoning_prompt(question, ()), "completions": [{"text": text}]}
    (folder / "c.jsonl").write_text(json.dumps(row) + "\n")
    return ClosedBookReasoner(ReplayModel(folder / "c.jsonl"))


def test_closed_book_answers_are_the_lines_a_model_writes(tmp_path: Path) -> None:
    question = Question("1", "who directed Heat?")
    reasoner = closed_book(tmp_path, question, "Michael Mann\nSomebody\n")
    found = reasoner.answer(film_graph(), [question, Question("2", " ")])
    assert ("Michael Mann", "Somebody") == found[0].answers
    assert found[0].evidence == ()
    assert found[1].error
