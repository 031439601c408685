"""What is said of an entity that is not an edge: labels, descriptions, numbers, dates, pictures.

Attributes lie beside the graph in a table of their own. Walks never step on them; textualizers
and pages read them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from km_graph.vocabulary import Vocabulary


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


@dataclass(frozen=True, slots=True, eq=False)
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
            UnknownLabelError: If one is of an entity that is not in the vocabulary.
        """
        distinct = sorted(set(attributes))
        ids = entities.ids(attribute.entity for attribute in distinct)
        order = np.argsort(ids, kind="stable")
        rows = [distinct[i] for i in order.tolist()]
        fields = [(row.name, row.language, row.datatype) for row in rows]
        words = Vocabulary.of((word for row in fields for word in row), kind="word")
        coded = words.ids(word for row in fields for word in row).reshape(-1, 3)
        values = [row.value.encode() for row in rows]
        offsets = np.zeros(len(entities) + 1, np.int64)
        np.cumsum(np.bincount(ids, minlength=len(entities)), out=offsets[1:])
        starts = np.zeros(len(values) + 1, np.int64)
        np.cumsum([len(value) for value in values], out=starts[1:])
        names, languages, datatypes = np.ascontiguousarray(coded.T)
        blob = memoryview(b"".join(values))
        return cls(offsets, names, languages, datatypes, words, blob, starts)

    def __len__(self) -> int:
        return len(self.names)

    def of_entity(self, entity: int, label: str) -> tuple[Attribute, ...]:
        """The attributes of one entity."""
        return tuple(
            Attribute(
                label,
                self.words[int(self.names[i])],
                str(self.blob[int(self.starts[i]) : int(self.starts[i + 1])], "utf-8"),
                self.words[int(self.languages[i])],
                self.words[int(self.datatypes[i])],
            )
            for i in range(int(self.offsets[entity]), int(self.offsets[entity + 1]))
        )
