"""What becomes of question records that cannot be read: raised, or left out, counted and listed."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

from km_data.records import Question
from km_graph.errors import DataError, GraphFormatError

_LISTED = 20
LONGEST = 100_000
"""The most characters of a question, an answer or a label; none that is meant has as many."""

OnProblem = Callable[[DataError], None]
"""Told of each bad record; one that does not raise has it left out."""


def fail(problem: DataError) -> None:
    """The way to take a problem that is the default: raise it."""
    raise problem


@dataclass(slots=True)
class Skipped:
    """The other way: leave the record out, count it, and keep the first few to list.

    Example:
        >>> skipped = Skipped()
        >>> skipped(DataError("mine.jsonl", "expected at least one answer", line=7))
        >>> skipped.count, str(skipped.listed[0])
        (1, 'mine.jsonl:7: expected at least one answer')
    """

    count: int = 0
    listed: list[DataError] = field(default_factory=list)

    def __call__(self, problem: DataError) -> None:
        """Take one problem."""
        self.count += 1
        if len(self.listed) < _LISTED:
            self.listed.append(problem)


class Record(NamedTuple):
    """What one question is made from.

    Attributes:
        path: The file it is in.
        line: Its line, or its row in a table.
        number: Which record of the file it is; the line where each line is a record.
        value: The keys and values of a row, or the text of a line.
    """

    path: Path
    line: int
    number: int
    value: Any

    def problem(self, message: str) -> DataError:
        """What to say of it."""
        which = "" if self.number == self.line else f"record {self.number}: "
        return DataError(self.path, which + message, line=self.line)


def questions_of(
    records: Iterable[Record], parse: Callable[[Record], Question], on_problem: OnProblem
) -> Iterator[Question]:
    """The question of each record; one that ``parse`` or ``check`` refuses is a problem."""
    for record in records:
        try:
            question = parse(record)
            check(question)
        except (ValueError, TypeError) as error:
            on_problem(record.problem(str(error)))
        else:
            yield question


def check(question: Question) -> None:
    """Refuse what no step after this one could do with.

    Raises:
        ValueError: If a text is blank, longer than ``LONGEST`` or not Unicode.
    """
    named = {
        "an id": (question.id,),
        "a question": (question.text,),
        "a topic": question.topics,
        "an answer": question.answers,
        "an alias": tuple(chain.from_iterable(question.aliases.values())),
        "a label": tuple(chain.from_iterable(question.triples)),
    }
    if _wrong(tuple(chain.from_iterable(named.values()))):
        what, wrong = next((what, wrong) for what in named if (wrong := _wrong(named[what])))
        raise ValueError(f"{what} {wrong}")


def as_data_error(error: GraphFormatError, *, line: int | None = None) -> DataError:
    """What a reader of graph files says, said of a question file.

    Args:
        error: What it says.
        line: Where reading had come to, if it does not say.
    """
    where = f"{error.path}:{error.line}" if error.line is not None else error.path
    message = error.message.removeprefix(f"{where}: ")
    line = error.line if error.line is not None else line
    return DataError(error.path, message, line=line, hint=error.hint)


@contextmanager
def data_errors() -> Iterator[None]:
    """Where errors of graph files are raised as those of question files."""
    try:
        yield
    except GraphFormatError as error:
        raise as_data_error(error) from error


def _wrong(texts: Sequence[str]) -> str:
    """What is wrong with one of these texts; empty if nothing is."""
    longest = max(map(len, texts), default=0)
    if longest > LONGEST:
        return f"of {longest:,} characters, expected at most {LONGEST:,}"
    if not all(map(str.strip, texts)):
        return "is blank"
    try:
        "".join(texts).encode()
    except UnicodeEncodeError as error:
        return f"is not Unicode text: {error.object[max(error.start - 20, 0) : error.end]!r}"
    return ""
