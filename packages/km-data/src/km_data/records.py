"""The records that pass between packages, and their JSON-lines files.

One record a line; unknown keys are refused, so that a misspelt column is noticed.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path as FilePath
from typing import Any, TypeVar

from km_data import fields
from km_graph.errors import DataError
from km_graph.files import read_jsonl, write_jsonl
from km_graph.paths import Path
from km_graph.relation_path import RelationPath

R = TypeVar("R", "Question", "Example", "Prediction")


@dataclass(frozen=True, slots=True)
class Question:
    """A question about a graph, with what is known of its answer.

    Attributes:
        id: Unique within its file.
        text: As a person would ask it.
        topics: Labels of the entities it is about; empty where a linker has to find them.
        answers: Gold answers; empty where unknown.
        aliases: Other accepted spellings of an answer.
        mentions: Where each topic stands in ``text``, start and end; empty if not known.
        relation_paths: Gold relation paths from a topic to the answers; empty if not known.
        hops: Length of the reasoning chain, if known.
        template: Id of the phrasing it was made from, if known; one that ends in ``!`` is to be
            tested with, never trained on.
    """

    id: str
    text: str
    topics: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    aliases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    mentions: tuple[tuple[int, int], ...] = ()
    relation_paths: tuple[RelationPath, ...] = ()
    hops: int | None = None
    template: str | None = None

    def to_json(self) -> dict[str, Any]:
        """The record as JSON values; what is empty is left out."""
        row = {
            "id": self.id,
            "text": self.text,
            "topics": list(self.topics),
            "answers": list(self.answers),
            "aliases": {answer: list(names) for answer, names in self.aliases.items()},
            "mentions": [list(span) for span in self.mentions],
            "relation_paths": list(map(str, self.relation_paths)),
            "hops": self.hops,
            "template": self.template,
        }
        return {key: value for key, value in row.items() if value not in (None, [], {})}

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> "Question":
        """The record that ``to_json`` wrote; ValueError or TypeError says what is wrong."""
        fields.check_keys(row, cls, required=("id", "text"))
        return cls(
            id=fields.text(row, "id"),
            text=fields.text(row, "text"),
            topics=fields.texts(row, "topics"),
            answers=fields.texts(row, "answers"),
            aliases=fields.aliases(row),
            mentions=fields.mentions(row),
            relation_paths=tuple(map(RelationPath.parse, fields.texts(row, "relation_paths"))),
            hops=fields.hops(row),
            template=fields.text(row, "template") if row.get("template") is not None else None,
        )


@dataclass(frozen=True, slots=True)
class Example:
    """One training row.

    Attributes:
        id: Of the question it was made from, with the builder's name.
        prompt: What the model is given.
        completion: What it is to write; the end-of-sequence token is added in training.
    """

    id: str
    prompt: str
    completion: str

    def to_json(self) -> dict[str, Any]:
        """The record as JSON values."""
        return {"id": self.id, "prompt": self.prompt, "completion": self.completion}

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> "Example":
        """The record that ``to_json`` wrote; ValueError or TypeError says what is wrong."""
        fields.check_keys(row, cls, required=("id", "prompt", "completion"))
        return cls(
            fields.text(row, "id"), fields.text(row, "prompt"), fields.text(row, "completion")
        )


@dataclass(frozen=True, slots=True)
class Prediction:
    """What a reasoner answers, and why.

    Attributes:
        id: Of the question.
        answers: Best first; empty if the graph does not say.
        scores: One number for each answer, or empty.
        evidence: Paths in the graph that end in the answers, at least one for each.
        relation_paths: What the planner proposed and the graph could execute, best first.
        completion: The raw text of the model, if one was asked.
        tokens: How many tokens it wrote.
        seconds: Wall time spent on this question.
        error: Why there is no answer, if something failed.
    """

    id: str
    answers: tuple[str, ...] = ()
    scores: tuple[float, ...] = ()
    evidence: tuple[Path, ...] = ()
    relation_paths: tuple[RelationPath, ...] = ()
    completion: str = ""
    tokens: int = 0
    seconds: float = 0.0
    error: str | None = None

    def to_json(self) -> dict[str, Any]:
        """The record as JSON values; what is empty is left out."""
        row = {
            "id": self.id,
            "answers": list(self.answers),
            "scores": list(self.scores),
            "evidence": [_path_to_json(path) for path in self.evidence],
            "relation_paths": list(map(str, self.relation_paths)),
            "completion": self.completion,
            "tokens": self.tokens,
            "seconds": round(self.seconds, 6),
            "error": self.error,
        }
        kept = ("id", "answers")
        return {key: value for key, value in row.items() if key in kept or value}

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> "Prediction":
        """The record that ``to_json`` wrote; ValueError or TypeError says what is wrong."""
        fields.check_keys(row, cls, required=("id", "answers"))
        return cls(
            id=fields.text(row, "id"),
            answers=fields.texts(row, "answers"),
            scores=tuple(map(float, row.get("scores", ()))),
            evidence=tuple(map(_path_from_json, row.get("evidence", ()))),
            relation_paths=tuple(map(RelationPath.parse, fields.texts(row, "relation_paths"))),
            completion=row.get("completion", ""),
            tokens=int(row.get("tokens", 0)),
            seconds=float(row.get("seconds", 0.0)),
            error=row.get("error"),
        )


def read_questions(path: str | FilePath) -> Iterator[Question]:
    """The questions of a JSON-lines file; DataError names file and line of a bad one."""
    return _read(path, Question.from_json)


def read_examples(path: str | FilePath) -> Iterator[Example]:
    """The examples of a JSON-lines file; DataError names file and line of a bad one."""
    return _read(path, Example.from_json)


def read_predictions(path: str | FilePath) -> Iterator[Prediction]:
    """The predictions of a JSON-lines file; DataError names file and line of a bad one."""
    return _read(path, Prediction.from_json)


def write_records(path: str | FilePath, records: Iterable[Question | Example | Prediction]) -> int:
    """Records as JSON lines, written atomically; returns how many."""
    return write_jsonl(path, (record.to_json() for record in records))


def _read(path: str | FilePath, parse: Callable[[Mapping[str, Any]], R]) -> Iterator[R]:
    for line, row in read_jsonl(path):
        try:
            yield parse(row)
        except (TypeError, ValueError, AttributeError) as error:
            raise DataError(path, str(error), line=line) from error


def _path_to_json(path: Path) -> dict[str, Any]:
    return {"entities": list(path.entities), "relation_path": str(path.relation_path)}


def _path_from_json(row: Mapping[str, Any]) -> Path:
    path = Path(tuple(row["entities"]), RelationPath.parse(row["relation_path"]))
    if len(path.entities) != len(path.relation_path) + 1:
        raise ValueError(
            f"a path of {len(path.relation_path)} hops has {len(path.entities)} entities"
        )
    return path
