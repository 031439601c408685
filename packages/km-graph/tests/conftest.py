"""A distribution of toy steps with real entry points, importable as if it were installed."""

from pathlib import Path

import pytest

TOYS = '''
import os
import signal
from typing import Literal

from km_graph.errors import DataError
from km_graph.progress import track
from km_graph.step import Input, Options, Step


class CopyOptions(Options):
    """A copy of a file with some text after it."""

    source: Input
    """The file to copy."""
    more: list[Input] = []
    """Files to copy after it."""
    text: str = ""
    """What to put after it."""
    times: int = 1
    """How often to put it."""
    style: Literal["plain", "loud"] = "plain"
    """How to put it."""
    labels: dict[str, int] = {}
    """Numbers by name."""
    strict: bool = True
    """Whether to be strict."""
    api_key: int = 0
    """A number that is not shown."""


def copy(options, context):
    parts = [path.read_text() for path in (options.source, *options.more)]
    (context.out / "copy.txt").write_text("".join(parts) + options.text * options.times)
    nested = {"strict": options.strict}
    return {"characters": sum(map(len, parts)), "seed": context.seed, "nested": nested}


class CountOptions(Options):
    """Numbered files, one after the other."""

    upto: int = 5
    """How many."""


def count(options, context):
    how, _, at = os.environ.get("TOY_STOP", "").partition(":")
    there = len(list(context.out.iterdir()))
    for i in track(range(there, options.upto), context.progress, "counting", options.upto):
        if how and i == int(at):
            stop(how)
        (context.out / str(i)).write_text(str(i))
    return {"began_at": there}


def stop(how):
    if how == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    raise {
        "interrupt": KeyboardInterrupt(),
        "fail": DataError("numbers.txt", "expected a number", line=3),
        "crash": ValueError("a bug"),
    }[how]


COPY = Step(CopyOptions, copy)
COUNT = Step(CountOptions, count, resumable=True)
ONCE = Step(CountOptions, count)
NOT_A_STEP = 3
'''

ENTRY_POINTS = """
[km.steps]
toy.copy = toysteps:COPY
toy.count = toysteps:COUNT
toy.once = toysteps:ONCE
toy.broken = toysteps_absent:STEP
toy.number = toysteps:NOT_A_STEP
"""


@pytest.fixture(scope="session")
def toy_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder to put on the path, which then offers the toy steps."""
    site = tmp_path_factory.mktemp("site")
    (site / "toysteps.py").write_text(TOYS)
    install(site, "toy-steps", ENTRY_POINTS)
    return site


def install(site: Path, name: str, points: str) -> None:
    """What pip writes down of a distribution."""
    info = site / f"{name.replace('-', '_')}-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(points)


@pytest.fixture
def toys(toy_site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty current folder, with the toy steps on offer."""
    monkeypatch.syspath_prepend(toy_site)
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("TOY_STOP", raising=False)
    return tmp_path


@pytest.fixture
def pipeline(toys: Path) -> Path:
    """A pipeline of three toy steps; ``first`` feeds ``second``, ``numbers`` stands alone."""
    (toys / "in.txt").write_text("hello")
    (toys / "p.yaml").write_text(
        """\
name: demo
seed: 7
vars: {file: in}
steps:
  - name: first
    use: toy.copy
    with: {source: "${file}.txt", text: "!"}
  - name: second
    use: toy.copy
    with:
      source: "@first/copy.txt"
  - name: numbers
    use: toy.count
"""
    )
    return toys / "p.yaml"
