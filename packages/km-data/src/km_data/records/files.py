"""Record files: JSON lines, one record a line; examples also in the forms of other tools.

Unknown keys are refused, so that a misspelt column is noticed.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path as FilePath
from typing import Any, TypeVar, overload

from km_data.records.example import AnyExample, Example
from km_data.records.prediction import Prediction
from km_data.records.question import Question
from km_graph.errors import DataError
from km_graph.files import read_jsonl, write_jsonl

R = TypeVar("R", Question, Prediction)
E = TypeVar("E", bound=AnyExample)


def read_questions(path: str | FilePath) -> Iterator[Question]:
    """The questions of a JSON-lines file; DataError names file and line of a bad one."""
    return _read(path, Question.from_json)


@overload
def read_examples(path: str | FilePath) -> Iterator[Example]: ...


@overload
def read_examples(path: str | FilePath, kind: type[E]) -> Iterator[E]: ...


def read_examples(path: str | FilePath, kind: type[Any] = Example) -> Iterator[Any]:
    """The examples of a file in any form and file type; DataError names file and line.

    Args:
        path: A file or folder; see ``km_data.formats.reading.read_any_examples``.
        kind: What all of them have to be: Example, PreferenceExample or RewardExample.
    """
    # Imported here: the forms are made of these records.
    from km_data.formats.reading import read_any_examples  # noqa: PLC0415

    for number, example in enumerate(read_any_examples(path), 1):
        if not isinstance(example, kind):
            raise DataError(
                path,
                f"expected rows of {kind.__name__}, found {type(example).__name__}",
                line=number,
            )
        yield example


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
