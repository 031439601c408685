"""Question tables: CSV with a header, one question a row.

A column ``question`` (or ``text``) is needed; ``id``, ``topics`` and ``answers`` are read where
they are there, with ``|`` between several. Other columns are passed over.
"""

import csv
from collections.abc import Iterator
from pathlib import Path

from km_data.records import Question
from km_data.sources.lines import read_lines
from km_data.sources.problems import OnProblem, Record, fail, questions_of
from km_graph.errors import DataError


class CsvQuestions:
    """The question source ``csv``."""

    def read(self, path: Path, on_problem: OnProblem = fail) -> Iterator[Question]:
        """The questions of a file, in order; see ``QuestionSource``."""
        return questions_of(_rows(path, on_problem), _question, on_problem)


CSV = CsvQuestions()


def _rows(path: Path, on_problem: OnProblem) -> Iterator[Record]:
    reader = csv.DictReader(f"{line}\n" for _, line in read_lines(path, on_problem))
    try:
        if not {"question", "text"} & set(reader.fieldnames or ()):
            raise DataError(path, "expected a column 'question'", line=1)
        for number, row in enumerate(reader, 1):
            yield Record(path, reader.line_num, number, row)
    except csv.Error as error:
        raise DataError(path, f"expected CSV: {error}", line=reader.line_num) from error


def _question(record: Record) -> Question:
    row: dict[str | None, str] = record.value
    if None in row or None in row.values():
        raise ValueError("expected as many fields as there are columns")
    return Question(
        id=row.get("id") or str(record.number),
        text=row.get("question") or row.get("text") or "",
        topics=_several(row.get("topics", row.get("topic", ""))),
        answers=_several(row.get("answers", row.get("answer", ""))),
    )


def _several(value: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part for word in value.split("|") if (part := word.strip())))
