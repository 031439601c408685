"""Two systems on the same questions: what changed, and how sure one can be."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import fsum
from typing import Any

from km_eval.scores import Scores
from km_eval.statistics.bootstrap import interval
from km_eval.statistics.mcnemar import mcnemar
from km_graph.errors import InvalidQueryError


@dataclass(frozen=True, slots=True)
class Comparison:
    """The paired difference of one metric, ``b`` minus ``a``.

    Attributes:
        metric: Name of the metric.
        n: Questions it applies to in both.
        a: Mean of the first system.
        b: Mean of the second.
        low: Lower end of the 95 % interval of the difference.
        high: Upper end.
        better: Ids of the questions where ``b`` is better.
        worse: Ids of the questions where ``b`` is worse.
        p_value: Of McNemar's exact test, where the metric is 0 or 1 on every question.
    """

    metric: str
    n: int
    a: float
    b: float
    low: float
    high: float
    better: tuple[str, ...]
    worse: tuple[str, ...]
    p_value: float | None = None

    @property
    def difference(self) -> float:
        """Mean of ``b`` minus mean of ``a``."""
        return self.b - self.a

    def sentence(self, first: str, second: str) -> str:
        """The result in words, for systems of these names."""
        test = "" if self.p_value is None else f", McNemar p {_p_text(self.p_value)}"
        return (
            f"On {self.n} questions {self._verdict(first, second)}{test}; "
            f"{len(self.better)} better, {len(self.worse)} worse."
        )

    def _verdict(self, first: str, second: str) -> str:
        points, low, high = 100 * self.difference, 100 * self.low, 100 * self.high
        if low <= 0 <= high:
            return (
                f"{second} and {first} cannot be told apart in {self.metric}: "
                f"{points:+.1f} points, 95 % interval {low:+.1f} to {high:+.1f}"
            )
        least, most = sorted((abs(low), abs(high)))
        return (
            f"{second} is {'better' if low > 0 else 'worse'} than {first} in {self.metric}: "
            f"by {abs(points):.1f} points, 95 % interval {least:.1f}–{most:.1f}"
        )

    def to_json(self) -> dict[str, Any]:
        """The comparison as JSON values."""
        return {
            "metric": self.metric,
            "n": self.n,
            "a": self.a,
            "b": self.b,
            "difference": self.difference,
            "interval_95": [self.low, self.high],
            "mcnemar_p": self.p_value,
            "better": list(self.better),
            "worse": list(self.worse),
        }


def compare(
    a: Scores, b: Scores, *, metric: str = "hits_at_1", samples: int = 10_000, seed: int = 0
) -> Comparison:
    """The paired difference of two scorings of the same questions.

    The interval is the percentile bootstrap over questions, seeded: questions are drawn with
    replacement, each with both its scores, since the two systems met the same questions.

    Raises:
        InvalidQueryError: If the questions differ or the metric applies to none of them.
    """
    if [row.id for row in a.rows] != [row.id for row in b.rows]:
        raise InvalidQueryError("the two scorings are of different questions")
    pairs = [
        (x.id, x.values[metric], y.values[metric])
        for x, y in zip(a.rows, b.rows, strict=True)
        if metric in x.values and metric in y.values
    ]
    if not pairs:
        known = ", ".join(sorted(set(a.overall.means) & set(b.overall.means)))
        raise InvalidQueryError(f"no question has {metric!r} in both", hint=f"there are {known}")
    found = interval([y - x for _, x, y in pairs], samples=samples, seed=seed)
    better = tuple(i for i, x, y in pairs if y > x)
    worse = tuple(i for i, x, y in pairs if y < x)
    is_binary = all(value in (0.0, 1.0) for pair in pairs for value in pair[1:])
    return Comparison(
        metric=metric,
        n=len(pairs),
        a=_mean(x for _, x, _ in pairs),
        b=_mean(y for _, _, y in pairs),
        low=found.low,
        high=found.high,
        better=better,
        worse=worse,
        p_value=mcnemar(len(better), len(worse)) if is_binary else None,
    )


def _mean(values: Iterable[float]) -> float:
    held = list(values)
    return fsum(held) / len(held)


def _p_text(p: float) -> str:
    return "< 0.001" if p < 0.001 else f"{p:.3f}"
