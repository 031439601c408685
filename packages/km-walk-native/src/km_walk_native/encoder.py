"""The native encoder: numbers the labels of a graph's triples in C++, without the GIL."""

from collections.abc import Iterable
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from km_graph.encoding import LineError, LineLayout, not_text
from km_graph.graph import KnowledgeGraph, Triple
from km_graph.graph.attributes import Attribute, AttributeTable
from km_graph.graph.csr import Csr
from km_graph.graph.vocabulary import Vocabulary
from km_walk_native import _core
from km_walk_native.threads import usable_cores

_BATCH = 1 << 14

_Labels = tuple[NDArray[np.uint8], NDArray[np.int64]]
_Arrays = tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.int32]]


class NativeEncoder:
    r"""Makes graphs in C++; see ``km_graph.encoding`` for the contract.

    Args:
        threads: How many threads work at once; None for as many as this process may use.

    Example:
        >>> encoder = NativeEncoder()
        >>> encoder.add_lines(b"Paris\tcapital_of\tFrance\n", LineLayout())
        1
        >>> ("Paris", "capital_of", "France") in encoder.finish()
        True
    """

    def __init__(self, threads: int | None = None) -> None:
        self._core = _core.Encoder(threads=threads or usable_cores())
        self._attributes: set[Attribute] = set()

    def add_lines(self, block: bytes | memoryview, layout: LineLayout) -> int:
        """See ``TripleEncoder.add_lines``."""
        taken, wrong = self._core.add_lines(
            block,
            separator=ord(layout.separator),
            n_fields=layout.n_fields,
            head=layout.head,
            relation=layout.relation,
            tail=layout.tail,
        )
        if wrong is not None:
            raise LineError(wrong)
        return taken

    def add(self, triples: Iterable[Triple]) -> int:
        """See ``TripleEncoder.add``."""
        taken = 0
        rest = iter(triples)
        while batch := list(islice(rest, _BATCH)):
            try:
                taken += self._core.add(batch)
            except UnicodeEncodeError as error:
                raise not_text(error) from error
        return taken

    def add_attributes(self, attributes: Iterable[Attribute]) -> None:
        """See ``TripleEncoder.add_attributes``."""
        self._attributes.update(attributes)

    def finish(self) -> KnowledgeGraph:
        """See ``TripleEncoder.finish``."""
        attributes, self._attributes = self._attributes, set()
        try:
            self._core.add_entities(list({attribute.entity for attribute in attributes}))
        except UnicodeEncodeError as error:
            raise not_text(error) from error
        return _graph(*self._core.finish(), attributes)


def encoded_at_once(triples: list[Triple]) -> KnowledgeGraph:
    """The graph of a few thousand triples, with less ado than an encoder makes it.

    Raises:
        InvalidQueryError: If a label is not Unicode text.
    """
    try:
        return _graph(*_core.encode_at_once(triples))
    except UnicodeEncodeError as error:
        raise not_text(error) from error


def _graph(
    entities: _Labels,
    relations: _Labels,
    forward: _Arrays,
    backward: _Arrays,
    attributes: Iterable[Attribute] = (),
) -> KnowledgeGraph:
    labels = Vocabulary(entities[0].data, entities[1], kind="entity")
    return KnowledgeGraph(
        labels,
        Vocabulary(relations[0].data, relations[1], kind="relation"),
        Csr(*forward),
        Csr(*backward),
        AttributeTable.of(attributes, labels) if attributes else None,
    )
