"""The knowledge graph: an immutable, typed, directed multigraph in arrays."""

import hashlib
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from km_graph.attributes import Attribute, AttributeTable
from km_graph.errors import InvalidQueryError
from km_graph.relation_path import Hop, RelationPath
from km_graph.vocabulary import Vocabulary


class Triple(NamedTuple):
    """One fact, in labels."""

    head: str
    relation: str
    tail: str


class Csr(NamedTuple):
    """Adjacency in one direction, ordered by (entity, relation, neighbour).

    Attributes:
        offsets: ``(n_entities + 1,) int64``; the edges of entity ``e`` are
            ``offsets[e]:offsets[e + 1]``.
        relations: ``(n_triples,) int32``, ascending within an entity.
        neighbors: ``(n_triples,) int32``, ascending within an (entity, relation).
    """

    offsets: NDArray[np.int64]
    relations: NDArray[np.int32]
    neighbors: NDArray[np.int32]

    def equals(self, other: "Csr") -> bool:
        """Whether both hold the same edges (``==`` of arrays is not one truth)."""
        return (
            np.array_equal(self.offsets, other.offsets)
            and np.array_equal(self.relations, other.relations)
            and np.array_equal(self.neighbors, other.neighbors)
        )

    def edges(self, entity: int, relation: int | None = None) -> slice:
        """Where the edges of an entity lie, or those of one of its relations."""
        start, stop = int(self.offsets[entity]), int(self.offsets[entity + 1])
        if relation is None:
            return slice(start, stop)
        within = self.relations[start:stop]
        low, high = np.searchsorted(within, [relation, relation + 1])
        return slice(start + int(low), start + int(high))


class KnowledgeGraph:
    """A set of triples with numbered labels and adjacency in both directions.

    Direction and parallel edges (several relations between two entities, both ways) are kept;
    a triple stated twice is one triple. Ids come from sorted labels, so the same triples in any
    order make the same graph. A relation walked from tail to head has the id ``~relation``.

    Example:
        >>> graph = KnowledgeGraph.from_triples([("Paris", "capital_of", "France")])
        >>> graph
        KnowledgeGraph(2 entities, 1 relation, 1 triple)
        >>> ("Paris", "capital_of", "France") in graph
        True
    """

    def __init__(
        self,
        entities: Vocabulary,
        relations: Vocabulary,
        forward: Csr,
        backward: Csr,
        attribute_table: AttributeTable | None = None,
    ) -> None:
        self.entities = entities
        self.relations = relations
        self.forward = forward
        self.backward = backward
        self.attribute_table = attribute_table

    @classmethod
    def from_triples(cls, triples: Iterable[tuple[str, str, str]]) -> "KnowledgeGraph":
        """The graph of these triples, given in labels, in any order, repeats allowed."""
        heads: list[str] = []
        names: list[str] = []
        tails: list[str] = []
        for head, relation, tail in triples:
            heads.append(head)
            names.append(relation)
            tails.append(tail)
        entities = Vocabulary.of((*heads, *tails), kind="entity")
        relations = Vocabulary.of(names, kind="relation")
        rows = np.column_stack([entities.ids(heads), relations.ids(names), entities.ids(tails)])
        return cls.from_ids(rows, entities, relations)

    @classmethod
    def from_ids(
        cls, triples: ArrayLike, entities: Vocabulary, relations: Vocabulary
    ) -> "KnowledgeGraph":
        """The graph of ``(n, 3)`` rows head, relation, tail over given vocabularies.

        Raises:
            InvalidQueryError: If an id is outside its vocabulary.
        """
        rows = np.asarray(triples, np.int64).reshape(-1, 3)
        limits = np.array([len(entities), len(relations), len(entities)])
        if len(rows) and ((rows < 0).any() or (rows >= limits).any()):
            raise InvalidQueryError(f"triple ids must be in [0, {limits.tolist()})")
        forward = _adjacency(rows[:, 0], rows[:, 1], rows[:, 2], len(entities))
        heads = np.repeat(np.arange(len(entities)), np.diff(forward.offsets))
        backward = _adjacency(forward.neighbors, forward.relations, heads, len(entities))
        return cls(entities, relations, forward, backward)

    @property
    def n_entities(self) -> int:
        """How many entities there are."""
        return len(self.entities)

    @property
    def n_relations(self) -> int:
        """How many relations there are."""
        return len(self.relations)

    @property
    def n_triples(self) -> int:
        """How many distinct triples there are."""
        return len(self.forward.neighbors)

    def __len__(self) -> int:
        return self.n_triples

    def __repr__(self) -> str:
        counts = ((self.n_entities, "entit"), (self.n_relations, "relation"), (len(self), "triple"))
        words = [f"{n} {_plural(n, word)}" for n, word in counts]
        return f"KnowledgeGraph({', '.join(words)})"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, KnowledgeGraph):
            return NotImplemented
        return (
            self.entities == other.entities
            and self.relations == other.relations
            and self.forward.equals(other.forward)
        )

    __hash__ = None  # type: ignore[assignment]  # use fingerprint() for a hash of the content

    def __contains__(self, triple: object) -> bool:
        if not isinstance(triple, tuple) or len(triple) != 3:
            return False
        head, tail = self.entities.get(triple[0]), self.entities.get(triple[2])
        relation = self.relations.get(triple[1])
        if head is None or relation is None or tail is None:
            return False
        return self.has_edge(head, relation, tail)

    def has_edge(self, entity: int, relation: int, neighbor: int) -> bool:
        """Whether an edge exists, ids given; ``~relation`` asks for it tail to head."""
        csr = self.forward if relation >= 0 else self.backward
        found = csr.neighbors[csr.edges(entity, relation if relation >= 0 else ~relation)]
        at = int(np.searchsorted(found, neighbor))
        return at < len(found) and int(found[at]) == neighbor

    def triple_ids(self) -> NDArray[np.int32]:
        """All triples as ``(n, 3) int32`` rows head, relation, tail, ascending."""
        heads = np.repeat(np.arange(self.n_entities, dtype=np.int32), np.diff(self.forward.offsets))
        return np.column_stack([heads, self.forward.relations, self.forward.neighbors])

    def triples(self) -> Iterator[Triple]:
        """All triples in labels, in order of their ids."""
        entities, relations = list(self.entities), list(self.relations)
        for head, relation, tail in self.triple_ids().tolist():
            yield Triple(entities[head], relations[relation], entities[tail])

    def attributes(self, entity: str | int) -> tuple[Attribute, ...]:
        """What is said of an entity besides its edges, by name; walks never step on it.

        Raises:
            UnknownLabelError: If the graph has no entity of that label.
        """
        found = self.entities.id(entity) if isinstance(entity, str) else entity
        if self.attribute_table is None:
            return ()
        return self.attribute_table.of_entity(found, self.entities[found])

    def relation_ids(self, path: RelationPath) -> NDArray[np.int32]:
        """The signed relation ids of a relation path, ``(hops,) int32``.

        Raises:
            UnknownLabelError: If the graph lacks one of its relations.
        """
        ids = (self.relations.id(relation) for relation, _ in path)
        signed = (~i if hop.inverse else i for i, hop in zip(ids, path, strict=True))
        return np.fromiter(signed, np.int32)

    def relation_path(self, ids: Iterable[int]) -> RelationPath:
        """The relation path with these signed relation ids."""
        return RelationPath(Hop(self.relations[i if i >= 0 else ~i], i < 0) for i in map(int, ids))

    def fingerprint(self) -> str:
        """SHA-256 of the content, the same for the same triples in any order."""
        digest = hashlib.sha256()
        for vocabulary in (self.entities, self.relations):
            digest.update(_bytes(vocabulary.offsets, "<i8"))
            digest.update(vocabulary.blob)
        digest.update(_bytes(self.forward.offsets, "<i8"))
        digest.update(_bytes(self.forward.relations, "<i4"))
        digest.update(_bytes(self.forward.neighbors, "<i4"))
        return digest.hexdigest()


def _adjacency(
    entities: NDArray[np.integer],
    relations: NDArray[np.integer],
    neighbors: NDArray[np.integer],
    n_entities: int,
) -> Csr:
    order = np.lexsort((neighbors, relations, entities))
    rows = np.column_stack([entities[order], relations[order], neighbors[order]])
    fresh = np.ones(len(rows), bool)
    fresh[1:] = (rows[1:] != rows[:-1]).any(axis=1)
    rows = rows[fresh]
    offsets = np.zeros(n_entities + 1, np.int64)
    np.cumsum(np.bincount(rows[:, 0], minlength=n_entities), out=offsets[1:])
    return Csr(
        offsets,
        np.ascontiguousarray(rows[:, 1], np.int32),
        np.ascontiguousarray(rows[:, 2], np.int32),
    )


def _bytes(array: NDArray[np.integer], dtype: str) -> memoryview:
    return np.ascontiguousarray(array, dtype).data


def _plural(n: int, word: str) -> str:
    if word == "entit":
        return "entity" if n == 1 else "entities"
    return word if n == 1 else word + "s"
