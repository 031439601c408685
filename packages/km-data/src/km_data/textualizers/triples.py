"""Paths as the triples they are made of."""

from km_data.textualizers.labels import safe, stated
from km_graph.paths import Path


class Triples:
    """The textualizer ``triples``: ``(A, r, B) (C, s, B)``, each as the graph states it."""

    def text(self, path: Path) -> str:
        """One line for one path."""
        shown = safe(path)
        if not shown.relation_path:
            return f"({shown.entities[0]})"
        return " ".join([f"({head}, {relation}, {tail})" for head, relation, tail in stated(shown)])


TRIPLES = Triples()
