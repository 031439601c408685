"""PathQuestion (Zhou et al., "An Interpretable Reasoning Network", COLING 2018), PQ and PQL.

A line is a question, a tab, ``answer(answer/other answer/)``, a tab, and the path through the
graph that leads to the answer: ``topic#relation#entity#…#answer``, in PQ with ``#<end>#answer``
after it. The source is one such file, or a folder of them: ``PQ-2H.txt``, ``PQL-3H.txt``.
"""

import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from km_data.records import Question
from km_data.sources.gold import answers_of
from km_data.sources.lines import read_records
from km_data.sources.phrasing import template_of
from km_data.sources.problems import OnProblem, Record, fail, questions_of
from km_graph.errors import DataError
from km_graph.formats.lines import shorten
from km_graph.relation_path import Hop, RelationPath

_END = "<end>"
_FILE = re.compile(r"PQL?-.*\.txt(\.\w+)?")


class PathQuestions:
    """The question source ``pathquestion``."""

    def read(self, path: Path, on_problem: OnProblem = fail) -> Iterator[Question]:
        """The questions of a file or folder, by name of file; see ``QuestionSource``."""
        return questions_of(
            chain.from_iterable(read_records(file, on_problem) for file in _files(path)),
            _question,
            on_problem,
        )


PATHQUESTION = PathQuestions()


def _files(path: Path) -> Iterator[Path]:
    if not path.is_dir():
        yield path
        return
    files = sorted(file for file in path.iterdir() if _FILE.fullmatch(file.name))
    if not files:
        raise DataError(path, "no PathQuestion file here", hint="expected PQ-2H.txt or the like")
    yield from files


def _question(record: Record) -> Question:
    parts = record.value.split("\t")
    if len(parts) != 3:
        raise ValueError(
            f"expected a question, answers and a path between tabs, found {len(parts)} "
            f"fields: {shorten(record.value)}"
        )
    text, listed, stations = parts[0].strip(), parts[1].strip(), parts[2].strip().split("#")
    if _END in stations:
        stations = stations[: stations.index(_END)]
    if len(stations) < 3 or len(stations) % 2 == 0 or not all(stations):
        raise ValueError(f"expected topic#relation#…#answer, found {shorten(parts[2])}")
    topic, path = stations[0], RelationPath(map(Hop, stations[1::2]))
    mentions = _mentions(text, topic)
    return Question(
        id=f"{record.path.name.partition('.')[0]}-{record.line}",
        text=text,
        topics=(topic,),
        answers=answers_of(_answers(listed, stations[-1])),
        mentions=mentions,
        relation_paths=(path,),
        hops=len(path),
        template=template_of(str(path), text, mentions),
    )


def _answers(listed: str, answer: str) -> list[str]:
    """The answers of ``answer(answer/other/)``; a name may hold brackets of its own."""
    inside = listed.removeprefix(f"{answer}(").removesuffix(")")
    if len(inside) != len(listed) - len(answer) - 2:
        raise ValueError(
            f"expected {answer}(…/) as the answers to the path's end, found {shorten(listed)}"
        )
    return list(filter(None, inside.split("/")))


def _mentions(text: str, topic: str) -> tuple[tuple[int, int], ...]:
    found = re.search(rf"(?<!\S){re.escape(topic)}(?!\S)", text)
    return (found.span(),) if found else ()
