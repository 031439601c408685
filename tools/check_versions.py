"""Check that every range in which a package asks for a sibling holds the sibling's version.

Also that each package has what a package must have. Exits with 1 and one line for each fault.
"""

import sys
import tomllib
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).parent.parent
NEEDED = ("README.md", "CHANGELOG.md", "LICENSE", "pyproject.toml", "tests")


def projects() -> dict[str, dict]:
    """The ``[project]`` table of each package, by name."""
    files = sorted(ROOT.glob("packages/*/pyproject.toml"))
    tables = (tomllib.loads(file.read_text("utf-8"))["project"] for file in files)
    return {table["name"]: table for table in tables}


def range_faults(tables: dict[str, dict]) -> list[str]:
    """Sibling ranges that do not admit the sibling as it is here."""
    faults = []
    for name, table in tables.items():
        extras = table.get("optional-dependencies", {}).values()
        for text in [*table.get("dependencies", []), *(text for extra in extras for text in extra)]:
            wanted = Requirement(text)
            if wanted.name in tables and tables[wanted.name]["version"] not in wanted.specifier:
                found = tables[wanted.name]["version"]
                faults.append(f"{name} asks for {text}, but {wanted.name} is {found}")
    return faults


def layout_faults(tables: dict[str, dict]) -> list[str]:
    """Files that a package lacks, and changelogs without the current version."""
    faults = []
    for name, table in tables.items():
        folder = ROOT / "packages" / name
        faults += [f"{name} lacks {file}" for file in NEEDED if not (folder / file).exists()]
        if not (folder / "src" / name.replace("-", "_") / "py.typed").exists():
            faults.append(f"{name} lacks py.typed")
        changes = folder / "CHANGELOG.md"
        if changes.exists() and f"## {table['version']}" not in changes.read_text("utf-8"):
            faults.append(f"{name} CHANGELOG.md has no section {table['version']}")
    return faults


def main() -> int:
    """Print the faults; 1 if there are any."""
    tables = projects()
    faults = range_faults(tables) + layout_faults(tables)
    print("\n".join(faults) or f"{len(tables)} packages: versions and ranges agree")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
