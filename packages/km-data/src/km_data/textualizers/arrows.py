"""Paths as arrows, each pointing as the graph states the triple."""

from km_graph.paths import Path


class Arrows:
    r"""The textualizer ``arrows``: ``A -> r -> B``, and ``A <- r <- B`` where r leads from B to A.

    A backslash or line break in a label is escaped (``\\``, ``\n``, ``\r``), so that a path is
    always one line.

    Example:
        >>> from km_graph.relation_path import RelationPath
        >>> ARROWS.text(Path(("Lyon", "France", "Paris"), RelationPath.parse("city_in/capital")))
        'Lyon -> city_in -> France -> capital -> Paris'
        >>> ARROWS.text(Path(("Paris", "France"), RelationPath.parse("^capital")))
        'Paris <- capital <- France'
    """

    def text(self, path: Path) -> str:
        """One line for one path."""
        words = [_escaped(path.entities[0])]
        for hop, entity in zip(path.relation_path, path.entities[1:], strict=True):
            arrow = "<-" if hop.inverse else "->"
            words += [arrow, _escaped(hop.relation), arrow, _escaped(entity)]
        return " ".join(words)


ARROWS = Arrows()


def _escaped(label: str) -> str:
    return label.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r")
