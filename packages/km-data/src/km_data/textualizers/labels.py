"""The labels of a path, safe to be put into a prompt."""

from collections.abc import Iterator

from km_data.escaping import escaped, is_plain
from km_graph.graph import Triple
from km_graph.paths import Path
from km_graph.relation_path import RelationPath


def safe(path: Path) -> Path:
    """The path with every label escaped; nearly always the path itself."""
    entities, hops = path
    if is_plain(" ".join([*entities, *[relation for relation, _ in hops]])):
        return path
    return Path(
        tuple(map(escaped, entities)),
        RelationPath((escaped(relation), inverse) for relation, inverse in hops),
    )


def stated(path: Path) -> Iterator[Triple]:
    """The triples of a path as the graph states them, in walking order, labels as they are."""
    start = path.entities[0]
    for (relation, inverse), end in zip(path.relation_path, path.entities[1:], strict=True):
        yield Triple(end, relation, start) if inverse else Triple(start, relation, end)
        start = end
