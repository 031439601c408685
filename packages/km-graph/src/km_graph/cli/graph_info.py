"""``km graph info``."""

from collections.abc import Iterator
from pathlib import Path

import click

from km_graph.cli.graph_arguments import format_option, graph_argument, json_option
from km_graph.formats.folder import is_graph_folder
from km_graph.formats.manifest import read_manifest
from km_graph.graph import KnowledgeGraph
from km_graph.label_text import shown
from km_graph.opening import open_graph
from km_graph.statistics import DegreeBand, GraphStatistics, statistics
from km_graph.statistics.inverse_relations import InversePair
from km_graph.terminal import print_json, print_table, terminal_progress

_BAR = 40


@click.command()
@graph_argument
@format_option
@click.option(
    "--top", type=click.IntRange(1), default=10, show_default=True, help="Relations to list."
)
@click.option(
    "--plot",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Draw degrees and relations into a .png, .svg or .pdf file.",
)
@json_option
def info(source: str, format_: str, top: int, plot: Path | None, *, as_json: bool) -> None:
    """What a graph looks like: counts, connectedness, degrees, relations, doubtful labels.

    GRAPH is a graph folder, a file, or the name of a reader that brings its own triples.
    """
    graph = open_graph(source, format=format_, progress=terminal_progress())
    found = statistics(graph, top=top, repeated=_repeated(Path(source)))
    if plot is not None:
        _draw(graph, found, source, plot)
    if as_json:
        print_json({**found.as_dict(), "fingerprint": graph.fingerprint()})
    else:
        _show(source, found)


def _repeated(source: Path) -> int | None:
    """How many triples the source of a graph folder repeated, if its import wrote that down."""
    if not is_graph_folder(source):
        return None
    stated = read_manifest(source).get("source", {}).get("duplicates")
    return stated if isinstance(stated, int) else None


def _draw(graph: KnowledgeGraph, found: GraphStatistics, source: str, plot: Path) -> None:
    # Drawing takes an optional package, and a second to load it.
    from km_graph.statistics.plot import draw_statistics  # noqa: PLC0415

    draw_statistics(graph, found, plot, title=Path(source).name)
    click.echo(f"drawn into {plot}", err=True)


def _show(source: str, found: GraphStatistics) -> None:
    click.echo(source)
    print_table(("", ""), _counts(found))
    most = max(band.entities for band in found.degrees)
    rows = [(_range(band), band.entities, _bar(band.entities, most)) for band in found.degrees]
    print_table(("degree", "entities", ""), rows)
    relations = [
        (shown(row.relation), row.triples, _percent(row.triples / found.triples))
        for row in found.top_relations
    ]
    print_table(("relation", "triples", "share"), relations)
    if found.inverse_pairs:
        rows_of_pairs = [_pair(pair) for pair in found.inverse_pairs]
        print_table(("relation", "stated backwards by", "triples", "share"), rows_of_pairs)
    if found.symmetric_relations:
        symmetric = [_pair(pair) for pair in found.symmetric_relations]
        print_table(
            ("symmetric relation", "triples", "share"), [(a, n, s) for a, _, n, s in symmetric]
        )
    if found.label_problems:
        problems = [
            (problem.kind, problem.problem, problem.labels, _examples(problem.examples))
            for problem in found.label_problems
        ]
        print_table(("labels of", "problem", "labels", "such as"), problems)


def _counts(found: GraphStatistics) -> Iterator[tuple[str, object]]:
    for key, value in found._asdict().items():
        if not isinstance(value, tuple):
            yield key.replace("_", " "), shown(value) if isinstance(value, str) else value


def _range(band: DegreeBand) -> str:
    return str(band.low) if band.low == band.high else f"{band.low}–{band.high}"


def _bar(n: int, most: int) -> str:
    return "█" * -(-n * _BAR // most)


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %"


def _pair(pair: InversePair) -> tuple[str, str, int, str]:
    return shown(pair.relation), shown(pair.inverse), pair.triples, _percent(pair.share)


def _examples(labels: tuple[str, ...]) -> str:
    return ", ".join(f"“{shown(label, 30)}”" for label in labels)
