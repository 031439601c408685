"""``km graph convert`` and ``km graph verify``."""

import click

from km_graph.formats.folder import read_graph
from km_graph.formats.folder import verify as verify_folder
from km_graph.opening import open_graph, save_graph
from km_graph.terminal import terminal_progress


@click.command()
@click.argument("source", metavar="SRC")
@click.argument("target", metavar="DST", type=click.Path())
@click.option("--from", "read_as", default="auto", show_default=True, help="The format of SRC.")
@click.option("--to", "write_as", default="auto", show_default=True, help="The format of DST.")
def convert(source: str, target: str, read_as: str, write_as: str) -> None:
    """Write the graph SRC as DST, by suffix a file of that format, without one a graph folder."""
    graph = open_graph(source, format=read_as, progress=terminal_progress())
    save_graph(graph, target, format=write_as)
    click.echo(f"{target}: {graph.n_triples:,} triples")


@click.command()
@click.argument("folder", type=click.Path())
def verify(folder: str) -> None:
    """Check every byte of a graph folder against what was written."""
    verify_folder(folder)
    click.echo(f"{folder}: whole, {read_graph(folder).n_triples:,} triples")
