"""The pipeline steps of km-graph."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from km_graph.errors import ConfigError, GraphFormatError
from km_graph.files import sha256
from km_graph.formats.contracts import GRAPH_READERS, needs_path
from km_graph.formats.folder import fill_folder
from km_graph.graph import KnowledgeGraph, Triple
from km_graph.opening import read_triples, refuse_empty
from km_graph.progress import track
from km_graph.step import Input, Options, Step, StepContext


class ImportOptions(Options):
    """Read a knowledge graph into a graph folder, which opens at once."""

    source: Input | None = None
    """The file or graph folder to read; none for a reader that brings its own triples."""
    reader: str = "auto"
    """The format of the source (tsv, csv, metaqa, ntriples, …), auto to go by its suffix; or a
    reader that needs no source, such as world."""


class _Counted:
    """Triples that are counted as they pass."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        self.triples = triples
        self.count = 0

    def __iter__(self) -> Iterator[Triple]:
        for triple in self.triples:
            self.count += 1
            yield triple


def import_graph(options: ImportOptions, context: StepContext) -> Mapping[str, Any]:
    """Write a graph folder into ``context.out`` and count what it holds."""
    _check(options)
    name = options.reader if options.source is None else options.source.name
    stated = _Counted(read_triples(options.source or options.reader, format=options.reader))
    graph = KnowledgeGraph.from_triples(track(stated, context.progress, f"reading {name}"))
    refuse_empty(graph, options.source or name)
    context.out.mkdir(parents=True, exist_ok=True)
    fill_folder(graph, context.out, source=_source(options))
    return {
        "entities": graph.n_entities,
        "relations": graph.n_relations,
        "triples": graph.n_triples,
        "duplicates": stated.count - graph.n_triples,
    }


def _check(options: ImportOptions) -> None:
    if options.source is not None and not options.source.exists():
        raise GraphFormatError(options.source, "no such file or graph folder")
    named = None if options.reader == "auto" else GRAPH_READERS.load(options.reader)
    if options.source is None and (named is None or needs_path(named)):
        reads = "reader 'auto'" if named is None else f"reader {options.reader!r}"
        raise ConfigError(
            "graph.import", [f"{reads} needs a source"], hint="state the file to read as source"
        )
    if options.source is not None and named is not None and not needs_path(named):
        raise ConfigError(
            "graph.import",
            [f"reader {options.reader!r} brings its own triples"],
            hint="leave source out",
        )


def _source(options: ImportOptions) -> dict[str, str]:
    # The name and the content, not the place: the same file anywhere gives the same manifest.
    source = {"reader": options.reader}
    if options.source is not None:
        source |= {"name": options.source.name, "sha256": sha256(options.source)}
    return source


IMPORT = Step(ImportOptions, import_graph)
