"""Counts and times of a server, in the text format of Prometheus."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator

BOUNDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)
"""Upper bounds of the histogram, in seconds."""


class Metrics:
    """What has been asked of a server; used by its event loop alone.

    Example:
        >>> metrics = Metrics()
        >>> metrics.count_request("/v1/ask", 200, 0.02)
        >>> print(metrics.text().splitlines()[2])
        km_requests_total{path="/v1/ask",status="200"} 1
    """

    def __init__(self) -> None:
        self.requests: Counter[tuple[str, int]] = Counter()
        self.questions: Counter[str] = Counter({"answers": 0, "abstentions": 0, "failures": 0})
        self.waiting = 0
        self._seconds = [0] * (len(BOUNDS) + 1)
        self._total = 0.0

    def count_request(self, path: str, status: int, seconds: float) -> None:
        """One more request has been served."""
        self.requests[path, status] += 1
        self._seconds[bisect_left(BOUNDS, seconds)] += 1
        self._total += seconds

    def text(self) -> str:
        """All of it, as Prometheus reads it."""
        return "\n".join(self._lines()) + "\n"

    def _lines(self) -> Iterator[str]:
        yield from _head("km_requests_total", "Requests by path and status.", "counter")
        for (path, status), count in sorted(self.requests.items()):
            yield f'km_requests_total{{path="{path}",status="{status}"}} {count}'
        for name, count in self.questions.items():
            yield from _head(f"km_{name}_total", f"Questions that ended in {name}.", "counter")
            yield f"km_{name}_total {count}"
        yield from _head("km_questions_waiting", "Questions not answered yet.", "gauge")
        yield f"km_questions_waiting {self.waiting}"
        yield from self._histogram()

    def _histogram(self) -> Iterator[str]:
        yield from _head("km_request_seconds", "How long requests took.", "histogram")
        below = 0
        for bound, count in zip((*BOUNDS, "+Inf"), self._seconds, strict=True):
            below += count
            yield f'km_request_seconds_bucket{{le="{bound}"}} {below}'
        yield f"km_request_seconds_sum {self._total:.6f}"
        yield f"km_request_seconds_count {below}"


def _head(name: str, meaning: str, kind: str) -> Iterator[str]:
    yield f"# HELP {name} {meaning}"
    yield f"# TYPE {name} {kind}"
