"""The leaderboard: one line of JSON a system, and a table for people."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from km_graph.errors import DataError
from km_graph.files import read_jsonl, write_jsonl


@dataclass(frozen=True, slots=True)
class Entry:
    """The scores of one system on one day.

    Attributes:
        system: Its name.
        date: When it was scored, as 2026-11-30; empty if not stated.
        version: Of the sets, as the manifest states it; scores of different versions do not
            compare.
        scores: Name of a set, or of a set and a group of it (``graph-tasks/edge_count``), to its
            score, 0 to 1.
        intervals: Name to the ends of its 95 % interval.
    """

    system: str
    date: str
    version: str
    scores: Mapping[str, float]
    intervals: Mapping[str, tuple[float, float]] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """The entry as JSON values."""
        return {
            "system": self.system,
            "date": self.date,
            "version": self.version,
            "scores": dict(self.scores),
            "intervals": {name: list(ends) for name, ends in self.intervals.items()},
        }

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> "Entry":
        """The entry that ``to_json`` wrote; ValueError, TypeError or KeyError if it is none."""
        texts = {key: row[key] for key in ("system", "date", "version")}
        if not all(isinstance(value, str) for value in texts.values()):
            raise TypeError("expected texts as system, date and version")
        scores = {name: _share(value) for name, value in row["scores"].items()}
        ends = {name: (_share(low), _share(high)) for name, (low, high) in _intervals(row).items()}
        return cls(**texts, scores=scores, intervals=ends)


def read_leaderboard(path: str | Path) -> list[Entry]:
    """The entries of a leaderboard file; DataError names the line of one that is none."""
    entries = []
    for line, row in read_jsonl(path):
        try:
            entries.append(Entry.from_json(row))
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            said = f"no {error}" if isinstance(error, KeyError) else str(error)
            hint = "expected system, date, version and scores"
            raise DataError(path, f"bad leaderboard entry: {said}", line=line, hint=hint) from error
    return entries


def write_leaderboard(path: str | Path, entries: Iterable[Entry]) -> int:
    """A leaderboard file; of two entries of one system and version, the later one is kept."""
    kept: dict[tuple[str, str], Entry] = {}
    for entry in entries:
        kept[entry.system, entry.version] = entry
    ranked = sorted(kept.values(), key=lambda entry: (entry.version, -overall(entry), entry.system))
    return write_jsonl(path, (entry.to_json() for entry in ranked))


def overall(entry: Entry) -> float:
    """The mean score over the whole sets, each the same weight."""
    whole = [score for name, score in entry.scores.items() if "/" not in name]
    return sum(whole) / len(whole) if whole else 0.0


def leaderboard_markdown(entries: Iterable[Entry]) -> str:
    """A table for each version, best system first; parts of sets are left out."""
    versions: dict[str, list[Entry]] = {}
    for entry in entries:
        versions.setdefault(entry.version, []).append(entry)
    return "\n".join(_table(version, versions[version]) for version in sorted(versions))


def _table(version: str, entries: list[Entry]) -> str:
    sets = list(
        dict.fromkeys(name for entry in entries for name in entry.scores if "/" not in name)
    )
    head = ["system", "date", *sets, "mean"]
    lines = [
        f"### GraphQA {version}",
        "",
        _row(head),
        _row(["---", "---", *["---:"] * (len(sets) + 1)]),
    ]
    for entry in sorted(entries, key=lambda entry: (-overall(entry), entry.system)):
        cells = [entry.system, entry.date, *(_cell(entry, name) for name in sets)]
        lines.append(_row([*cells, f"{100 * overall(entry):.1f}"]))
    return "\n".join(lines) + "\n"


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _cell(entry: Entry, name: str) -> str:
    if name not in entry.scores:
        return ""
    said = f"{100 * entry.scores[name]:.1f}"
    if name in entry.intervals:
        low, high = entry.intervals[name]
        said += f" ({100 * low:.1f}–{100 * high:.1f})"
    return said


def _intervals(row: Mapping[str, Any]) -> Mapping[str, Any]:
    ends: Mapping[str, Any] = row.get("intervals", {})
    return ends


def _share(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        raise ValueError(f"expected a score from 0 to 1, found {value!r:.40}")
    return float(value)
