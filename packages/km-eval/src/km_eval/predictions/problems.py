"""What was wrong in a predictions file, counted by kind, the first of each kind listed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

_LISTED = 20


@dataclass(slots=True)
class Problems:
    """Counts by kind, and the first few of each kind with where they are.

    Example:
        >>> problems = Problems()
        >>> problems.add("no id", "line 3")
        >>> problems.to_json()
        {'no id': {'count': 1, 'first': ['line 3']}}
    """

    counts: dict[str, int] = field(default_factory=dict)
    first: dict[str, list[str]] = field(default_factory=dict)

    def add(self, kind: str, where: str) -> None:
        """Count one problem."""
        self.counts[kind] = self.counts.get(kind, 0) + 1
        listed = self.first.setdefault(kind, [])
        if len(listed) < _LISTED:
            listed.append(where)

    def __bool__(self) -> bool:
        return bool(self.counts)

    def to_json(self) -> Mapping[str, Any]:
        """Kind to count and to the first places."""
        return {kind: {"count": n, "first": self.first[kind]} for kind, n in self.counts.items()}
