"""The pipeline steps of km-graph."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Literal

from pydantic import Field

from km_graph.encoding import load_encoder
from km_graph.errors import ConfigError, GraphFormatError
from km_graph.files import sha256
from km_graph.formats.contracts import GRAPH_READERS, needs_path
from km_graph.formats.folder import fill_folder
from km_graph.formats.reading import DEFAULT, ReadOptions, Skipped, fail
from km_graph.formats.streams import STANDARD
from km_graph.importing import Stated, encode
from km_graph.opening import refuse_empty
from km_graph.sources import Source, find_source
from km_graph.step import Input, Options, Step, StepContext


class ImportOptions(Options):
    """Read a knowledge graph into a graph folder, which opens at once."""

    source: Input | None = None
    """The file or graph folder to read, - for the standard input; none for a reader that brings
    its own triples."""
    more: tuple[Input, ...] = ()
    """More files of the same graph, each read as its own suffix or the reader says."""
    reader: str = "auto"
    """The format of the source (tsv, csv, metaqa, ntriples, …), auto to go by its suffix; or a
    reader that needs no source, such as world."""
    option: dict[str, bool | int | float | str] = Field(default_factory=dict)
    """An option of the reader, such as separator=| or header=true; km plugins shows them."""
    on_error: Literal["fail", "skip"] = "fail"
    """Whether a record that cannot be read ends the import, or is left out, counted and listed."""
    encoding: str = DEFAULT.encoding
    """The encoding of text."""
    max_line: int = Field(DEFAULT.max_line, gt=0)
    """The longest line or record, in bytes."""
    max_expanded: int = Field(DEFAULT.max_expanded, gt=0)
    """The most bytes that a compressed file may expand to."""
    max_ratio: int = Field(DEFAULT.max_ratio, gt=0)
    """The most times its size that a compressed file may expand to."""
    encoder: str = "auto"
    """What numbers the labels: native, arrow or python; auto for the fastest that is installed.
    The graph is the same."""


def import_graph(options: ImportOptions, context: StepContext) -> Mapping[str, Any]:
    """Write a graph folder into ``context.out`` and count what it holds."""
    sources = _sources(options)
    skipped = Skipped()
    reading = ReadOptions(
        encoding=options.encoding,
        on_problem=skipped if options.on_error == "skip" else fail,
        max_line=options.max_line,
        max_expanded=options.max_expanded,
        max_ratio=options.max_ratio,
    )
    encoder = load_encoder(options.encoder)
    stated = [encode(source, encoder, reading, context.progress) for source in sources]
    graph = encoder.finish()
    del encoder
    refuse_empty(graph, options.source or options.reader)
    found = _repeats(stated, graph.n_triples) | _problems(skipped, options)
    context.out.mkdir(parents=True, exist_ok=True)
    fill_folder(graph, context.out, source=_origin(options, sources) | found)
    return {
        "entities": graph.n_entities,
        "relations": graph.n_relations,
        "triples": graph.n_triples,
        **found,
    }


def _sources(options: ImportOptions) -> list[Source]:
    _check(options)
    form, own = options.reader, options.option
    given = [options.source or form, *options.more]
    return [find_source(path, format=form, reader_options=own) for path in given]


def _check(options: ImportOptions) -> None:
    for path in (options.source, *options.more):
        if path is not None and path != STANDARD and not path.exists():
            raise GraphFormatError(path, "no such file or graph folder")
    named = None if options.reader == "auto" else GRAPH_READERS.load(options.reader)
    if options.source is None and (named is None or needs_path(named)):
        reads = "reader 'auto'" if named is None else f"reader {options.reader!r}"
        raise ConfigError(
            "graph.import", [f"{reads} needs a source"], hint="state the file to read as source"
        )
    if (options.source or options.more) and named is not None and not needs_path(named):
        raise ConfigError(
            "graph.import",
            [f"reader {options.reader!r} brings its own triples"],
            hint="leave source out",
        )


def _repeats(stated: Iterable[Stated], n_triples: int) -> dict[str, Any]:
    triples, attributes = (sum(counts) for counts in zip(*stated, strict=True))
    return {"duplicates": triples - n_triples, "attributes": attributes}


def _problems(skipped: Skipped, options: ImportOptions) -> dict[str, Any]:
    if options.on_error == "fail":
        return {}
    listed = [_without_folder(problem) for problem in skipped.listed]
    return {"skipped": skipped.count, "problems": listed}


def _without_folder(problem: GraphFormatError) -> str:
    # By name, not by place, as in all of the manifest.
    return str(problem).replace(problem.path, Path(problem.path).name, 1)


def _origin(options: ImportOptions, sources: Iterable[Source]) -> dict[str, Any]:
    # The name and the content, not the place: the same file anywhere gives the same manifest.
    origin: dict[str, Any] = {"reader": options.reader}
    if told := {key: value for key, value in options.option.items() if key not in _LOCAL}:
        origin["option"] = told
    files = [
        {"name": source.path.name, "sha256": sha256(source.path)}
        for source in sources
        if needs_path(source.reader) and source.path.exists()
    ]
    if files:
        origin |= files[0]
    return origin | ({"more": files[1:]} if files[1:] else {})


# Options that say where something lies on this machine or who asks, not what is read.
_LOCAL = ("pages", "user")

IMPORT = Step(ImportOptions, import_graph, version=2)
