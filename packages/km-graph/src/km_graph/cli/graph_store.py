"""``km graph store`` and ``km graph compact``."""

import click

from km_graph.cli.graph_arguments import json_option
from km_graph.cli.group import ListedGroup
from km_graph.opening import open_graph
from km_graph.store import GraphStore, open_store
from km_graph.terminal import print_json, print_summary, terminal_progress


@click.group(cls=ListedGroup)
def store() -> None:
    """Make graph stores, which keep graphs that change, and look at them."""


@store.command()
@click.argument("path", metavar="STORE", type=click.Path())
@click.argument("source", metavar="[GRAPH]", required=False)
@click.option(
    "--format", "format_", default="auto", show_default=True, help="How GRAPH is to be read."
)
def create(path: str, source: str | None, format_: str) -> None:
    """Make a store of GRAPH, or an empty one."""
    progress = terminal_progress()
    graph = open_graph(source, format=format_, progress=progress) if source is not None else None
    with GraphStore.create(path, graph) as made:
        click.echo(f"{path}: {len(made.graph):,} triples, version 0")


@store.command()
@click.argument("path", metavar="STORE")
@json_option
def status(path: str, *, as_json: bool) -> None:
    """How many commits a store has, and how many of them are in its base."""
    with open_store(path) as opened:
        graph = opened.graph
        found = {
            "version": graph.version,
            "base_version": opened.base_version,
            "triples": graph.n_triples,
            "changed_entities": len(graph.forward_delta.entities),
        }
    if as_json:
        print_json(found)
    else:
        print_summary(path, {key.replace("_", " "): n for key, n in found.items()})


@store.command()
@click.argument("path", metavar="STORE")
def verify(path: str) -> None:
    """Check every byte of a store against what was written."""
    with open_store(path) as opened:
        version = opened.verify()
    click.echo(f"{path}: whole, version {version}")


@click.command()
@click.argument("path", metavar="STORE")
def compact(path: str) -> None:
    """Fold the commits of STORE into its base, so that it opens and is walked faster.

    Readers and writers go on meanwhile, and no version is lost.
    """
    with open_store(path) as opened:
        version = opened.compact()
        click.echo(f"{path}: version {version} is the base, {len(opened.graph):,} triples")
