"""Run the benchmarks of all packages and print one table.

    python benchmarks/run.py [--json FILE] [--markdown] [--large] [--only NAME ...]

Each module named in MODULES defines ``rows()``, which measures and returns rows with the keys
package, work, unit, ours, peer, peer_value, ratio, at_least. ``ratio`` above 1 means ours is
better; ``at_least`` is the goal stated for it, or None. A peer that is not installed has no row.
"""

import argparse
import importlib
import json
import os
import sys
import time
from pathlib import Path

from rich.console import Console
from rich.table import Table

KEYS = ("package", "work", "unit", "peer", "ours", "peer_value", "ratio", "at_least")
TITLES = ("package", "work", "unit", "peer", "ours", "peer's", "ratio", "goal")
MODULES = (
    "data",
    "eval",
    "graph",
    "importing",
    "store",
    "reason",
    "constrained",
    "questions",
    "searches",
    "tries",
    "walks",
    "limits",
)


def cells(row: dict) -> list[str]:
    """A row as text."""
    numbers = (_number(row[key]) for key in KEYS[4:])
    return [row["package"], row["work"], row["unit"], row["peer"], *numbers]


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:,.3g}" if abs(value) < 100 else f"{value:,.0f}"


def show(rows: list[dict]) -> None:
    """Print the rows as a table."""
    table = Table(*TITLES)
    for row in rows:
        missed = row["at_least"] is not None and row["ratio"] < row["at_least"]
        table.add_row(*cells(row), style="red" if missed else None)
    console = Console()
    Console(width=None if console.is_terminal else 160).print(table)


def markdown(rows: list[dict]) -> None:
    """Print the rows as the table of README.md."""
    print("|", " | ".join(TITLES), "|")
    print("|---|---|---|---|--:|--:|--:|--:|")
    for row in rows:
        print("|", " | ".join(cells(row)), "|")


def main() -> None:
    """Measure, print, and write the rows where asked."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", type=Path, help="write the rows to this file")
    parser.add_argument("--markdown", action="store_true", help="print the table of README.md")
    parser.add_argument(
        "--large", action="store_true", help="also graphs of 60 million triples: gigabytes, minutes"
    )
    parser.add_argument("--only", nargs="+", choices=MODULES, default=MODULES, help="these modules")
    options = parser.parse_args()
    if options.large:
        os.environ["KM_BENCH_LARGE"] = "1"
    rows: list[dict] = []
    for name in options.only:
        begin = time.monotonic()
        rows += importlib.import_module(name).rows()
        print(f"{name}: {time.monotonic() - begin:.0f} s", file=sys.stderr, flush=True)
        if options.json:  # what is measured is kept, whatever comes
            options.json.write_text(json.dumps(rows, indent=2) + "\n", "utf-8")
    (markdown if options.markdown else show)(rows)


if __name__ == "__main__":
    main()
