"""Where the parts of a graph store lie in its folder."""

from pathlib import Path

JOURNAL = "journal.sqlite"
COMPACTION_LOCK = "compaction.lock"


def is_graph_store(path: str | Path) -> bool:
    """Whether a graph store lies there."""
    return (Path(path) / JOURNAL).is_file()


def base_folder(store: Path, version: int) -> Path:
    """The graph folder of a version that later commits stand on."""
    return store / f"base-{version}"


def other_bases(store: Path, version: int) -> list[Path]:
    """Graph folders that are not that of ``version``, unfinished ones included."""
    current = base_folder(store, version)
    found = (*store.glob("base-*"), *store.glob(".base-*"))
    return sorted(path for path in found if path != current)
