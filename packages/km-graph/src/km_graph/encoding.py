"""The contract of numbering labels: how millions of triples become a graph.

A reader hands over triples as text; an encoder numbers their labels as they come, keeping only
the distinct labels and three integers a triple, and at the end makes the graph.
"""

import logging
from collections.abc import Iterable
from typing import NamedTuple, Protocol, runtime_checkable

from km_graph.errors import InvalidQueryError, PluginError
from km_graph.graph import KnowledgeGraph, Triple
from km_graph.graph.attributes import Attribute
from km_graph.plugins import PluginGroup

logger = logging.getLogger(__name__)

ENCODERS = PluginGroup("km.encoders")


class LineLayout(NamedTuple):
    r"""How a line without quoting states a triple.

    Attributes:
        separator: The byte between two fields.
        n_fields: How many fields a line has.
        head: Which field is the head, counted from 0; likewise ``relation`` and ``tail``.
    """

    separator: bytes = b"\t"
    n_fields: int = 3
    head: int = 0
    relation: int = 1
    tail: int = 2


class LineError(ValueError):
    """A line that is not as its layout says.

    Attributes:
        index: The line, counted from 0 within the block.
    """

    def __init__(self, index: int) -> None:
        super().__init__(f"line {index} of the block is not as its layout says")
        self.index = index


@runtime_checkable
class TripleEncoder(Protocol):
    """Takes triples in any order, repeats allowed, and makes their graph.

    The graph is that of ``KnowledgeGraph.from_triples``, whatever the order. Peak memory is the
    distinct labels and the arrays, not the text that went by.
    """

    def add_lines(self, block: bytes | memoryview, layout: LineLayout) -> int:
        r"""Take the triples of whole lines of UTF-8 text; returns how many there were.

        Lines end at ``\n`` or ``\r\n``; the last one may lack its end; lines of nothing but
        spaces are skipped.

        Raises:
            LineError: At the first line with another number of fields, an empty field of the
                triple, a NUL byte or bytes that are not UTF-8. Nothing of the block is kept.
        """
        ...

    def add(self, triples: Iterable[Triple]) -> int:
        """Take triples in labels; returns how many there were.

        Raises:
            InvalidQueryError: If a label is not Unicode text.
        """
        ...

    def add_attributes(self, attributes: Iterable[Attribute]) -> None:
        """Take attributes; an entity may have nothing else."""
        ...

    def finish(self) -> KnowledgeGraph:
        """The graph of all that was taken; the encoder is done with."""
        ...


def not_text(error: UnicodeEncodeError) -> InvalidQueryError:
    """What to raise where a label has no UTF-8, because it holds half of a surrogate pair."""
    return InvalidQueryError(f"the label {error.object!r} is not Unicode text")


def load_encoder(name: str = "auto") -> TripleEncoder:
    """A fresh encoder by its plugin name; ``"auto"`` is the fastest that works here.

    Raises:
        PluginError: If an encoder asked for by name is missing or broken.
    """
    for candidate in ("native", "arrow") if name == "auto" else (name,):
        try:
            encoder: TripleEncoder = ENCODERS.load(candidate)()
        except PluginError as error:
            if name != "auto":
                raise
            logger.debug("the %s encoder does not work here: %s", candidate, error)
        else:
            return encoder
    return ENCODERS.load("python")()  # type: ignore[no-any-return]
