"""How sure the figures of a report are: 95 % intervals by question."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from km_eval.breakdowns import in_order
from km_eval.scores import Row, Scores
from km_eval.statistics.bootstrap import Interval, interval

MAIN = "hits_at_1"
"""The metric that bars and scatters show."""


@dataclass(frozen=True, slots=True)
class Intervals:
    """The intervals of one system.

    Attributes:
        overall: Metric name to its interval over all questions it applies to.
        per_hop: Number of hops to the interval of Hits@1.
    """

    overall: Mapping[str, Interval]
    per_hop: Mapping[str, Interval]

    def to_json(self) -> dict[str, Any]:
        """The intervals as JSON values."""
        return {
            "overall": {name: found.to_json() for name, found in self.overall.items()},
            "per_hop": {hops: found.to_json() for hops, found in self.per_hop.items()},
        }


def intervals(scores: Scores, metrics: Sequence[str], *, samples: int, seed: int) -> Intervals:
    """The intervals of these metrics, where they apply to any question."""

    def of(rows: Iterable[Row], metric: str) -> Interval | None:
        values = [row.values[metric] for row in rows if metric in row.values]
        return interval(values, samples=samples, seed=seed) if values else None

    overall = {name: of(scores.rows, name) for name in metrics}
    per_hop = {hops: of(rows, MAIN) for hops, rows in in_order(scores.rows).items()}
    return Intervals(_present(overall), _present(per_hop))


def _present(found: Mapping[str, Interval | None]) -> dict[str, Interval]:
    return {name: one for name, one in found.items() if one is not None}
