"""``km graph show``."""

from collections.abc import Iterator

import click

from km_graph.cli.graph_arguments import format_option, graph_argument, json_option, limit_option
from km_graph.graph import KnowledgeGraph, Triple
from km_graph.graph.csr import Csr
from km_graph.label_text import shown
from km_graph.opening import open_graph
from km_graph.terminal import print_json, print_table, terminal_progress

_LONGEST = 200


@click.command()
@graph_argument
@click.argument("entity")
@format_option
@limit_option(50)
@json_option
def show(source: str, entity: str, format_: str, limit: int, *, as_json: bool) -> None:
    """The triples that ENTITY is head of, then those it is tail of, and what else is said of it."""
    graph = open_graph(source, format=format_, progress=terminal_progress())
    found = list(_triples_of(graph, graph.entities.id(entity)))
    listed = found[: limit or None]
    said = graph.attributes(entity)
    if as_json:
        attributes = [attribute._asdict() for attribute in said]
        triples = [triple._asdict() for triple in listed]
        print_json({"triples": triples, "all": len(found), "attributes": attributes})
        return
    if found:
        print_table(Triple._fields, [[shown(label, _LONGEST) for label in row] for row in listed])
    if said:
        rows = [(row.name, row.value, row.language or row.datatype) for row in said]
        columns = ("attribute", "value", "language or type")
        print_table(columns, [[shown(text, _LONGEST) for text in row] for row in rows])
    if len(listed) < len(found):
        click.echo(f"{len(found) - len(listed):,} more; --limit 0 shows all", err=True)


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
