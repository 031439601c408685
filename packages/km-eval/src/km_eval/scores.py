"""What scoring gives: counts, means, and one row a question."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from math import fsum
from typing import Any, Literal

Status = Literal["answered", "empty", "failed", "missing"]
"""What became of a question: ``empty`` answered nothing, ``missing`` has no prediction."""

UNKNOWN_HOPS = "unknown"
"""The key, in a breakdown by hops, of questions whose hops are not known."""


@dataclass(frozen=True, slots=True)
class Row:
    """One question's scores.

    Attributes:
        id: Of the question.
        hops: Its number of hops as text, or ``"unknown"``.
        status: What became of it.
        values: Metric name to number.
    """

    id: str
    hops: str
    status: Status
    values: Mapping[str, float]

    def to_json(self) -> dict[str, Any]:
        """The row as JSON values."""
        return {"id": self.id, "hops": self.hops, "status": self.status, **self.values}


@dataclass(frozen=True, slots=True)
class Group:
    """The scores of some of the questions.

    Attributes:
        n: How many questions.
        means: Metric name to mean over the questions it applies to.
        applies: How many questions a metric applies to, where fewer than ``n``.
    """

    n: int
    means: Mapping[str, float]
    applies: Mapping[str, int]

    @classmethod
    def of(cls, rows: Iterable[Row]) -> "Group":
        """The means over these rows; exact, so that their order does not matter."""
        columns: dict[str, list[float]] = {}
        n = 0
        for row in rows:
            n += 1
            for name, value in row.values.items():
                columns.setdefault(name, []).append(value)
        means = {name: fsum(values) / len(values) for name, values in columns.items()}
        applies = {name: len(values) for name, values in columns.items() if len(values) < n}
        return cls(n, means, applies)

    def to_json(self) -> dict[str, Any]:
        """The group as JSON values, the means beside ``n``."""
        row: dict[str, Any] = {"n": self.n, **self.means}
        return row | {"applies": dict(self.applies)} if self.applies else row


@dataclass(frozen=True, slots=True)
class Counts:
    """How many of what; ``n_scored + n_failed == n_expected``.

    Attributes:
        n_expected: Questions; every one is in the denominator.
        n_scored: Questions with a prediction that did not fail.
        n_failed: Questions whose prediction failed or is missing; they score zero.
        n_missing: Those of ``n_failed`` without any prediction.
        n_empty: Those of ``n_scored`` that answer nothing.
        n_planned: Predictions that name a relation path.
        duplicates: Ids predicted again; the first prediction counts. Of a file, the first few.
        unknown: Ids of predictions that no question has. Of a file, the first few.
        n_duplicates: How many predictions are for a question that has one.
        n_unknown: How many predictions are for no question.
    """

    n_expected: int
    n_scored: int
    n_failed: int
    n_missing: int
    n_empty: int
    n_planned: int
    duplicates: tuple[str, ...]
    unknown: tuple[str, ...]
    n_duplicates: int = 0
    n_unknown: int = 0


@dataclass(frozen=True, slots=True)
class Scores:
    """The scores of one system.

    Attributes:
        counts: How many questions were scored, failed, left empty.
        overall: All questions.
        per_hop: Number of hops (as text, ascending) to its questions.
        slices: Name to the questions of a named subset.
        rows: One for each question, in order of the questions.
    """

    counts: Counts
    overall: Group
    per_hop: Mapping[str, Group]
    slices: Mapping[str, Group]
    rows: tuple[Row, ...]

    def __repr__(self) -> str:
        means = ", ".join(f"{name} {value:.4f}" for name, value in self.overall.means.items())
        return f"Scores({self.counts.n_expected} questions, {means})"

    def to_json(self) -> dict[str, Any]:
        """Everything but the rows, as JSON values."""
        return {
            "overall": self.overall.to_json(),
            "per_hop": {hops: group.to_json() for hops, group in self.per_hop.items()},
            "slices": {name: group.to_json() for name, group in self.slices.items()},
            "counts": asdict(self.counts),
        }
