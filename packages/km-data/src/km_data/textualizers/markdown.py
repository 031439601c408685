"""Paths as the rows of a Markdown table."""

import re

from km_data.textualizers.arrows import arrowed
from km_data.textualizers.labels import safe
from km_graph.paths import Path
from km_graph.relation_path import RelationPath

_BAR = re.compile(r"(?<!\\)\|")


class Markdown:
    """The textualizer ``markdown``: a table row for each path, from where it starts to its end."""

    header = "| start | path | end |\n|---|---|---|"

    def text(self, path: Path) -> str:
        """One line for one path; arrows point as the graph states each triple."""
        shown = safe(path)
        text = arrowed(shown)
        if "|" in text:
            shown = _celled(shown)
            text = arrowed(shown)
        start, end = shown.entities[0], shown.entities[-1]
        way = text[len(start) : len(text) - len(end)] if shown.relation_path else " "
        return f"| {start} |{way}| {end} |"


def _celled(path: Path) -> Path:
    """The path with the bars of its labels escaped, which would end a cell."""
    entities, hops = path
    return Path(
        tuple(_BAR.sub(r"\\|", entity) for entity in entities),
        RelationPath((_BAR.sub(r"\\|", relation), inverse) for relation, inverse in hops),
    )


MARKDOWN = Markdown()
