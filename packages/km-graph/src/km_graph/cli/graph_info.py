"""``km graph info``."""

import click

from km_graph.cli.graph_arguments import format_option, graph_argument, json_option
from km_graph.opening import open_graph
from km_graph.statistics import DegreeBand, GraphStatistics, statistics
from km_graph.terminal import print_json, print_summary, print_table, terminal_progress

_BAR = 40


@click.command()
@graph_argument
@format_option
@click.option(
    "--top", type=click.IntRange(1), default=10, show_default=True, help="Relations to list."
)
@json_option
def info(source: str, format_: str, top: int, *, as_json: bool) -> None:
    """What a graph looks like: counts, connectedness, degrees, relations.

    GRAPH is a graph folder, a file, or the name of a reader that brings its own triples.
    """
    graph = open_graph(source, format=format_, progress=terminal_progress())
    found = statistics(graph, top=top)
    if as_json:
        degrees = [band._asdict() for band in found.degrees]
        relations = [{"relation": name, "triples": n} for name, n in found.top_relations]
        fingerprint = graph.fingerprint()
        print_json(
            {
                **found._asdict(),
                "degrees": degrees,
                "top_relations": relations,
                "fingerprint": fingerprint,
            }
        )
    else:
        _show(source, found)


def _show(source: str, found: GraphStatistics) -> None:
    counts = {
        key: n for key, n in found._asdict().items() if key not in ("degrees", "top_relations")
    }
    print_summary(source, {key.replace("_", " "): n for key, n in counts.items()})
    most = max(band.entities for band in found.degrees)
    rows = [(_range(band), band.entities, _bar(band.entities, most)) for band in found.degrees]
    print_table(("degree", "entities", ""), rows)
    print_table(("relation", "triples"), found.top_relations)


def _range(band: DegreeBand) -> str:
    return str(band.low) if band.low == band.high else f"{band.low}–{band.high}"


def _bar(n: int, most: int) -> str:
    return "█" * -(-n * _BAR // most)
