"""Which reader reads a source: by its name, by the suffix of the file, or by being asked for."""

import logging
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple, cast

from km_graph.errors import GraphFormatError, PluginLoadError, PluginNotFoundError
from km_graph.formats.compression import format_suffix
from km_graph.formats.contracts import GRAPH_READERS, GraphReader, Statement, needs_path
from km_graph.formats.folder import FOLDER
from km_graph.formats.reading import DEFAULT, ReadOptions
from km_graph.formats.streams import STANDARD
from km_graph.plugins import Plugin, PluginGroup
from km_graph.reader_options import with_options

logger = logging.getLogger(__name__)


class Source(NamedTuple):
    """A reader and what it is to read.

    Attributes:
        reader: The reader, its own options set.
        path: The file, folder or ``-``; what the user called it where the reader needs none.
    """

    reader: GraphReader
    path: Path

    @property
    def size(self) -> int | None:
        """The bytes of a file."""
        is_file = needs_path(self.reader) and self.path.is_file()
        return self.path.stat().st_size if is_file else None

    def read(self, options: ReadOptions = DEFAULT) -> Iterator[Statement]:
        """What it states; see ``GraphReader.read``."""
        # A reader that needs no path is given none, so that it cannot come to depend on one.
        path = self.path if needs_path(self.reader) else cast(Path, None)
        return self.reader.read(path, options)


def find_source(
    path: str | Path, *, format: str = "auto", reader_options: Mapping[str, object] | None = None
) -> Source:
    """The reader of a path, or of the name of a reader that needs none.

    Raises:
        ConfigError: If the reader has no such options.
        GraphFormatError: If there is no such file, or its format is not known.
        PluginError: If the named reader is missing or broken.
    """
    where = Path(path)
    if format != "auto":
        name, reader = format, cast(GraphReader, GRAPH_READERS.load(format))
    elif where == STANDARD:
        raise GraphFormatError(
            "standard input", "has no suffix to tell its format", hint="name its reader"
        )
    elif where.is_dir():
        name, reader = "folder", FOLDER
    elif where.exists() or where.is_symlink():
        name, reader = by_suffix(GRAPH_READERS, where)
    else:
        name, reader = str(path), _pathless(str(path))
    return Source(with_options(reader, reader_options or {}, name=name), where)


def by_suffix(group: PluginGroup, path: Path) -> tuple[str, Any]:
    """The name of the format that a file's suffix means, and what reads or writes it.

    Raises:
        GraphFormatError: If there is none, or more than one.
    """
    suffix = format_suffix(path)
    offered = [(plugin, loaded) for plugin in group if (loaded := _loaded(plugin)) is not None]
    claims = [(plugin, loaded) for plugin, loaded in offered if suffix in loaded.suffixes]
    if len(claims) == 1:
        return claims[0][0].name, claims[0][1]
    if claims:
        between = " and ".join(f"{plugin.name} of {plugin.origin}" for plugin, _ in claims)
        raise GraphFormatError(path, f"{suffix} files are a format of {between}", hint="name one")
    known = sorted(suffix for _, loaded in offered for suffix in loaded.suffixes)
    names = ", ".join(plugin.name for plugin, _ in offered)
    raise GraphFormatError(
        path,
        f"no format has the suffix {suffix!r}, expected one of {', '.join(known)}",
        hint=f"or name the format: {names}",
    )


def _pathless(name: str) -> GraphReader:
    missing = GraphFormatError(name, "no such file or graph folder")
    try:
        reader: GraphReader = GRAPH_READERS.load(name)
    except PluginNotFoundError:
        raise missing from None
    if needs_path(reader):
        raise missing
    return reader


def _loaded(plugin: Plugin) -> Any:
    try:
        return plugin.load()
    except PluginLoadError as error:  # a broken plugin does not hide the others
        logger.warning("%s", error)
        return None
