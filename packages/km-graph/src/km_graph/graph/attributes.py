"""What is said of an entity that is not an edge: labels, descriptions, numbers, dates, pictures.

Attributes lie beside the graph in a table of their own. Walks never step on them; textualizers
and pages read them.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from km_graph.errors import InvalidQueryError
from km_graph.graph.read_only import little_endian, read_only
from km_graph.graph.vocabulary import Vocabulary


class Attribute(NamedTuple):
    """One literal said of an entity.

    Attributes:
        entity: The label of the entity.
        name: What is said: ``"label"``, ``"description"``, ``"image"``, ``"birth_date"``.
        value: It, as text.
        language: A language tag such as ``"zh"``, or ``""``.
        datatype: ``""`` for text; else what the source calls it, shortened as it shortens
            relations (``"xsd:date"``), or ``"image"`` for a reference to a picture.
    """

    entity: str
    name: str
    value: str
    language: str = ""
    datatype: str = ""


_ENTITY = itemgetter(0)
_SAID = itemgetter(1, 3, 4)
"""Name, language and datatype, which few attributes have alone, so that they are one number."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class AttributeTable:
    """The attributes of all entities, as arrays that may be memory-mapped.

    Rows are ordered by (entity, name, language, datatype, value), each once.

    Attributes:
        offsets: ``(n_entities + 1,) int64``: the rows of entity ``e`` are
            ``offsets[e]:offsets[e + 1]``.
        names: ``(n,) int32`` ids of ``words``; likewise ``languages`` and ``datatypes``.
        words: The distinct names, language tags and datatypes.
        blob: The UTF-8 bytes of all values, one after the other.
        starts: ``(n + 1,) int64``, where each value starts and the last one ends.

    Example:
        >>> entities = Vocabulary.of(["France", "Paris"])
        >>> table = AttributeTable.of([Attribute("Paris", "area", "105.4")], entities)
        >>> table
        AttributeTable(1 attribute of 1 entity)
        >>> list(table.rows(entities))[0].value
        '105.4'
    """

    offsets: NDArray[np.int64]
    names: NDArray[np.int32]
    languages: NDArray[np.int32]
    datatypes: NDArray[np.int32]
    words: Vocabulary
    blob: memoryview
    starts: NDArray[np.int64]

    @classmethod
    def of(cls, attributes: Iterable[Attribute], entities: Vocabulary) -> "AttributeTable":
        """The table of these attributes, in any order, repeats allowed.

        Raises:
            InvalidQueryError: If one has text that is not Unicode.
            UnknownLabelError: If one is of an entity that is not in the vocabulary.
        """
        rows = [*(attributes if isinstance(attributes, set) else set(attributes))]
        said = list(map(_SAID, rows))
        kinds = sorted(set(said))
        places = {kind: place for place, kind in enumerate(kinds)}
        ids = entities.ids(list(map(_ENTITY, rows)))
        keys = ids.astype(np.int64) * len(kinds)
        keys += np.fromiter(map(places.__getitem__, said), np.int64, len(said))
        order = _ordered(keys, rows)
        words = Vocabulary.of((word for kind in kinds for word in kind), kind="word")
        coded = words.ids([word for kind in kinds for word in kind]).reshape(-1, 3)
        coded = coded[keys[order] % max(len(kinds), 1)]
        names, languages, datatypes = np.ascontiguousarray(coded.T)
        offsets = np.zeros(len(entities) + 1, np.int64)
        np.cumsum(np.bincount(ids, minlength=len(entities)), out=offsets[1:])
        blob, starts = _joined([rows[i].value for i in order.tolist()])
        return cls(
            read_only(offsets),
            read_only(names),
            read_only(languages),
            read_only(datatypes),
            words,
            blob,
            read_only(starts),
        )

    def __len__(self) -> int:
        return len(self.names)

    def __repr__(self) -> str:
        described = int(np.count_nonzero(np.diff(self.offsets)))
        rows = f"{len(self):,} attribute{'' if len(self) == 1 else 's'}"
        return (
            f"AttributeTable({rows} of {described:,} {'entity' if described == 1 else 'entities'})"
        )

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, AttributeTable):
            return NotImplemented
        return (
            all(np.array_equal(a, b) for a, b in zip(self._arrays(), other._arrays(), strict=True))
            and self.words == other.words
            and self.blob == other.blob
        )

    __hash__ = None  # type: ignore[assignment]  # equality is by content, and content is large

    def _arrays(self) -> Sequence[NDArray[np.integer]]:
        return (self.offsets, self.names, self.languages, self.datatypes, self.starts)

    def update(self, digest: "hashlib._Hash") -> None:
        """Put the content into a hash."""
        for array in self._arrays():
            digest.update(little_endian(array))
        self.words.update(digest)
        digest.update(self.blob)

    def of_entity(self, entity: int, label: str) -> tuple[Attribute, ...]:
        """The attributes of one entity; none of one that is younger than the table."""
        if entity + 1 >= len(self.offsets):
            return ()
        rows = range(int(self.offsets[entity]), int(self.offsets[entity + 1]))
        return tuple(self._row(label, i) for i in rows)

    def rows(self, entities: Vocabulary) -> Iterator[Attribute]:
        """All attributes in order, given the vocabulary they were made with."""
        described = np.flatnonzero(np.diff(self.offsets)).tolist()
        for entity in described:
            yield from self.of_entity(entity, entities[entity])

    def _row(self, label: str, row: int) -> Attribute:
        return Attribute(
            label,
            self.words[int(self.names[row])],
            str(self.blob[int(self.starts[row]) : int(self.starts[row + 1])], "utf-8"),
            self.words[int(self.languages[row])],
            self.words[int(self.datatypes[row])],
        )


def _ordered(keys: NDArray[np.int64], rows: Sequence[Attribute]) -> NDArray[np.int64]:
    """The order of rows by key, and by value where they share one."""
    order = np.argsort(keys, kind="stable")
    ordered = keys[order]
    shared = np.concatenate(([False], ordered[1:] == ordered[:-1], [False]))
    edges = np.flatnonzero(shared[1:] != shared[:-1])
    for first, last in edges.reshape(-1, 2).tolist():
        sharing = slice(first, last + 1)
        order[sharing] = sorted(order[sharing].tolist(), key=lambda i: rows[i].value)
    return order


def _joined(values: Sequence[str]) -> tuple[memoryview, NDArray[np.int64]]:
    try:
        encoded = [value.encode() for value in values]
    except UnicodeEncodeError as error:
        message = f"attribute value {error.object!r} is not Unicode text"
        raise InvalidQueryError(message) from error
    starts = np.zeros(len(encoded) + 1, np.int64)
    np.cumsum([len(value) for value in encoded], out=starts[1:])
    return memoryview(b"".join(encoded)), starts
