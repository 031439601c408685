"""The embedded graph of the world; ``world/README.md`` says where its facts come from."""

import gzip
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

from km_graph.formats.reading import DEFAULT, ReadOptions
from km_graph.graph import Triple


class WorldGraph:
    """A graph reader whose triples come with the package.

    Example:
        >>> Triple("Japan", "capital", "Tokyo") in set(WORLD.read())
        True
    """

    suffixes: tuple[str, ...] = ()
    needs_path = False

    def read(self, path: Path | None = None, options: ReadOptions = DEFAULT) -> Iterator[Triple]:  # noqa: ARG002
        """The triples, sorted; ``path`` and ``options`` are not used."""
        packed = files("km_data").joinpath("world/triples.tsv.gz").read_bytes()
        for line in gzip.decompress(packed).decode().splitlines():
            yield Triple(*line.split("\t"))


WORLD = WorldGraph()
