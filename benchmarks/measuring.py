"""How the benchmarks measure, and what their rows look like."""

import ctypes
import gc
import importlib
import importlib.util
import multiprocessing
import os
import statistics
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

DATA = Path(__file__).parents[2] / "shared" / "data"
"""Real data, where it lies beside the repository."""

CACHE = Path(
    os.environ.get("KM_BENCH_CACHE")
    or Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "km-benchmarks"
)
"""Where generated graphs and compiled loops are kept from one run to the next."""

LARGE = "KM_BENCH_LARGE" in os.environ
"""Whether to measure on graphs of gigabytes too; ``run.py --large`` says so."""

REPEATS = 5

Row = dict[str, Any]


def cpu(run: Callable[[], object], repeats: int = REPEATS) -> float:
    """Median CPU seconds of all threads of this process; a first run warms caches up."""
    return _median(run, time.process_time, repeats)


def wall(run: Callable[[], object], repeats: int = REPEATS) -> float:
    """Median wall seconds after a first run."""
    return _median(run, time.perf_counter, repeats)


def _median(run: Callable[[], object], clock: Callable[[], float], repeats: int) -> float:
    times = []
    for _ in range(repeats + 1):
        begin = clock()
        result = run()
        times.append(clock() - begin)
        del result
    return statistics.median(times[1:])


def once(run: Callable[[], object], clock: Callable[[], float] = time.process_time) -> float:
    """CPU seconds of one run, for what takes seconds."""
    begin = clock()
    result = run()
    seconds = clock() - begin
    del result
    return seconds


def kept(make: Callable[..., object], *arguments: object) -> int:
    """Bytes of memory that what is made takes up, measured in a fresh process (Linux, glibc)."""
    fresh = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, fresh) as pool:
        return pool.submit(_kept, make, arguments).result()


def _kept(make: Callable[..., object], arguments: tuple[object, ...]) -> int:
    before = _resident()
    made = make(*arguments)
    size = _resident() - before
    del made
    return size


def peak(run: Callable[..., object], *arguments: object) -> int:
    """The most bytes of memory that a run takes up, measured in a fresh process (Linux)."""
    fresh = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, fresh) as pool:
        return pool.submit(_peak, run, arguments).result()


def _peak(run: Callable[..., object], arguments: tuple[object, ...]) -> int:
    run(*arguments)
    status = Path("/proc/self/status").read_text("ascii")  # getrusage counts the parent, too
    return 1024 * int(status.partition("VmHWM:")[2].split()[0])


def _resident() -> int:
    gc.collect()
    ctypes.CDLL(None).malloc_trim(0)  # what was freed is given back
    pages = Path("/proc/self/statm").read_text("ascii").split()[1]
    return int(pages) * os.sysconf("SC_PAGESIZE")


def peer(name: str) -> Any:
    """The module of a peer, or None where it is not installed."""
    return importlib.import_module(name) if importlib.util.find_spec(name) else None


def row(
    package: str,
    work: str,
    unit: str,
    ours: float,
    peer: str,
    peer_value: float,
    at_least: float | None = None,
) -> Row:
    """One row of the table. Units are costs, so a ratio above 1 means that ours is better.

    ``at_least`` is the goal for the ratio. A goal that is a cost itself is a row whose peer is
    ``"goal"``.
    """
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


def goal(package: str, work: str, unit: str, ours: float, at_most: float) -> Row:
    """A row beside a cost that is not to be exceeded."""
    return row(package, work, unit, ours, "goal", at_most, 1.0)
