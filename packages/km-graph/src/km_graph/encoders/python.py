"""The encoder that needs nothing but Python: the specification of the others."""

from array import array
from collections.abc import Iterable

import numpy as np

from km_graph.encoders.lines import checked_triples
from km_graph.encoding import LineLayout, not_text
from km_graph.graph import KnowledgeGraph, Triple
from km_graph.graph.attributes import Attribute, AttributeTable
from km_graph.graph.vocabulary import Vocabulary


class PythonEncoder:
    """Makes graphs with dictionaries; see ``km_graph.encoding`` for the contract."""

    def __init__(self) -> None:
        self._entities = _Numbers()
        self._relations = _Numbers()
        self._rows = array("i")
        self._attributes: set[Attribute] = set()

    def add_lines(self, block: bytes | memoryview, layout: LineLayout) -> int:
        """See ``TripleEncoder.add_lines``."""
        return self.add(checked_triples(block, layout))

    def add(self, triples: Iterable[Triple]) -> int:
        """See ``TripleEncoder.add``."""
        entities, relations, take = self._entities, self._relations, self._rows.extend
        before = len(self._rows)
        for head, relation, tail in triples:
            take((entities[head], relations[relation], entities[tail]))
        return (len(self._rows) - before) // 3

    def add_attributes(self, attributes: Iterable[Attribute]) -> None:
        """See ``TripleEncoder.add_attributes``."""
        self._attributes.update(attributes)

    def finish(self) -> KnowledgeGraph:
        """See ``TripleEncoder.finish``."""
        for attribute in self._attributes:
            self._entities[attribute.entity]  # numbered where it is new
        entities = Vocabulary.of(self._entities, kind="entity")
        relations = Vocabulary.of(self._relations, kind="relation")
        entity_ids, relation_ids = entities.ids(self._entities), relations.ids(self._relations)
        numbers = np.frombuffer(self._rows, np.int32).reshape(-1, 3)
        rows = np.empty_like(numbers)
        for column, ids in enumerate((entity_ids, relation_ids, entity_ids)):
            rows[:, column] = ids[numbers[:, column]]
        table = AttributeTable.of(self._attributes, entities) if self._attributes else None
        return KnowledgeGraph.from_ids(rows, entities, relations, table)


class _Numbers(dict[str, int]):
    """Labels and the order they came in."""

    def __missing__(self, label: str) -> int:
        try:
            label.encode()
        except UnicodeEncodeError as error:
            raise not_text(error) from error
        number = self[label] = len(self)
        return number
