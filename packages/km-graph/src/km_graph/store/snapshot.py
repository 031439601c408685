"""The graph of one version of a store."""

from array import array
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from km_graph.graph import KnowledgeGraph
from km_graph.graph.changed_graph import ChangedGraph
from km_graph.graph.delta import NO_CHANGE, Delta, Edits, delta_after
from km_graph.graph.vocabulary import Vocabulary

Deltas = tuple[Delta, Delta]
NO_CHANGES: Deltas = (NO_CHANGE, NO_CHANGE)


class Snapshot(ChangedGraph):
    """A graph as it was at one version; later commits do not touch it.

    Its deltas are made when first asked for, from those of a snapshot before it and the commits
    between, which are shared with the store and with other snapshots.

    Args:
        base: The graph before.
        entities: Its entities, then new ones.
        relations: Its relations, then new ones.
        version: The version of the store.
        edits: What came and went since the base, of which others may go on lengthening the end:
            head, relation, tail, and 1 or 0, for each.
        since: How many of the edits are in ``deltas``.
        until: How many of them belong to this version.
        deltas: Both deltas of an earlier version.
    """

    if TYPE_CHECKING:
        forward_delta: Delta
        backward_delta: Delta

    def __init__(
        self,
        base: KnowledgeGraph,
        entities: Vocabulary,
        relations: Vocabulary,
        version: int,
        *,
        edits: "array[int]",
        since: int,
        until: int,
        deltas: Deltas,
    ) -> None:
        self.base = base
        self.entities = entities
        self.relations = relations
        self.version = version
        self._edits = edits
        self._since = since
        self._until = until
        self._deltas_before = deltas

    def after(self) -> tuple[int, Deltas]:
        """Up to which edit there are deltas to go on from, and they."""
        if "_deltas" in self.__dict__:
            return self._until, self._deltas
        return self._since, self._deltas_before

    @cached_property
    def _deltas(self) -> Deltas:
        forward, backward = self._deltas_before
        rows = np.array(self._edits[4 * self._since : 4 * self._until], np.int32)
        heads, relations, tails, came = rows.reshape(-1, 4).T
        present = came.astype(bool)
        ahead = Edits(heads, relations, tails, present)
        back = Edits(tails, relations, heads, present)
        n = self.n_entities
        return (
            delta_after(self.base.forward, forward, ahead, n),
            delta_after(self.base.backward, backward, back, n),
        )

    if not TYPE_CHECKING:  # plain attributes of other changed graphs

        @property
        def forward_delta(self) -> Delta:
            """What changed, head to tail."""
            return self._deltas[0]

        @property
        def backward_delta(self) -> Delta:
            """What changed, tail to head."""
            return self._deltas[1]
