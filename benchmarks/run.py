"""Run the benchmarks of all packages and print one table.

    python benchmarks/run.py [--json FILE] [--only NAME]

Each module beside this one defines ``rows()``, which measures and returns rows with the keys
package, work, unit, ours, peer, peer_value, ratio, at_least. ``ratio`` above 1 means ours is
better; ``at_least`` is the goal stated for it, or None.
"""

import argparse
import importlib.util
import json
from pathlib import Path

from rich.console import Console
from rich.table import Table

HERE = Path(__file__).parent
KEYS = ("package", "work", "unit", "peer", "ours", "peer_value", "ratio", "at_least")
NOT_MEASURING = ("run", "measuring", "generated")


def modules() -> dict[str, Path]:
    """The benchmark modules, by name."""
    return {file.stem: file for file in sorted(HERE.glob("*.py")) if file.stem not in NOT_MEASURING}


def measure(file: Path) -> list[dict]:
    """The rows of one module."""
    spec = importlib.util.spec_from_file_location(f"benchmark_{file.stem}", file)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.rows()


def show(rows: list[dict]) -> None:
    """Print the rows as a table."""
    table = Table(*(key.replace("_", " ") for key in KEYS))
    for row in rows:
        numbers = {key: _number(row[key]) for key in KEYS[-4:] if key != "peer"}
        table.add_row(*({**row, "peer": row["peer"] or "–", **numbers}[key] for key in KEYS))
    console = Console()
    Console(width=None if console.is_terminal else 140).print(table)


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:,.3g}" if value < 100 else f"{value:,.0f}"


def main() -> None:
    """Measure, print, and write the rows where asked."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", type=Path, help="write the rows to this file")
    parser.add_argument("--only", choices=sorted(modules()), help="run one module")
    options = parser.parse_args()
    chosen = {options.only: modules()[options.only]} if options.only else modules()
    rows = [row for file in chosen.values() for row in measure(file)]
    show(rows)
    if options.json:
        options.json.write_text(json.dumps(rows, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
