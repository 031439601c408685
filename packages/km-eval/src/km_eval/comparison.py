"""Two systems on the same questions: what changed, and how sure one can be."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from km_eval.scores import Scores
from km_graph.errors import InvalidQueryError

_CHUNK = 2_000_000


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
    """

    metric: str
    n: int
    a: float
    b: float
    low: float
    high: float
    better: tuple[str, ...]
    worse: tuple[str, ...]

    @property
    def difference(self) -> float:
        """Mean of ``b`` minus mean of ``a``."""
        return self.b - self.a

    def sentence(self, first: str, second: str) -> str:
        """The result in words, for systems of these names."""
        points = f"{100 * self.difference:+.2f} points"
        interval = f"95 % interval {100 * self.low:+.2f} to {100 * self.high:+.2f}"
        if self.low > 0:
            verdict = f"{second} is better than {first}"
        elif self.high < 0:
            verdict = f"{second} is worse than {first}"
        else:
            verdict = f"{second} and {first} cannot be told apart"
        return (
            f"On {self.n} questions {verdict} in {self.metric}: {points} ({interval}); "
            f"{len(self.better)} better, {len(self.worse)} worse."
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
    low, high = _interval([y - x for _, x, y in pairs], samples, seed)
    return Comparison(
        metric=metric,
        n=len(pairs),
        a=_mean(x for _, x, _ in pairs),
        b=_mean(y for _, _, y in pairs),
        low=low,
        high=high,
        better=tuple(i for i, x, y in pairs if y > x),
        worse=tuple(i for i, x, y in pairs if y < x),
    )


def _mean(values: Iterable[float]) -> float:
    return float(np.mean(list(values)))


def _interval(differences: list[float], samples: int, seed: int) -> tuple[float, float]:
    """Percentiles 2.5 and 97.5 of the bootstrapped mean."""
    # Few distinct differences occur (-1, 0, 1 for most metrics): drawing how often each one
    # comes up is the same as drawing questions, and needs no memory of samples × questions.
    values, counts = np.unique(np.asarray(differences), return_counts=True)
    generator = np.random.default_rng(seed)
    rows = max(1, _CHUNK // len(values))
    means = [
        generator.multinomial(len(differences), counts / len(differences), size) @ values
        for size in _sizes(samples, rows)
    ]
    low, high = np.percentile(np.concatenate(means) / len(differences), [2.5, 97.5])
    return float(low), float(high)


def _sizes(total: int, step: int) -> list[int]:
    return [min(step, total - start) for start in range(0, total, step)]
