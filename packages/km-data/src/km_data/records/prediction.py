"""What a reasoner answers, and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from km_data.records import fields
from km_graph.paths import Path
from km_graph.relation_path import RelationPath


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


def _path_to_json(path: Path) -> dict[str, Any]:
    return {"entities": list(path.entities), "relation_path": str(path.relation_path)}


def _path_from_json(row: Mapping[str, Any]) -> Path:
    path = Path(tuple(row["entities"]), RelationPath.parse(row["relation_path"]))
    if len(path.entities) != len(path.relation_path) + 1:
        raise ValueError(
            f"a path of {len(path.relation_path)} hops has {len(path.entities)} entities"
        )
    return path
