"""Rows that people tune language models with: Alpaca, and the conversations of ShareGPT.

What is asked becomes the text of a question, and each line of what is to be answered a gold
answer. They name no topics; a linker has to find them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from km_data.records import Question, fields
from km_data.sources.gold import answers_of, id_of
from km_data.sources.problems import OnProblem, Record, fail, questions_of
from km_data.sources.rows import read_rows

_ASKING = ("human", "user")
_ANSWERING = ("gpt", "assistant", "model", "chatgpt")
_TURNS = (("conversations", "from", "value"), ("messages", "role", "content"))


@dataclass(frozen=True, slots=True)
class AlpacaQuestions:
    """The question source ``alpaca``: rows with ``instruction``, ``input`` and ``output``.

    Attributes:
        instruction: The key of what is asked; likewise ``input`` and ``output``.
        input: The key of what is added to it, if anything.
        output: The key of what is to be answered.
    """

    instruction: str = "instruction"
    input: str = "input"
    output: str = "output"

    def read(self, path: Path, on_problem: OnProblem = fail) -> Iterator[Question]:
        """The questions of a file, in order; see ``QuestionSource``."""
        return questions_of(read_rows(path, on_problem), self._question, on_problem)

    def _question(self, record: Record) -> Question:
        row: dict[str, Any] = record.value
        parts = fields.text(row, self.instruction), fields.optional_text(row, self.input)
        return Question(
            id=_id(record),
            text="\n".join(filter(str.strip, parts)),
            answers=_lines(fields.text(row, self.output)),
        )


@dataclass(frozen=True, slots=True)
class ShareGptQuestions:
    """The question source ``sharegpt``: rows with ``conversations``, or ``messages``.

    Attributes:
        each: Whether every exchange of a conversation is a question; else the first one alone,
            as later ones may need those before them to be understood.
    """

    each: bool = False

    def read(self, path: Path, on_problem: OnProblem = fail) -> Iterator[Question]:
        """The questions of a file, in order; see ``QuestionSource``."""
        return questions_of(self._exchanges(path, on_problem), _exchange, on_problem)

    def _exchanges(self, path: Path, on_problem: OnProblem) -> Iterator[Record]:
        for record in read_rows(path, on_problem):
            try:
                found = _pairs(record.value)
            except (ValueError, TypeError) as error:
                on_problem(record.problem(str(error)))
                continue
            for number, pair in enumerate(found if self.each else found[:1], 1):
                name = f"{_id(record)}/{number}" if self.each else _id(record)
                yield record._replace(value=(name, *pair))


ALPACA = AlpacaQuestions()
SHAREGPT = ShareGptQuestions()


def _id(record: Record) -> str:
    if "id" in record.value:
        return id_of(record.value, "id")
    return f"{record.path.name.partition('.')[0]}-{record.number}"


def _lines(text: str) -> tuple[str, ...]:
    return answers_of(line.strip() for line in text.split("\n") if line.strip())


def _exchange(record: Record) -> Question:
    name, asked, answered = record.value
    return Question(id=name, text=asked, answers=_lines(answered))


def _pairs(row: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What was asked and answered, in order; what a system is told is left out."""
    key, speaker, said = next((one for one in _TURNS if one[0] in row), _TURNS[0])
    turns = fields.stated(row, key)
    if not isinstance(turns, list) or not all(isinstance(turn, dict) for turn in turns):
        raise TypeError(f"expected a list of objects as {key!r}, found {turns!r:.80}")
    spoken = [(fields.text(turn, speaker), fields.text(turn, said)) for turn in turns]
    pairs = [
        (asked, answered)
        for (first, asked), (second, answered) in pairwise(spoken)
        if first in _ASKING and second in _ANSWERING
    ]
    if not pairs:
        who = ", ".join(dict.fromkeys(name for name, _ in spoken)) or "nobody"
        raise ValueError(f"expected a human and an answer in {key!r}, found {who:.80}")
    return pairs
