"""A property graph over Bolt, as pages that begin after an element id."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from neo4j import Record

from km_graph.endpoints.bolt import Neo4j
from km_graph.endpoints.bolt_connection import connected, name
from km_graph.endpoints.bolt_values import NODE_LABEL, attributes_of
from km_graph.endpoints.pages import Page, read_pages
from km_graph.endpoints.retrying import Attempts, TransientError
from km_graph.errors import GraphFormatError
from km_graph.formats.contracts import Statement
from km_graph.formats.reading import ReadOptions
from km_graph.graph import Triple
from km_graph.graph.attributes import Attribute

_NODES, _EDGES = "nodes", "edges"


def read(endpoint: Neo4j, options: ReadOptions) -> Iterator[Statement]:
    """What a database states; see ``Neo4j.read``."""
    pages = BoltPages(endpoint, options.on_problem)
    asked = ("uri", "database", "entity", "labels", "types", "attributes", "batch")
    question = {option: getattr(endpoint, option) for option in asked}
    yield from read_pages(pages.after, endpoint.pages, question)


@dataclass(frozen=True, slots=True)
class BoltPages:
    """The pages of one database.

    One query streams what is left in order of element ids, so the server sorts once; a break
    asks for what is after the last id that came.

    Attributes:
        endpoint: What to ask.
        on_problem: Takes each node that names no entity.
    """

    endpoint: Neo4j
    on_problem: Callable[[GraphFormatError], None]

    def after(self, begins: str) -> Iterator[Page]:
        """The pages after ``nodes:<element id>`` or ``edges:<element id>``."""
        attempts = Attempts(self.endpoint.uri, self.endpoint.attempts, self.endpoint.backoff)
        at: str | None = begins or f"{_NODES if self.endpoint.attributes else _EDGES}:"
        checked = bool(begins)
        while at is not None:
            try:
                if not checked:
                    self._check_names()
                checked = True
                for page in self._stream(at):
                    attempts.succeeded()
                    at = page.next
                    yield page
            except TransientError as error:
                attempts.wait(error)

    def _stream(self, begins: str) -> Iterator[Page]:
        """The pages of one kind that come over one connection; the last leads to the next."""
        kind, _, after = begins.partition(":")
        stated = self._node if kind == _NODES else self._edge
        with connected(self.endpoint) as session:
            records = iter(session.run(self._query(kind, after), after=after))
            while batch := list(islice(records, self.endpoint.batch)):
                statements = [said for record in batch for said in stated(record)]
                yield Page(statements, f"{kind}:{batch[-1]['id']}")
        yield Page([], f"{_EDGES}:" if kind == _NODES else None)

    def _query(self, kind: str, after: str) -> str:
        found = "n" if kind == _NODES else "r"
        conditions = [
            *self._of_labels(*("n" if kind == _NODES else "ab")),
            *([f"elementId({found}) > $after"] if after else []),
        ]
        where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
        if kind == _NODES:
            return (
                f"MATCH (n){where} RETURN elementId(n) AS id, {self._entity('n')} AS entity, "
                "labels(n) AS labels, properties(n) AS properties ORDER BY elementId(n)"
            )
        types = "|".join(name(kind, self.endpoint) for kind in self.endpoint.names("types"))
        return (
            f"MATCH (a)-[r{':' if types else ''}{types}]->(b){where} RETURN elementId(r) AS id, "
            f"type(r) AS relation, {self._entity('a')} AS head, {self._entity('b')} AS tail, "
            "elementId(a) AS head_id, elementId(b) AS tail_id ORDER BY elementId(r)"
        )

    def _of_labels(self, *variables: str) -> Iterator[str]:
        labels = [name(label, self.endpoint) for label in self.endpoint.names("labels")]
        for variable in variables if labels else ():
            yield f"({' OR '.join(f'{variable}:{label}' for label in labels)})"

    def _entity(self, variable: str) -> str:
        if not self.endpoint.entity:
            return f"elementId({variable})"
        return f"{variable}.{name(self.endpoint.entity, self.endpoint)}"

    def _check_names(self) -> None:
        """Refuse names that two nodes have: they would become one entity."""
        if self.endpoint.merge or not self.endpoint.entity:
            return
        where = "".join(f" WHERE {condition}" for condition in self._of_labels("n"))
        query = (
            f"MATCH (n){where} WITH {self._entity('n')} AS entity, count(n) AS times "
            "WHERE times > 1 AND entity IS NOT NULL RETURN entity, times LIMIT 1"
        )
        with connected(self.endpoint) as session:
            for record in session.run(query):
                raise GraphFormatError(
                    self.endpoint.uri,
                    f"{record['times']} nodes have the {self.endpoint.entity} "
                    f"{record['entity']!r} and would be one entity",
                    hint="state another property as entity, or merge=true if they are the same",
                )

    def _node(self, record: Record) -> Iterator[Statement]:
        entity = self._label(record["entity"], record["id"])
        if entity is None:
            return
        for label in sorted(set(record["labels"]) - set(self.endpoint.names("labels"))):
            yield Attribute(entity, NODE_LABEL, label)
        properties = dict(record["properties"])
        properties.pop(self.endpoint.entity, None)
        yield from attributes_of(entity, properties)

    def _edge(self, record: Record) -> Iterator[Statement]:
        head = self._label(record["head"], record["head_id"])
        tail = self._label(record["tail"], record["tail_id"])
        if head is not None and tail is not None:
            yield Triple(head, record["relation"], tail)

    def _label(self, value: Any, element: str) -> str | None:
        if isinstance(value, str | int) and not isinstance(value, bool) and value != "":
            return str(value)
        problem = GraphFormatError(
            self.endpoint.uri,
            f"node {element} has no text or whole number as {self.endpoint.entity!r}, "
            f"found {value!r}",
            hint="state another property as entity, or the labels of the nodes that have it",
        )
        self.on_problem(problem)
        return None
