"""The encoder that splits lines with Arrow's CSV reader, where the native one is not installed.

Arrow numbers the labels of each of its blocks; their dictionaries are unified as they grow, so
that those of all blocks together are never kept. What Arrow would read otherwise than
``checked_triples`` does (quotes apart, which are off: byte-order marks, lone carriage returns,
blank lines) goes that way instead.
"""

from collections.abc import Iterable
from itertools import islice
from typing import NamedTuple

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.compute as pc  # type: ignore[import-untyped]
from numpy.typing import NDArray
from pyarrow import csv

from km_graph.encoders.lines import checked_triples
from km_graph.encoding import LineLayout, not_text
from km_graph.graph import KnowledgeGraph, Triple
from km_graph.graph.attributes import Attribute, AttributeTable
from km_graph.graph.vocabulary import Vocabulary

_BATCH = 1 << 16
_PIECE = 4 << 20
_PENDING = 64 << 20
_TYPE = pa.dictionary(pa.int32(), pa.utf8())
_HEAD, _RELATION, _TAIL = range(3)


class ArrowEncoder:
    """Makes graphs with pyarrow; see ``km_graph.encoding`` for the contract."""

    def __init__(self) -> None:
        self._entities = _Labels("entity", n_columns=2)
        self._relations = _Labels("relation", n_columns=1)
        self._attributes: set[Attribute] = set()

    def add_lines(self, block: bytes | memoryview, layout: LineLayout) -> int:
        """See ``TripleEncoder.add_lines``."""
        raw = bytes(block)
        table = _table(raw, layout)
        if table is None:
            return self.add(checked_triples(raw, layout))
        for batch in table.to_batches():
            self._take(*batch.columns)
        return int(table.num_rows)

    def add(self, triples: Iterable[Triple]) -> int:
        """See ``TripleEncoder.add``."""
        taken, rest = 0, iter(triples)
        while batch := list(islice(rest, _BATCH)):
            self._take(*(_encoded([triple[i] for triple in batch]) for i in range(3)))
            taken += len(batch)
        return taken

    def add_attributes(self, attributes: Iterable[Attribute]) -> None:
        """See ``TripleEncoder.add_attributes``."""
        self._attributes.update(attributes)

    def finish(self) -> KnowledgeGraph:
        """See ``TripleEncoder.finish``."""
        if self._attributes:
            described = _encoded(list({attribute.entity for attribute in self._attributes}))
            self._entities.take(described.slice(0, 0), described.slice(0, 0))
        entities, (heads, tails) = self._entities.finish()
        relations, (names,) = self._relations.finish()
        rows = np.column_stack([heads, names, tails])
        table = AttributeTable.of(self._attributes, entities) if self._attributes else None
        return KnowledgeGraph.from_ids(rows, entities, relations, table)

    def _take(self, heads: pa.Array, names: pa.Array, tails: pa.Array) -> None:
        self._entities.take(heads, tails)
        self._relations.take(names)


class _Column(NamedTuple):
    pending: list[pa.Array]
    settled: list[NDArray[np.int32]]


class _Labels:
    """Columns of labels in numbers, all of one dictionary."""

    def __init__(self, kind: str, *, n_columns: int) -> None:
        self.kind = kind
        self.columns = [_Column([], []) for _ in range(n_columns)]
        self.dictionary = pa.array([], pa.utf8())
        self.pending = 0

    def take(self, *arrays: pa.Array) -> None:
        for column, array in zip(self.columns, arrays, strict=True):
            column.pending.append(array)
            self.pending += array.dictionary.nbytes
        if self.pending > max(_PENDING, self.dictionary.nbytes):
            self.settle()

    def settle(self) -> None:
        """Number what is pending by one dictionary; numbers given before stay as they are."""
        known = pa.DictionaryArray.from_arrays(pa.array([], pa.int32()), self.dictionary)
        pending = [array for column in self.columns for array in column.pending]
        unified = pa.chunked_array([known, *pending], _TYPE).unify_dictionaries().chunks
        self.dictionary = unified[0].dictionary
        at = 1
        for column in self.columns:
            for array in unified[at : at + len(column.pending)]:
                column.settled.append(array.indices.to_numpy())
            at += len(column.pending)
            column.pending.clear()
        self.pending = 0

    def finish(self) -> tuple[Vocabulary, list[NDArray[np.int32]]]:
        """The vocabulary, and the columns in its ids."""
        self.settle()
        order = pc.sort_indices(self.dictionary)
        labels = self.dictionary.take(order)
        ids = np.empty(len(order), np.int32)
        ids[order.to_numpy()] = np.arange(len(order), dtype=np.int32)
        columns = [ids[np.concatenate([[], *c.settled]).astype(np.int32)] for c in self.columns]
        return _vocabulary(labels, self.kind), columns


def _vocabulary(labels: pa.Array, kind: str) -> Vocabulary:
    _, offsets, blob = labels.buffers()
    ends = np.zeros(len(labels) + 1, np.int64)
    if len(labels):
        ends[:] = np.frombuffer(offsets, np.int32)[labels.offset :][: len(ends)]
    return Vocabulary(memoryview(blob or b"").cast("B")[: int(ends[-1])], ends, kind=kind)


def _encoded(labels: list[str]) -> pa.Array:
    try:
        return pa.array(labels, pa.utf8()).dictionary_encode()
    except UnicodeEncodeError as error:
        raise not_text(error) from error


def _table(raw: bytes, layout: LineLayout) -> pa.Table | None:
    """Three columns of numbered labels; None where Arrow cannot be trusted with the block."""
    if not raw or b"\0" in raw or raw.startswith(b"\xef\xbb\xbf") or layout.n_fields < 3:
        return None
    if raw.count(b"\r") != raw.count(b"\r\n"):
        return None
    names = [str(i) for i in range(layout.n_fields)]
    chosen = [names[i] for i in (layout.head, layout.relation, layout.tail)]
    try:
        table = csv.read_csv(
            pa.BufferReader(raw),
            csv.ReadOptions(column_names=names, block_size=_PIECE),
            csv.ParseOptions(
                delimiter=layout.separator.decode(),
                quote_char=False,
                double_quote=False,
                escape_char=False,
                ignore_empty_lines=False,
            ),
            csv.ConvertOptions(
                column_types=dict.fromkeys(chosen, _TYPE),
                include_columns=chosen,
                null_values=[],
                strings_can_be_null=False,
            ),
        )
    except pa.ArrowInvalid:
        return None
    n_lines = raw.count(b"\n") + (not raw.endswith(b"\n"))
    return table if table.num_rows == n_lines and not _holds_empty(table) else None


def _holds_empty(table: pa.Table) -> bool:
    return any(
        pc.any(pc.equal(pc.binary_length(chunk.dictionary), 0)).as_py()
        for column in table.columns
        for chunk in column.chunks
    )
