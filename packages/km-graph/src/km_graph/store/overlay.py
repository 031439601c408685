"""All commits since a base, in memory: what is there, and the graph of each version."""

from array import array

from km_graph.graph import KnowledgeGraph
from km_graph.store.changes import Batch, Changes, checked
from km_graph.store.numbering import Numbering
from km_graph.store.presence import Presence
from km_graph.store.snapshot import NO_CHANGES, Snapshot

_NUMBERED = Changes()


class Overlay:
    """The commits after a version, on the graph of that version.

    Args:
        base: The graph.
        version: Its version.

    Attributes:
        base: The graph.
        base_version: Its version.
    """

    def __init__(self, base: KnowledgeGraph, version: int) -> None:
        self.base = base
        self.base_version = version
        self._entities = Numbering(base.entities)
        self._relations = Numbering(base.relations)
        self._commits: list[Changes] = []
        # Four numbers an edit: head, relation, tail, and 1 where it came or 0 where it went.
        self._edits = array("i")
        # Before the first and after each commit that is numbered: edits, entities and relations.
        self._sizes = [(0, len(self._entities), len(self._relations))]
        self._newest = self._snapshot(version, None)
        self._presence: Presence | None = None

    @property
    def version(self) -> int:
        """The version that the newest commit made."""
        return self.base_version + len(self._commits)

    @property
    def n_edits(self) -> int:
        """How many triples have come or gone since the base."""
        self._number()
        return self._sizes[-1][0]

    def effective(self, batch: Batch) -> Changes:
        """What of a batch would change something.

        Raises:
            InvalidQueryError: If the batch has something that is not a triple of labels.
        """
        add = checked(batch.add)
        there = self._presence or self._known()
        added = [triple for triple in add if triple not in there]
        if not batch.remove:
            return Changes(added)
        remove = checked(batch.remove)
        return Changes(added, [t for t in remove if t not in add and t in there])

    def take(self, changes: Changes) -> None:
        """Take the next commit; what it changes was effective.

        Labels are numbered when a graph is asked for, so that a writer need not wait for it.
        """
        if self._presence is not None:
            self._presence.note(changes)
        self._commits.append(changes)

    def snapshot(self, version: int | None = None) -> Snapshot:
        """The graph of a version, from that of the base on."""
        self._number()
        wanted = self.version if version is None else version
        if wanted == self._newest.version:
            return self._newest
        made = self._snapshot(wanted, self._newest)
        if wanted > self._newest.version:
            self._newest = made
        return made

    def _snapshot(self, version: int, other: Snapshot | None) -> Snapshot:
        edits, entities, relations = self._sizes[version - self.base_version]
        since, deltas = other.after() if other is not None else (0, NO_CHANGES)
        if since > edits:
            since, deltas = 0, NO_CHANGES
        return Snapshot(
            self.base,
            self._entities.view(entities),
            self._relations.view(relations),
            version,
            edits=self._edits,
            since=since,
            until=edits,
            deltas=deltas,
        )

    def _number(self) -> None:
        """Number the labels of commits that were not yet; may be interrupted and begun again."""
        entity, relation = self._entities.number, self._relations.number
        for i in range(len(self._sizes) - 1, len(self._commits)):
            edits: list[int] = []
            for came, triples in enumerate((self._commits[i].removed, self._commits[i].added)):
                for head, name, tail in triples:
                    edits += (entity(head), relation(name), entity(tail), came)
            del self._edits[4 * self._sizes[-1][0] :]  # of an interrupted attempt
            self._edits.extend(edits)
            size = (len(self._edits) // 4, len(self._entities), len(self._relations))
            self._sizes.append(size)
            self._commits[i] = _NUMBERED

    def _known(self) -> Presence:
        self._number()
        entities = self._entities.view(len(self._entities))
        relations = self._relations.view(len(self._relations))
        rows = iter(self._edits)
        changed = {
            (entities[h], relations[r], entities[t]): bool(came)
            for h, r, t, came in zip(rows, rows, rows, rows, strict=True)
        }
        self._presence = Presence(self.base, self._entities, self._relations, changed)
        return self._presence
