"""The question files of Think-on-Graph (Sun et al., ICLR 2024) and of those who took them over.

``cwq.json``, ``WebQSP.json`` and ``graliqa.json`` are JSON arrays, read one item at a time. Their
topics are Freebase ids with names; here they are called by name, or by id for a graph of ids.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from km_data.records import Question, fields
from km_data.sources.gold import answers_of, id_of, known_names
from km_data.sources.problems import OnProblem, Record, fail, questions_of
from km_data.sources.rows import read_rows

_ID_KEYS = ("ID", "QuestionId", "qid")


@dataclass(frozen=True, slots=True)
class TogQuestions:
    """The question source ``tog``.

    Attributes:
        ids: Whether entities are called by their ids, as in a graph that has no names.
    """

    ids: bool = False

    def read(self, path: Path, on_problem: OnProblem = fail) -> Iterator[Question]:
        """The questions of a file, in order; see ``QuestionSource``."""
        return questions_of(read_rows(path, on_problem), self._question, on_problem)

    def _question(self, record: Record) -> Question:
        row: dict[str, Any] = record.value
        text = "RawQuestion" if "RawQuestion" in row else "question"
        key = next((key for key in _ID_KEYS if key in row), _ID_KEYS[0])
        topics = known_names(row, "topic_entity")
        return Question(
            id=id_of(row, key),
            text=fields.text(row, text),
            topics=tuple(dict.fromkeys(topics if self.ids else topics.values())),
            answers=answers_of(self._answers(row)),
        )

    def _answers(self, row: Mapping[str, Any]) -> Iterator[str]:
        if "Parses" in row:
            parses = _objects(row, "Parses")
            said = (answer for parse in parses for answer in _objects(parse, "Answers"))
            yield from self._called(said, "AnswerArgument", "EntityName")
        elif isinstance(answer := fields.stated(row, "answer"), str):
            yield answer
        elif isinstance(answer, list) and all(isinstance(one, str) for one in answer):
            yield from answer
        else:
            yield from self._called(_objects(row, "answer"), "answer_argument", "entity_name")

    def _called(self, answers: Iterable[dict[str, Any]], key: str, name: str) -> Iterator[str]:
        for answer in answers:
            # A date or a number has no name.
            unnamed = self.ids or not answer.get(name)
            yield fields.text(answer, key if unnamed else name)


TOG = TogQuestions()


def _objects(row: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
    value = fields.stated(row, key)
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        raise TypeError(f"expected a list of objects as {key!r}, found {value!r:.80}")
    return value
