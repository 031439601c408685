"""Paths as RDF."""

import re
from functools import lru_cache
from urllib.parse import quote

from km_data.textualizers.labels import stated
from km_graph.paths import Path

_ADDRESS = re.compile(r"(?:https?://|urn:(?!km:))[A-Za-z0-9/:?&=+@!$*()',;.~%#_-]+")
_CACHED = 1 << 16
# What percent-encoding leaves and a name in Turtle may not hold, or not at its ends.
_ODD = re.compile(r"~|^[-.]|\.$")


class Turtle:
    """The textualizer ``turtle``: RDF Turtle.

    A label that is a web address or a URN is that IRI; any other is percent-encoded below
    ``urn:km:``. A path of no hops is a comment.
    """

    header = "@prefix km: <urn:km:> ."

    def text(self, path: Path) -> str:
        """One line for one path, each triple as the graph states it."""
        if not path.relation_path:
            return f"# {_term(path.entities[0])}"
        terms = [tuple(map(_term, triple)) for triple in stated(path)]
        return " ".join([f"{head} {relation} {tail} ." for head, relation, tail in terms])


@lru_cache(_CACHED)
def _term(label: str) -> str:
    if _ADDRESS.fullmatch(label):
        return f"<{label}>"
    return "km:" + _ODD.sub(r"\\\g<0>", quote(label, safe="", errors="surrogatepass"))


TURTLE = Turtle()
