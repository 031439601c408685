"""Question files in our own form: JSON lines, a ``Question`` each."""

from collections.abc import Iterator
from pathlib import Path

from km_data.records import Question
from km_data.sources.own import question_of
from km_data.sources.problems import OnProblem, fail, questions_of
from km_data.sources.rows import read_rows


class JsonlQuestions:
    """The question source ``jsonl``."""

    def read(self, path: Path, on_problem: OnProblem = fail) -> Iterator[Question]:
        """The questions of a file, in order; see ``QuestionSource``."""
        return questions_of(read_rows(path, on_problem), question_of, on_problem)


JSONL = JsonlQuestions()
