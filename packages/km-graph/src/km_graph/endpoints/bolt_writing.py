"""A graph into a Bolt server: UNWIND and MERGE in batches, each of which can be sent again."""

from collections.abc import Iterable, Iterator
from itertools import groupby, islice
from typing import Any

import numpy as np

from km_graph.endpoints.bolt import Neo4j
from km_graph.endpoints.bolt_connection import connected, name
from km_graph.endpoints.bolt_values import properties_of
from km_graph.endpoints.retrying import Attempts, TransientError
from km_graph.errors import GraphFormatError
from km_graph.graph import KnowledgeGraph

Work = tuple[str, list[Any]]
"""A Cypher statement and the rows it is for."""


def write(endpoint: Neo4j, graph: KnowledgeGraph) -> None:
    """Add a graph to what a database holds; see ``Neo4j.write``."""
    for relation in graph.relations:
        name(relation, endpoint)
    for _ in _properties(endpoint, graph):
        pass  # whatever cannot be written is found before anything is
    work = _work(endpoint, graph)
    todo = next(work, None)
    attempts = Attempts(endpoint.uri, endpoint.attempts, endpoint.backoff)
    while todo:
        try:
            with connected(endpoint) as session:
                while todo:
                    with session.begin_transaction() as transaction:
                        transaction.run(todo[0], rows=todo[1]).consume()
                        transaction.commit()
                    attempts.succeeded()
                    todo = next(work, None)
        except TransientError as error:
            attempts.wait(error)


def _work(endpoint: Neo4j, graph: KnowledgeGraph) -> Iterator[Work]:
    label = name(next(iter(endpoint.names("labels")), "Entity"), endpoint)
    entity = name(endpoint.entity or "name", endpoint)
    # Without an index every MERGE would look at all nodes.
    yield f"CREATE INDEX IF NOT EXISTS FOR (n:{label}) ON (n.{entity})", []
    yield from _batches(
        f"UNWIND $rows AS row MERGE (n:{label} {{{entity}: row}})", graph.entities, endpoint.batch
    )
    yield from _batches(
        f"UNWIND $rows AS row MATCH (n:{label} {{{entity}: row[0]}}) SET n += row[1]",
        _properties(endpoint, graph),
        endpoint.batch,
    )
    for relation, rows in _by_relation(graph):
        statement = (
            f"UNWIND $rows AS row MATCH (a:{label} {{{entity}: row[0]}}) "
            f"MATCH (b:{label} {{{entity}: row[1]}}) MERGE (a)-[:{name(relation, endpoint)}]->(b)"
        )
        yield from _batches(statement, rows, endpoint.batch)


def _batches(statement: str, rows: Iterable[Any], size: int) -> Iterator[Work]:
    rows = iter(rows)
    while batch := list(islice(rows, size)):
        yield statement, batch


def _by_relation(graph: KnowledgeGraph) -> Iterator[tuple[str, Iterator[list[str]]]]:
    entities = list(graph.entities)
    ids = graph.triple_ids()
    ordered = ids[np.argsort(ids[:, 1], kind="stable")].tolist()
    for relation, rows in groupby(ordered, key=lambda row: row[1]):
        yield graph.relations[relation], ([entities[row[0]], entities[row[2]]] for row in rows)


def _properties(endpoint: Neo4j, graph: KnowledgeGraph) -> Iterator[list[Any]]:
    """Each entity that has attributes, with the properties they become."""
    if graph.attribute_table is None:
        return
    rows = graph.attribute_table.rows(graph.entities)
    for entity, attributes in groupby(rows, key=lambda row: row.entity):
        try:
            properties = properties_of(attributes)
        except ValueError as error:
            raise GraphFormatError(endpoint.uri, f"{entity!r}: {error}") from error
        if (taken := endpoint.entity or "name") in properties:
            raise GraphFormatError(
                endpoint.uri,
                f"{entity!r} has an attribute {taken!r}, which would overwrite its label",
                hint="state another property as entity",
            )
        yield [entity, properties]
