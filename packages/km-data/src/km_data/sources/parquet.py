"""Question files in our own form as Parquet: a ``Question`` a row, null for what is not known.

``aliases`` is a map or a struct, ``triples`` a list of lists or of structs ``head``, ``relation``
and ``tail``.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from km_data.records import Question
from km_data.sources.own import question_of
from km_data.sources.problems import OnProblem, Record, fail, questions_of
from km_data.sources.tables import parquet_rows


class ParquetQuestions:
    """The question source ``parquet``."""

    def read(self, path: Path, on_problem: OnProblem = fail) -> Iterator[Question]:
        """The questions of a file, in order; see ``QuestionSource``."""
        return questions_of(map(_plain, parquet_rows(path)), question_of, on_problem)


PARQUET = ParquetQuestions()


def _plain(record: Record) -> Record:
    """The record as JSON would have it."""
    row: dict[str, Any] = dict(record.value)
    if aliases := row.get("aliases"):
        pairs = dict(aliases)  # a map comes as pairs
        row["aliases"] = {answer: names for answer, names in pairs.items() if names is not None}
    if triples := row.get("triples"):
        row["triples"] = [
            [triple.get(key) for key in ("head", "relation", "tail")]
            if isinstance(triple, Mapping)
            else triple
            for triple in triples
        ]
    return record._replace(value=row)
