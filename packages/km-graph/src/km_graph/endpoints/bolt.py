"""A Neo4j database, or another one that speaks Bolt and Cypher, as a graph format."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from km_graph.endpoints.loading import engine
from km_graph.formats.contracts import Statement
from km_graph.formats.reading import DEFAULT, ReadOptions
from km_graph.graph import KnowledgeGraph


@dataclass(frozen=True, slots=True)
class Neo4j:
    """Reads a property graph over Bolt and writes one.

    A node is an entity and a relationship a triple; a node's properties and labels are
    attributes. Properties of relationships are not read.

    Attributes:
        uri: ``neo4j://``, ``bolt://`` and the same with ``+s`` for TLS; ``neo4j://`` follows
            the server to the other members of its cluster.
        database: The database; the user's own if it is empty.
        user: Who asks; the password stands in the environment, ``KM_NEO4J_PASSWORD``.
        entity: The node property that is the label of the entity; the element id, which the
            server gives, if it is empty.
        labels: Only nodes with one of these labels are read, separated by commas; the first one
            is given to the nodes that are written, ``Entity`` if there is none.
        types: Only relationships of these types are read, separated by commas.
        attributes: Whether to read properties and labels of nodes.
        merge: Whether nodes with one entity label are one entity; else they are refused.
        batch: How many nodes or relationships travel at a time.
        timeout: The seconds to wait for a connection.
        attempts: How often a connection is tried in a row before it has failed.
        backoff: The seconds before the second attempt, doubled before each one after it.
        pages: A folder that keeps what has come, so that reading goes on where it broke.
    """

    uri: str = ""
    database: str = ""
    user: str = ""
    entity: str = "name"
    labels: str = ""
    types: str = ""
    attributes: bool = True
    merge: bool = False
    batch: int = 10_000
    timeout: float = 30.0
    attempts: int = 5
    backoff: float = 1.0
    pages: Path | None = None
    suffixes: ClassVar[tuple[str, ...]] = ()
    needs_path: ClassVar[bool] = False

    def read(
        self,
        path: Path | None = None,  # noqa: ARG002
        options: ReadOptions = DEFAULT,
    ) -> Iterator[Statement]:
        """Attributes of all nodes, then all relationships, each by element id.

        Raises:
            ConfigError: If the URI or the password is missing.
            GraphFormatError: For a node that names no entity, through ``options.on_problem``;
                and if two nodes name the same one, unless ``merge``.
            MissingDependencyError: If the extra ``neo4j`` is not installed.
            ServerError: If the server fails for good.
        """
        yield from engine("bolt_reading", "neo4j").read(self, options)

    def write(self, graph: KnowledgeGraph, path: Path | None = None) -> None:  # noqa: ARG002
        """Add a graph to what the database holds; what is there already changes nothing.

        Batch by batch, so a break leaves the first ones there: write again to add the others.

        Raises:
            ConfigError: If the URI or the password is missing.
            GraphFormatError: If an attribute has the name of the entity property; nothing has
                been written then.
            MissingDependencyError: If the extra ``neo4j`` is not installed.
            ServerError: If the server fails for good.
        """
        engine("bolt_writing", "neo4j").write(self, graph)

    def names(self, option: str) -> tuple[str, ...]:
        """The names of a comma-separated option."""
        return tuple(filter(None, map(str.strip, getattr(self, option).split(","))))


NEO4J = Neo4j()
