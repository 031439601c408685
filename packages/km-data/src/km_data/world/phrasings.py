"""How each relation path is asked for: ``phrasings.yaml`` as objects."""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files

import yaml

from km_graph.relation_path import RelationPath


@dataclass(frozen=True, slots=True)
class Phrasings:
    """The wordings of one relation path, each with ``{topic}`` where the topic stands.

    Attributes:
        relation_path: What they ask for.
        trained: Those that may be trained on.
        held_out: Those that are only tested with.
    """

    relation_path: RelationPath
    trained: tuple[str, ...]
    held_out: tuple[str, ...]


def read_phrasings(file: str = "phrasings.yaml") -> Iterator[Phrasings]:
    """The phrasings that come with the package, in the order of their file."""
    text = files("km_data").joinpath("world", file).read_text("utf-8")
    for row in yaml.safe_load(text):
        path = RelationPath.parse(row["relation_path"])
        yield Phrasings(path, tuple(row.get("phrasings", ())), tuple(row.get("held_out", ())))
