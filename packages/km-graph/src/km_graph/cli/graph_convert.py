"""``km graph convert``."""

from collections.abc import Mapping
from typing import Any

import click

from km_graph.cli.reading_options import read_options, reading_options, say_skipped, writing_options
from km_graph.opening import open_graph, save_graph
from km_graph.terminal import terminal_progress


@click.command()
@click.argument("source", metavar="SRC")
@click.argument("target", metavar="DST", required=False, type=click.Path(allow_dash=True))
@click.option("--from", "read_as", default="auto", show_default=True, help="The format of SRC.")
@click.option("--to", "write_as", default="auto", show_default=True, help="The format of DST.")
@writing_options
@reading_options
def convert(
    source: str,
    target: str | None,
    read_as: str,
    write_as: str,
    option: Mapping[str, object],
    to_option: Mapping[str, object],
    **reading: Any,
) -> None:
    """Write the graph SRC as DST, by suffix a file of that format, without one a graph folder.

    - is the standard input or output. A server (--to neo4j, --to sparql) needs no DST but
    --to-option.
    """
    options = read_options(**reading)
    graph = open_graph(
        source, format=read_as, options=options, progress=terminal_progress(), **option
    )
    say_skipped(options)
    save_graph(graph, target, format=write_as, **to_option)
    click.echo(f"{target or write_as}: {graph.n_triples:,} triples", err=target == "-")
