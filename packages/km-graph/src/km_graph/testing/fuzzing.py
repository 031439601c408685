"""Throw spoilt files at a reader: whatever comes, it reads, or raises a ``KmError``, in no time.

Files are mutations of whole ones, the same for the same seed, so what is found is found again.
"""

import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from km_graph.errors import KmError
from km_graph.formats.contracts import GraphReader
from km_graph.formats.reading import ReadOptions, Skipped

_TOKENS = (
    *(b"\0", b"\xff", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\r\n", b"\n", b"\r", b"\t", b'"', b'""'),
    *(
        b",",
        b"|",
        b"\\u0000",
        b"\\ud800",
        b"{",
        b"}",
        b"[",
        b"]",
        b"<",
        b">",
        b"&",
        b"\xe2\x80\xa8",
    ),
    *(
        b"\xff\xff\xff\x7f",
        b"\x00\x00\x00\x80",
        b"\xff" * 8,
        b"9" * 30,
        b"[" * 2000,
        b"-1",
        b"1e999",
    ),
)
_READ_AT_MOST = 100_000
_EXPANDED = 1 << 18  # a bomb within larger limits is read, and takes the time of what it holds


class Target(NamedTuple):
    """A reader to throw spoilt files at.

    Attributes:
        reader: The reader.
        suffix: The suffix of its files.
        seeds: Whole files.
    """

    reader: GraphReader
    suffix: str
    seeds: Sequence[bytes]


@dataclass
class Findings:
    """What became of the files.

    Attributes:
        inputs: How many there were; ``refused`` is how many of them a ``KmError`` met.
        slowest: The most processor time that one took, in seconds.
        peak: The most memory it took beyond what the process had before, in bytes; 0 where the
            system does not tell.
        wrong: Other exceptions, each with the file that brings it about.
    """

    inputs: int = 0
    refused: int = 0
    slowest: float = 0.0
    peak: int = 0
    wrong: list[tuple[str, bytes]] = field(default_factory=list)


def fuzz(target: Target, folder: Path, *, inputs: int, seed: int = 0) -> Findings:
    """Read so many mutations of the seeds of a target, every second one skipping problems."""
    found = Findings()
    before = _peak_memory(reset=True)
    path = folder / f"spoilt{target.suffix}"
    for content in islice(mutations(target.seeds, seed=seed), inputs):
        path.write_bytes(content)
        problem = Skipped()
        options = ReadOptions(max_expanded=_EXPANDED)
        if found.inputs % 2:
            options = replace(options, on_problem=problem)
        started = time.process_time()
        try:
            for _ in islice(target.reader.read(path, options), _READ_AT_MOST):
                pass
        except KmError:
            found.refused += 1
        except Exception as error:  # noqa: BLE001  # the very thing that is looked for
            found.wrong.append((f"{type(error).__name__}: {error}", content))
        found.slowest = max(found.slowest, time.process_time() - started)
        found.inputs += 1
    found.peak = max(_peak_memory() - before, 0)
    return found


def _peak_memory(*, reset: bool = False) -> int:
    status = Path("/proc/self/status")
    if not status.exists():
        return 0
    if reset:
        Path("/proc/self/clear_refs").write_text("5")  # the peak is now what there is
    line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) * 1024


def mutations(seeds: Sequence[bytes], *, seed: int = 0) -> Iterator[bytes]:
    """Mutations of some files without end, the same for the same seed."""
    rng = random.Random(seed)
    while True:
        content = bytearray(rng.choice(seeds))
        for _ in range(rng.choice((1, 1, 1, 2, 2, 4, 8))):
            rng.choice(_WAYS)(content, rng, seeds)
        yield bytes(content)


def _flip(content: bytearray, rng: random.Random, _: Sequence[bytes]) -> None:
    if content:
        content[rng.randrange(len(content))] ^= 1 << rng.randrange(8)


def _set(content: bytearray, rng: random.Random, _: Sequence[bytes]) -> None:
    if content:
        content[rng.randrange(len(content))] = rng.choice(
            (0, 1, 0x7F, 0x80, 0xFF, rng.randrange(256))
        )


def _cut(content: bytearray, rng: random.Random, _: Sequence[bytes]) -> None:
    start = rng.randrange(len(content) + 1)
    del content[start : start + rng.choice((1, 2, 4, 16, 256, len(content)))]


def _repeat(content: bytearray, rng: random.Random, _: Sequence[bytes]) -> None:
    start = rng.randrange(len(content) + 1)
    piece = content[start : start + rng.choice((1, 4, 16, 64))]
    content[start:start] = piece * rng.choice((1, 2, 100))


def _insert(content: bytearray, rng: random.Random, _: Sequence[bytes]) -> None:
    start = rng.randrange(len(content) + 1)
    content[start:start] = rng.choice(_TOKENS)


def _overwrite(content: bytearray, rng: random.Random, _: Sequence[bytes]) -> None:
    start = rng.randrange(len(content) + 1)
    token = rng.choice(_TOKENS)
    content[start : start + len(token)] = token


def _splice(content: bytearray, rng: random.Random, seeds: Sequence[bytes]) -> None:
    other = rng.choice(seeds)
    start = rng.randrange(len(other) + 1)
    content[rng.randrange(len(content) + 1) :] = other[start:]


_WAYS: tuple[Callable[[bytearray, random.Random, Sequence[bytes]], None], ...] = (
    _flip,
    _set,
    _cut,
    _repeat,
    _insert,
    _overwrite,
    _splice,
)
