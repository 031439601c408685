"""``km graph show``."""

from collections.abc import Iterator

import click

from km_graph.cli.graph_arguments import format_option, graph_argument, json_option, limit_option
from km_graph.graph import Csr, KnowledgeGraph, Triple
from km_graph.opening import open_graph
from km_graph.terminal import print_json, print_table, terminal_progress


@click.command()
@graph_argument
@click.argument("entity")
@format_option
@limit_option(50)
@json_option
def show(source: str, entity: str, format_: str, limit: int, *, as_json: bool) -> None:
    """The triples that ENTITY is head of, then those it is tail of."""
    graph = open_graph(source, format=format_, progress=terminal_progress())
    found = list(_triples_of(graph, graph.entities.id(entity)))
    shown = found[: limit or None]
    if as_json:
        print_json({"triples": [triple._asdict() for triple in shown], "all": len(found)})
        return
    print_table(Triple._fields, shown)
    if len(shown) < len(found):
        click.echo(f"{len(found) - len(shown):,} more; --limit 0 shows all", err=True)


def _triples_of(graph: KnowledgeGraph, entity: int) -> Iterator[Triple]:
    label = graph.entities[entity]
    for relation, other in _edges(graph.forward, entity):
        yield Triple(label, graph.relations[relation], graph.entities[other])
    for relation, other in _edges(graph.backward, entity):
        if other != entity:  # a self-loop is one triple, and was shown
            yield Triple(graph.entities[other], graph.relations[relation], label)


def _edges(csr: Csr, entity: int) -> Iterator[tuple[int, int]]:
    at = csr.edges(entity)
    return zip(csr.relations[at].tolist(), csr.neighbors[at].tolist(), strict=True)
