"""Record files: JSON lines, one record a line.

Unknown keys are refused, so that a misspelt column is noticed.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path as FilePath
from typing import Any, TypeVar

from km_data.records.example import AnyExample, Example
from km_data.records.prediction import Prediction
from km_data.records.question import Question
from km_graph.errors import DataError
from km_graph.files import read_jsonl, write_jsonl

R = TypeVar("R", Question, Example, Prediction)


def read_questions(path: str | FilePath) -> Iterator[Question]:
    """The questions of a JSON-lines file; DataError names file and line of a bad one."""
    return _read(path, Question.from_json)


def read_examples(path: str | FilePath) -> Iterator[Example]:
    """The examples of a JSON-lines file; DataError names file and line of a bad one."""
    return _read(path, Example.from_json)


def read_predictions(path: str | FilePath) -> Iterator[Prediction]:
    """The predictions of a JSON-lines file; DataError names file and line of a bad one."""
    return _read(path, Prediction.from_json)


def write_records(
    path: str | FilePath, records: Iterable[Question | AnyExample | Prediction]
) -> int:
    """Records as JSON lines, written atomically; returns how many."""
    return write_jsonl(path, (record.to_json() for record in records))


def _read(path: str | FilePath, parse: Callable[[Mapping[str, Any]], R]) -> Iterator[R]:
    for line, row in read_jsonl(path):
        try:
            yield parse(row)
        except (TypeError, ValueError, AttributeError) as error:
            raise DataError(path, str(error), line=line) from error
