"""Paths as arrows, each pointing as the graph states the triple."""

from km_graph.paths import Path


class Arrows:
    """The textualizer ``arrows``: the text form of a path, ``A -> r -> B <- s <- C``."""

    def text(self, path: Path) -> str:
        """One line for one path."""
        return str(path)


ARROWS = Arrows()
