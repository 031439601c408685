"""Paths as JSON."""

from json import JSONEncoder

from km_data.escaping import json_escaped
from km_data.textualizers.labels import safe, stated
from km_graph.paths import Path

_encode = JSONEncoder(ensure_ascii=False).encode


class JsonLines:
    """The textualizer ``jsonl``: one JSON value a path, the list of its triples.

    ``[["A", "r", "B"], ["C", "s", "B"]]``, each triple as the graph states it; a path of no hops
    is ``[["A"]]``. Markers are escaped the JSON way, so that every value reads as the labels are.
    """

    def text(self, path: Path) -> str:
        """One line for one path."""
        document = _encode(list(stated(path)) or [path.entities])
        return document if safe(path) is path else json_escaped(document)


JSON_LINES = JsonLines()
