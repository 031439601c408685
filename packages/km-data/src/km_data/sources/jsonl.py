"""Question files in our own form: one ``Question`` a line."""

from collections.abc import Iterator
from pathlib import Path

from km_data.records import Question, read_questions


class JsonlQuestions:
    """The question source ``jsonl``."""

    def read(self, path: Path) -> Iterator[Question]:
        """The questions of a file, in order; see ``QuestionSource``."""
        return read_questions(path)


JSONL = JsonlQuestions()
