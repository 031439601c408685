"""Which triples are there, for writers: they ask for every triple that they are given."""

from bisect import bisect_left, bisect_right

from km_graph.graph import KnowledgeGraph
from km_graph.store.changes import Changes, LabelTriple
from km_graph.store.numbering import Numbering


class Presence:
    """Says of triples, in labels, whether they are in a base after some changes.

    Args:
        base: The graph before.
        entities: The ids of its entities; newer ones may be there too.
        relations: The ids of its relations, likewise.
        changed: By triple that was changed, whether it is there.
    """

    def __init__(
        self,
        base: KnowledgeGraph,
        entities: Numbering,
        relations: Numbering,
        changed: dict[LabelTriple, bool],
    ) -> None:
        self._entities = entities
        self._relations = relations
        self._changed = changed
        self._n = base.n_entities
        # Memoryviews hand out Python integers, which binary search compares without conversion.
        csr = base.forward
        self._offsets = csr.offsets.data
        self._edges = csr.relations.data, csr.neighbors.data

    def note(self, changes: Changes) -> None:
        """Take the next changes; taking the same ones again does no harm."""
        for triple in changes.removed:
            self._changed[triple] = False
        for triple in changes.added:
            self._changed[triple] = True

    def __contains__(self, triple: LabelTriple) -> bool:
        changed = self._changed.get(triple)
        if changed is not None:
            return changed
        head = self._entities.get(triple[0])
        if head is None or head >= self._n:
            return False
        relation, tail = self._relations.get(triple[1]), self._entities.get(triple[2])
        if relation is None or tail is None:
            return False
        offsets, (relations, neighbors) = self._offsets, self._edges
        stop = offsets[head + 1]
        start = bisect_left(relations, relation, offsets[head], stop)
        if start == stop or relations[start] != relation:
            return False
        stop = bisect_right(relations, relation, start, stop)
        at = bisect_left(neighbors, tail, start, stop)
        return bool(at < stop and neighbors[at] == tail)
