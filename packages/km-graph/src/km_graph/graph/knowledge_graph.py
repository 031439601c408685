"""The knowledge graph: an immutable, typed, directed multigraph in arrays."""

import hashlib
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from km_graph.errors import InvalidQueryError
from km_graph.graph.attributes import Attribute, AttributeTable
from km_graph.graph.csr import Csr, adjacency
from km_graph.graph.read_only import little_endian
from km_graph.graph.views import graph_html, graph_text
from km_graph.graph.vocabulary import Vocabulary
from km_graph.relation_path import Hop, RelationPath


class Triple(NamedTuple):
    """One fact, in labels."""

    head: str
    relation: str
    tail: str


class KnowledgeGraph:
    """A set of triples with numbered labels and adjacency in both directions.

    Direction and parallel edges (several relations between two entities, both ways) are kept;
    a triple stated twice is one triple. Ids come from sorted labels, so the same triples in any
    order make the same graph. A relation walked from tail to head has the id ``~relation``.

    Example:
        >>> graph = KnowledgeGraph.from_triples([("Paris", "capital_of", "France")])
        >>> graph
        KnowledgeGraph(2 entities, 1 relation, 1 triple)
          mean degree 1.0, capital_of 100 %
        >>> ("Paris", "capital_of", "France") in graph
        True

    Args:
        entities: The labels of all entities, those without an edge included.
        relations: The labels of all relations.
        forward: Adjacency head to tail.
        backward: The same edges, tail to head.
        attribute_table: The literals of the entities, if there are any.

    Its arrays are read-only: walkers hold pointers into them.
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
        self.forward = forward.frozen()
        self.backward = backward.frozen()
        self.attribute_table = attribute_table or None  # an empty one is none

    @classmethod
    def from_triples(
        cls, triples: Iterable[tuple[str, str, str]], attributes: Iterable[Attribute] = ()
    ) -> "KnowledgeGraph":
        """The graph of these triples, given in labels, in any order, repeats allowed.

        An entity that has attributes and no triple is in the graph too.

        Raises:
            InvalidQueryError: If a label is not Unicode text.
        """
        heads: list[str] = []
        names: list[str] = []
        tails: list[str] = []
        for head, relation, tail in triples:
            heads.append(head)
            names.append(relation)
            tails.append(tail)
        said = list(attributes)
        described = (attribute.entity for attribute in said)
        entities = Vocabulary.of((*heads, *tails, *described), kind="entity")
        relations = Vocabulary.of(names, kind="relation")
        rows = np.column_stack([entities.ids(heads), relations.ids(names), entities.ids(tails)])
        table = AttributeTable.of(said, entities) if said else None
        return cls.from_ids(rows, entities, relations, table)

    @classmethod
    def from_statements(cls, statements: Iterable[Triple | Attribute]) -> "KnowledgeGraph":
        """The graph of triples and attributes as readers give them, in any order.

        Example:
            >>> graph = KnowledgeGraph.from_statements([Attribute("Paris", "label", "巴黎", "zh")])
            >>> graph.attributes("Paris")[0].value
            '巴黎'
        """
        triples: list[Triple] = []
        attributes: list[Attribute] = []
        for statement in statements:
            if isinstance(statement, Attribute):
                attributes.append(statement)
            else:
                triples.append(statement)
        return cls.from_triples(triples, attributes)

    @classmethod
    def from_ids(
        cls,
        triples: ArrayLike,
        entities: Vocabulary,
        relations: Vocabulary,
        attribute_table: AttributeTable | None = None,
    ) -> "KnowledgeGraph":
        """The graph of ``(n, 3)`` rows head, relation, tail over given vocabularies.

        Raises:
            InvalidQueryError: If an id is outside its vocabulary.
        """
        rows = np.asarray(triples).reshape(-1, 3)
        if not np.issubdtype(rows.dtype, np.integer):
            rows = rows.astype(np.int64)
        limits = np.array([len(entities), len(relations), len(entities)])
        if len(rows) and ((rows.min(axis=0) < 0).any() or (rows.max(axis=0) >= limits).any()):
            raise InvalidQueryError(f"triple ids must be in [0, {limits.tolist()})")
        sizes = {"n_entities": len(entities), "n_relations": len(relations)}
        forward = adjacency(rows[:, 0], rows[:, 1], rows[:, 2], **sizes)
        backward = adjacency(forward.neighbors, forward.relations, forward.sources(), **sizes)
        return cls(entities, relations, forward, backward, attribute_table)

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
        return graph_text(self)

    def _repr_html_(self) -> str:
        return graph_html(self)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, KnowledgeGraph):
            return NotImplemented
        return (
            self.entities == other.entities
            and self.relations == other.relations
            and self.forward.equals(other.forward)
            and self.attribute_table == other.attribute_table
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
        forward = self.forward
        return np.column_stack([forward.sources(), forward.relations, forward.neighbors])

    def triples(self) -> Iterator[Triple]:
        """All triples in labels, in order of their ids."""
        entities, relations = list(self.entities), list(self.relations)
        for head, relation, tail in self.triple_ids().tolist():
            yield Triple(entities[head], relations[relation], entities[tail])

    def statements(self) -> Iterator[Triple | Attribute]:
        """All triples in order of their ids, then all attributes in that of theirs."""
        yield from self.triples()
        if self.attribute_table is not None:
            yield from self.attribute_table.rows(self.entities)

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

    def compacted(self) -> "KnowledgeGraph":
        """The same graph with the ids of an import: itself, unless it is a changed one."""
        return self

    def fingerprint(self) -> str:
        """SHA-256 of the content, the same for the same statements in any order."""
        digest = hashlib.sha256()
        self.entities.update(digest)
        self.relations.update(digest)
        digest.update(little_endian(self.forward.offsets))
        digest.update(little_endian(self.forward.relations))
        digest.update(little_endian(self.forward.neighbors))
        if self.attribute_table is not None:
            self.attribute_table.update(digest)
        return digest.hexdigest()
