"""Paths as arrows, each pointing as the graph states the triple."""

import re

from km_data.escaping import unescaped
from km_data.textualizers.labels import safe
from km_graph.paths import Path
from km_graph.relation_path import RelationPath

_ARROW = re.compile(" (->|<-) ")


class Arrows:
    """The textualizer ``arrows``: the text form of a path, ``A -> r -> B <- s <- C``."""

    def text(self, path: Path) -> str:
        """One line for one path; ``parse_arrows`` reads it back."""
        return arrowed(safe(path))


def arrowed(path: Path) -> str:
    """A path as arrows, its labels as they are."""
    entities, hops = path
    parts = [entities[0]]
    for (relation, inverse), entity in zip(hops, entities[1:], strict=True):
        parts.append(f" <- {relation} <- {entity}" if inverse else f" -> {relation} -> {entity}")
    return "".join(parts)


def parse_arrows(text: str) -> Path | None:
    """The path that ``arrows`` wrote as this text, or None if it is none.

    Example:
        >>> print(parse_arrows("Paris <- capital <- France"))
        Paris <- capital <- France
        >>> parse_arrows("Paris <- capital -> France")
    """
    parts = _ARROW.split(text)
    labels, arrows = [unescaped(part) for part in parts[::2]], parts[1::2]
    if len(labels) % 2 == 0 or arrows[::2] != arrows[1::2]:
        return None
    hops = zip(labels[1::2], [arrow == "<-" for arrow in arrows[::2]], strict=True)
    return Path(tuple(labels[::2]), RelationPath(hops))


ARROWS = Arrows()
