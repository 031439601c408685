"""The ``*_simple.json`` files of NSM (He et al., WSDM 2021), also those of GraftNet and KG-R1.

A line is a question with ``entities`` (its topics), ``answers`` and ``subgraph``, whose tuples
become the question's own graph. Entities and relations are numbers: lines of ``entities.txt`` and
``relations.txt`` beside it, counted from 0.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

from km_data.records import Question, fields
from km_data.sources.gold import answers_of, id_of
from km_data.sources.lines import ENDS, find_file, read_lines
from km_data.sources.problems import OnProblem, Record, data_errors, fail, questions_of
from km_data.sources.rows import read_rows
from km_graph.errors import DataError
from km_graph.formats.byte_source import check_file
from km_graph.graph import Triple

_SPLITS = ("train", "dev", "test")


@dataclass(frozen=True, slots=True)
class NsmQuestions:
    """The question source ``nsm``.

    Attributes:
        split: In a folder, only this part: train, dev or test.
        graph: Whether a question is given its own graph; without, reading is much quicker.
    """

    split: str = ""
    graph: bool = True

    def read(self, path: Path, on_problem: OnProblem = fail) -> Iterator[Question]:
        """The questions of a file, or of the three of a folder; see ``QuestionSource``."""
        files = list(_files(path, self.split))
        folder = files[0].parent
        reader = _Reader(_labels(folder, "entities"), _labels(folder, "relations"), self.graph)
        rows = chain.from_iterable(read_rows(file, on_problem) for file in files)
        yield from questions_of(rows, reader.question, on_problem)


NSM = NsmQuestions()


def _files(path: Path, split: str) -> Iterator[Path]:
    if not path.is_dir():
        with data_errors():
            check_file(path)  # before the labels beside it are looked for
        yield path
        return
    names = [f"{split}_simple.json"] if split else [f"{split}_simple.json" for split in _SPLITS]
    found = [file for name in names if (file := find_file(path, name)) is not None]
    if not found:
        raise DataError(path, f"no NSM questions here, expected {' or '.join(names)}")
    yield from found


def _labels(folder: Path, what: str) -> Sequence[str]:
    file = find_file(folder, f"{what}.txt")
    if file is None:
        ends = ", ".join(filter(None, ENDS))
        raise DataError(folder, f"no {what}.txt here, plain or {ends}")
    return [line.strip() for _, line in read_lines(file)]


class _Reader:
    """Reads rows whose numbers stand for these labels."""

    def __init__(self, entities: Sequence[str], relations: Sequence[str], graph: bool) -> None:
        self._entities = entities
        self._relations = relations
        self._graph = graph

    def question(self, record: Record) -> Question:
        row: dict[str, Any] = record.value
        answers = [_answer(answer) for answer in _list(row, "answers")]
        return Question(
            id=id_of(row, "id"),
            text=fields.text(row, "question").strip(),
            topics=tuple(dict.fromkeys(map(self._entity, _list(row, "entities")))),
            answers=answers_of(label for label, _ in answers),
            aliases={label: (name,) for label, name in answers if name not in ("", label)},
            triples=tuple(self._triples(row)) if self._graph else (),
        )

    def _triples(self, row: Mapping[str, Any]) -> Iterator[Triple]:
        subgraph = fields.stated(row, "subgraph")
        if not isinstance(subgraph, dict):
            raise TypeError(f"expected an object as 'subgraph', found {subgraph!r:.80}")
        for stated in _list(subgraph, "tuples"):
            if not isinstance(stated, list) or len(stated) != 3:
                raise TypeError(f"expected [head, relation, tail], found {stated!r:.80}")
            head, relation, tail = stated
            relation = _named(self._relations, relation, "relations")
            yield Triple(self._entity(head), relation, self._entity(tail))

    def _entity(self, number: Any) -> str:
        return _named(self._entities, number, "entities")


def _named(labels: Sequence[str], number: Any, what: str) -> str:
    if type(number) is int and 0 <= number < len(labels):
        return labels[number]
    raise ValueError(
        f"expected a line of {what}.txt, 0 to {len(labels) - 1:,}, found {number!r:.80}"
    )


def _answer(answer: Any) -> tuple[str, str]:
    """What the graph calls an answer, and its name if that is another."""
    if not isinstance(answer, dict):
        raise TypeError(f"expected an object with 'kb_id' as answer, found {answer!r:.80}")
    name = answer.get("text") or ""
    if isinstance(answer.get("kb_id"), str):
        return answer["kb_id"], str(name)
    return fields.text(answer, "text"), ""  # graphs of names number their entities


def _list(row: Mapping[str, Any], key: str) -> list[Any]:
    value = fields.stated(row, key)
    if not isinstance(value, list):
        raise TypeError(f"expected a list as {key!r}, found {value!r:.80}")
    return value
