"""A question about a graph."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from km_data.records import fields
from km_graph.graph import Triple
from km_graph.relation_path import RelationPath

_parsed = lru_cache(RelationPath.parse)  # questions share theirs with many others


@dataclass(frozen=True, slots=True)
class Question:
    """A question about a graph, with what is known of its answer.

    Attributes:
        id: Unique within its file.
        text: As a person would ask it.
        topics: Labels of the entities it is about; empty where a linker has to find them.
        answers: Gold answers; empty where unknown.
        aliases: Other accepted spellings of an answer.
        mentions: Where each topic stands in ``text``, start and end; empty if not known.
        relation_paths: Gold relation paths from a topic to the answers; empty if not known.
        hops: Length of the reasoning chain, if known.
        template: Id of the phrasing it was made from, if known; one that ends in ``!`` is to be
            tested with, never trained on.
        triples: The question's own graph, where its source gives each question one; else empty,
            and the question is about the graph it is asked with.
        answerable: False where the graph does not say, and the right answer is none; True where
            it does; None if not known.
        removed: Triples that the graph is to lose before the question is asked; ``triples``, if
            there are any, are already without them.
        added: Triples that the graph is to gain.
    """

    id: str
    text: str
    topics: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    aliases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    mentions: tuple[tuple[int, int], ...] = ()
    relation_paths: tuple[RelationPath, ...] = ()
    hops: int | None = None
    template: str | None = None
    triples: tuple[Triple, ...] = ()
    answerable: bool | None = None
    removed: tuple[Triple, ...] = ()
    added: tuple[Triple, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The record as JSON values; what is empty is left out."""
        row = {
            "id": self.id,
            "text": self.text,
            "topics": list(self.topics),
            "answers": list(self.answers),
            "aliases": {answer: list(names) for answer, names in self.aliases.items()},
            "mentions": [list(span) for span in self.mentions],
            "relation_paths": list(map(str, self.relation_paths)),
            "hops": self.hops,
            "template": self.template,
            "triples": list(map(list, self.triples)),
            "answerable": self.answerable,
            "removed": list(map(list, self.removed)),
            "added": list(map(list, self.added)),
        }
        return {key: value for key, value in row.items() if value not in (None, [], {})}

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> "Question":
        """The record that ``to_json`` wrote; ValueError or TypeError says what is wrong."""
        fields.check_keys(row, cls, required=("id", "text"))
        return cls(
            id=fields.text(row, "id"),
            text=fields.text(row, "text"),
            topics=fields.texts(row, "topics"),
            answers=fields.texts(row, "answers"),
            aliases=fields.aliases(row),
            mentions=fields.mentions(row),
            relation_paths=tuple(map(_parsed, fields.texts(row, "relation_paths"))),
            hops=fields.hops(row),
            template=fields.text(row, "template") if row.get("template") is not None else None,
            triples=fields.triples(row),
            answerable=fields.answerable(row),
            removed=fields.triples(row, "removed"),
            added=fields.triples(row, "added"),
        )
