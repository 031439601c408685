"""Paths and walks as arrays: what walkers return."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import accumulate
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from km_graph.graph import KnowledgeGraph
from km_graph.graph.html_table import html_table
from km_graph.relation_path import Hop, RelationPath

_SHOWN = 10


class Path(NamedTuple):
    r"""One path in labels: ``len(entities) == len(relation_path) + 1``.

    As text it has arrows that point as the graph states each triple: ``A -> r -> B``, and
    ``A <- r <- B`` where ``r`` leads from B to A. A backslash or line break in a label is escaped
    (``\\``, ``\n``, ``\r``), so that a path is always one line.

    Example:
        >>> print(Path(("Lyon", "France", "Paris"), RelationPath.parse("city_in/capital")))
        Lyon -> city_in -> France -> capital -> Paris
        >>> print(Path(("Paris", "France"), RelationPath.parse("^capital")))
        Paris <- capital <- France
    """

    entities: tuple[str, ...]
    relation_path: RelationPath

    def __str__(self) -> str:
        words = [_one_line(self.entities[0])]
        for hop, entity in zip(self.relation_path, self.entities[1:], strict=True):
            arrow = "<-" if hop.inverse else "->"
            words += [arrow, _one_line(hop.relation), arrow, _one_line(entity)]
        return " ".join(words)

    def triples(self) -> tuple[tuple[str, str, str], ...]:
        """The edges as the graph states them, head first, whatever the walking direction."""
        hops = zip(self.entities, self.relation_path, self.entities[1:], strict=False)
        return tuple(
            (b, hop.relation, a) if hop.inverse else (a, hop.relation, b) for a, hop, b in hops
        )


class Groups(NamedTuple):
    """Ragged ids: one list of entities for each question of a batch.

    Attributes:
        values: ``(n_values,) int32``, the lists one after the other.
        offsets: ``(n_groups + 1,) int64``.
    """

    values: NDArray[np.int32]
    offsets: NDArray[np.int64]

    @classmethod
    def of(cls, lists: Iterable[Sequence[int] | NDArray[np.integer[Any]]]) -> "Groups":
        """Groups from nested Python lists or arrays."""
        rows = [np.asarray(row, np.int32).reshape(-1) for row in lists]
        offsets = np.fromiter(accumulate(map(len, rows), initial=0), np.int64, len(rows) + 1)
        return cls(np.concatenate(rows) if rows else np.empty(0, np.int32), offsets)

    @property
    def n_groups(self) -> int:
        """How many lists there are (``len`` is that of the tuple)."""
        return len(self.offsets) - 1

    def group(self, index: int) -> NDArray[np.int32]:
        """One list."""
        return self.values[int(self.offsets[index]) : int(self.offsets[index + 1])]


@dataclass(frozen=True, slots=True, eq=False)
class PathBatch:
    """Many paths in flat arrays; path ``i`` belongs to question ``owner[i]``.

    A path of ``k`` hops has ``k`` signed relation ids (``~r`` is ``r`` walked tail to head) and
    ``k + 1`` entity ids, so one array of offsets serves both.

    Attributes:
        entities: ``(n_hops + n_paths,) int32``; those of path ``i`` start at ``offsets[i] + i``.
        relations: ``(n_hops,) int32``; those of path ``i`` start at ``offsets[i]``.
        offsets: ``(n_paths + 1,) int64`` into ``relations``.
        owner: ``(n_paths,) int32``, ascending.
        truncated: ``(n_owners,) bool``: True where a limit left paths out.
    """

    entities: NDArray[np.int32]
    relations: NDArray[np.int32]
    offsets: NDArray[np.int64]
    owner: NDArray[np.int32]
    truncated: NDArray[np.bool_]

    @classmethod
    def of(
        cls,
        rows: Iterable[tuple[int, Sequence[int], Sequence[int]]],
        truncated: Sequence[bool],
    ) -> "PathBatch":
        """A batch from rows of owner, entity ids and signed relation ids."""
        owners, entities, relations = [], [], []
        for owner, path_entities, path_relations in rows:
            owners.append(owner)
            entities.append(path_entities)
            relations.append(path_relations)
        hops = Groups.of(relations)
        return cls(
            Groups.of(entities).values,
            hops.values,
            hops.offsets,
            np.asarray(owners, np.int32),
            np.asarray(truncated, np.bool_),
        )

    def __len__(self) -> int:
        return len(self.owner)

    def __repr__(self) -> str:
        cut = ", truncated" if self.truncated.any() else ""
        return f"PathBatch({len(self)} paths, {len(self.truncated)} owners{cut})"

    def _repr_html_(self) -> str:
        rows = []
        for index in range(min(len(self), _SHOWN)):
            entities, relations = self.path_entities(index), self.path_relations(index)
            ids = (" → ".join(map(str, column.tolist())) for column in (entities, relations))
            rows.append([str(self.owner[index]), *ids])
        table = html_table(["owner", "entities", "relations, ~r backwards"], rows)
        return f"<div><strong>{escape(repr(self))}</strong><br>{table}</div>"

    def path_entities(self, index: int) -> NDArray[np.int32]:
        """The entity ids of one path, ``(hops + 1,)``."""
        start, stop = int(self.offsets[index]), int(self.offsets[index + 1])
        return self.entities[start + index : stop + index + 1]

    def path_relations(self, index: int) -> NDArray[np.int32]:
        """The signed relation ids of one path, ``(hops,)``."""
        return self.relations[int(self.offsets[index]) : int(self.offsets[index + 1])]

    def ends(self) -> NDArray[np.int32]:
        """The last entity of every path, ``(n_paths,)``."""
        ends: NDArray[np.int32] = self.entities[self.offsets[1:] + np.arange(len(self))]
        return ends

    def rows(self) -> Iterator[tuple[int, list[int], list[int]]]:
        """Every path as owner, entity ids and signed relation ids."""
        for i, owner in enumerate(self.owner.tolist()):
            yield owner, self.path_entities(i).tolist(), self.path_relations(i).tolist()

    def of_owner(self, owner: int) -> range:
        """The indices of the paths of one owner."""
        low, high = np.searchsorted(self.owner, [owner, owner + 1])
        return range(int(low), int(high))

    def labeled(self, graph: KnowledgeGraph, indices: Iterable[int] | None = None) -> list[Path]:
        """Paths in labels, all or those at ``indices``."""
        chosen = range(len(self)) if indices is None else indices
        return [self._labeled(graph, i) for i in chosen]

    def _labeled(self, graph: KnowledgeGraph, index: int) -> Path:
        labels = tuple(graph.entities[i] for i in self.path_entities(index).tolist())
        signed = self.path_relations(index).tolist()
        hops = (Hop(graph.relations[r if r >= 0 else ~r], r < 0) for r in signed)
        return Path(labels, RelationPath(hops))


def _one_line(label: str) -> str:
    return label.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r")
