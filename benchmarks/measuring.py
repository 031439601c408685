"""How the benchmarks measure, and what their rows look like."""

import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

DATA = Path(__file__).parents[2] / "shared" / "data"
"""Real data, where it lies beside the repository."""

REPEATS = 5

Row = dict[str, Any]


def cpu(run: Callable[[], object]) -> float:
    """Median CPU seconds of all threads of this process; a first run warms caches up."""
    times = []
    for _ in range(REPEATS + 1):
        begin = time.process_time()
        result = run()
        times.append(time.process_time() - begin)
        del result
    return statistics.median(times[1:])


def row(
    package: str,
    work: str,
    unit: str,
    ours: float,
    peer: str,
    peer_value: float,
    at_least: float | None = None,
) -> Row:
    """One row of the table. Units are costs, so a ratio above 1 means that ours is better."""
    return {
        "package": package,
        "work": work,
        "unit": unit,
        "ours": round(ours, 3),
        "peer": peer,
        "peer_value": round(peer_value, 3),
        "ratio": round(peer_value / ours, 2),
        "at_least": at_least,
    }
