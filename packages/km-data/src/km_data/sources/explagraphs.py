"""ExplaGraphs (Saha et al., EMNLP 2021): whether one argument supports or counters another.

A table with tabs and the header ``arg1 arg2 label graph``; a graph is written
``(cannabis; synonym of; marijuana)(legal; causes; more available)`` and becomes the question's own.
Asked is what G-Retriever asks, so that scores can be compared.
"""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from km_data.records import Question
from km_data.sources.lines import read_records
from km_data.sources.problems import OnProblem, Record, fail, questions_of
from km_graph.errors import DataError
from km_graph.formats.lines import shorten
from km_graph.graph import Triple

_COLUMNS = ("arg1", "arg2", "label", "graph")
_LABELS = ("support", "counter")


class ExplaGraphs:
    """The question source ``explagraphs``."""

    def read(self, path: Path, on_problem: OnProblem = fail) -> Iterator[Question]:
        """The questions of a file, in order; see ``QuestionSource``."""
        records = read_records(path, on_problem)
        for header in islice(records, 1):
            names = header.value.split("\t")
            missing = [name for name in _COLUMNS if name not in names]
            if missing:
                raise header_error(header, missing)
            reader = _Reader(names)
            yield from questions_of(records, reader.question, on_problem)


EXPLAGRAPHS = ExplaGraphs()


def header_error(header: Record, missing: list[str]) -> DataError:
    """What to say of a header that lacks columns."""
    return header.problem(
        f"expected the columns {', '.join(_COLUMNS)}; {missing[0]!r} is missing from "
        f"{shorten(header.value)}"
    )


class _Reader:
    """Reads rows under a header."""

    def __init__(self, names: list[str]) -> None:
        self._names = names

    def question(self, record: Record) -> Question:
        values = record.value.split("\t")
        if len(values) != len(self._names):
            raise ValueError(f"expected {len(self._names)} fields, found {len(values)}")
        row = dict(zip(self._names, values, strict=True))
        if row["label"] not in _LABELS:
            raise ValueError(f"expected support or counter as label, found {row['label']!r:.80}")
        return Question(
            id=f"{record.path.name.partition('.')[0]}-{record.line}",
            text=f"Argument 1: {row['arg1']}\nArgument 2: {row['arg2']}\n"
            "Do argument 1 and argument 2 support or counter each other?",
            answers=(row["label"],),
            triples=tuple(_triples(row["graph"].strip())),
        )


def _triples(text: str) -> Iterator[Triple]:
    if not (text.startswith("(") and text.endswith(")")):
        raise ValueError(f"expected (head; relation; tail)… as graph, found {shorten(text)}")
    for stated in text[1:-1].split(")("):
        parts = [part.strip() for part in stated.split(";")]
        if len(parts) != 3:
            raise ValueError(f"expected head; relation; tail, found {shorten(stated)}")
        yield Triple(*parts)
