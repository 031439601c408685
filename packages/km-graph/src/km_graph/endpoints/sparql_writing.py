"""A graph into a SPARQL server: INSERT DATA in batches, each of which can be sent again."""

from collections.abc import Iterator
from itertools import islice

from pyoxigraph import NamedNode

from km_graph.endpoints.sparql import Sparql
from km_graph.endpoints.sparql_connection import connect
from km_graph.errors import ConfigError, GraphFormatError
from km_graph.formats.rdf_terms import attribute_value, iri_of, relation_iri_of
from km_graph.graph import KnowledgeGraph

_UPDATE = "application/sparql-update"


def write(endpoint: Sparql, graph: KnowledgeGraph) -> None:
    """Add a graph to what a server holds; see ``Sparql.write``."""
    before, after = _around(endpoint.graph)
    with connect(endpoint) as client:
        for _ in _attributes(endpoint.url, graph):
            pass  # none that RDF cannot hold is found halfway
        for lines in (_triples(graph), _attributes(endpoint.url, graph)):
            while batch := list(islice(lines, endpoint.batch)):
                update = "\n".join((before, *batch, after))
                client.ask(client.writing(update, _UPDATE), lambda answer: answer)


def _around(name: str) -> tuple[str, str]:
    if not name:
        return "INSERT DATA {", "}"
    try:
        return f"INSERT DATA {{ GRAPH {NamedNode(name)} {{", "} }"
    except ValueError as error:
        raise ConfigError("sparql", [f"graph: expected an IRI, found {name!r}"]) from error


def _triples(graph: KnowledgeGraph) -> Iterator[str]:
    entities = list(map(_entity, graph.entities))
    relations = [f"<{relation_iri_of(label)}>" for label in graph.relations]
    for head, relation, tail in graph.triple_ids().tolist():
        yield f"{entities[head]} {relations[relation]} {entities[tail]} ."


def _attributes(url: str, graph: KnowledgeGraph) -> Iterator[str]:
    if graph.attribute_table is None:
        return
    for attribute in graph.attribute_table.rows(graph.entities):
        try:
            value = attribute_value(attribute)
        except ValueError as error:
            message = f"RDF cannot hold {attribute.name!r} of {attribute.entity!r}: {error}"
            raise GraphFormatError(url, message) from error
        yield f"{_entity(attribute.entity)} <{relation_iri_of(attribute.name)}> {value} ."


def _entity(label: str) -> str:
    # Blank nodes become IRIs too: a server makes a new node of each that it is sent.
    return f"<{iri_of(label)}>"
