"""Runs of one system that differ in their seed, taken together."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import fsum
from statistics import stdev
from typing import Any

from km_eval.breakdowns import in_order
from km_eval.scores import Counts, Group, Row, Scores, Status
from km_graph.errors import InvalidQueryError


@dataclass(frozen=True, slots=True)
class Spread:
    """One number over several runs.

    Attributes:
        mean: Over the runs.
        deviation: Standard deviation over the runs; 0 for one run.
        runs: The number in each of them.
    """

    mean: float
    deviation: float
    runs: tuple[float, ...]

    def to_json(self) -> dict[str, Any]:
        """The spread as JSON values."""
        return {"mean": self.mean, "deviation": self.deviation, "runs": list(self.runs)}


def spread(scores: Sequence[Scores], metric: str) -> Spread:
    """How much a metric differs between runs.

    Example:
        >>> one, two = (Scores(None, Group(1, {"hit": x}, {}), {}, {}, ()) for x in (0.5, 0.7))
        >>> found = spread([one, two], "hit")
        >>> round(found.mean, 3), round(found.deviation, 3)
        (0.6, 0.141)
    """
    runs = tuple(run.overall.means[metric] for run in scores)
    return Spread(_mean(runs), stdev(runs) if len(runs) > 1 else 0.0, runs)


def aggregate(scores: Sequence[Scores]) -> Scores:
    """The runs as one: every number of a question is its mean over the runs.

    Since a question is still one row, intervals over the rows are clustered by question. Counts
    are summed; a question that failed in any run counts as failed.

    Raises:
        InvalidQueryError: If there is no run, or they are of different questions.
    """
    if not scores:
        raise InvalidQueryError("expected at least one run")
    if len(scores) == 1:
        return scores[0]
    if len({tuple(row.id for row in run.rows) for run in scores}) > 1:
        raise InvalidQueryError("the runs are of different questions")
    rows = tuple(map(_merged, zip(*(run.rows for run in scores), strict=True)))
    return Scores(
        counts=_summed([run.counts for run in scores]),
        overall=Group.of(rows),
        per_hop={hops: Group.of(group) for hops, group in in_order(rows).items()},
        slices={},
        rows=rows,
    )


def _merged(rows: tuple[Row, ...]) -> Row:
    names = dict.fromkeys(name for row in rows for name in row.values)
    values = {
        name: _mean([row.values[name] for row in rows if name in row.values]) for name in names
    }
    order: tuple[Status, ...] = ("failed", "missing", "empty", "answered")
    status = next(status for status in order if any(row.status == status for row in rows))
    return Row(rows[0].id, rows[0].hops, status, values)


def _summed(counts: Sequence[Counts]) -> Counts:
    def total(name: str) -> int:
        return sum(getattr(count, name) for count in counts)

    return Counts(
        n_expected=total("n_expected"),
        n_scored=total("n_scored"),
        n_failed=total("n_failed"),
        n_missing=total("n_missing"),
        n_empty=total("n_empty"),
        n_planned=total("n_planned"),
        duplicates=tuple(name for count in counts for name in count.duplicates),
        unknown=tuple(name for count in counts for name in count.unknown),
        n_duplicates=total("n_duplicates"),
        n_unknown=total("n_unknown"),
    )


def _mean(values: Iterable[float]) -> float:
    held = list(values)
    return fsum(held) / len(held)
