"""A SPARQL endpoint as a graph format: read by paged queries, written by SPARQL Update."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Literal

from km_graph.endpoints.loading import engine
from km_graph.formats.contracts import Statement
from km_graph.formats.reading import DEFAULT, ReadOptions
from km_graph.graph import KnowledgeGraph


@dataclass(frozen=True, slots=True)
class Sparql:
    """Reads from a SPARQL endpoint and writes to one.

    Attributes:
        url: The URL that takes queries; for writing the one that takes updates.
        query: SELECT with ``?head ?relation ?tail``, or CONSTRUCT; read all if it is empty. With
            a LIMIT or OFFSET of its own it is asked as it stands, once.
        page_size: How many solutions are asked for at a time; 0 for all in one answer. A server
            that sends fewer is asked for the rest of SELECT; for CONSTRUCT state no more than
            it sends.
        labels: ``"iri"``, or ``"prefixed"`` for names such as ``dbo:capital``, with well-known
            prefixes.
        ordered: Whether to order the solutions where the query does not, which makes a server
            sort all of them for each page. Without an order it may leave out some and repeat
            others between two pages, though many keep theirs while nothing is written.
        blank_nodes: Whether the server names a blank node the same on every page.
        user: Who asks; the password stands in the environment, ``KM_SPARQL_PASSWORD``.
        graph: The IRI of the graph to write into; the default graph if it is empty.
        batch: How many statements are written at a time.
        timeout: The seconds that one answer may take.
        attempts: How often a request is made before it has failed.
        backoff: The seconds before the second attempt, doubled before each one after it.
        max_bytes: The most bytes of one answer.
        allow_private: Whether the server may have a private address, this machine included.
        contact: An address at which the server's owners can reach you, sent as public
            servers ask for.
        pages: A folder that keeps what has come, so that reading goes on where it broke.
    """

    url: str = ""
    query: str = ""
    page_size: int = 100_000
    labels: Literal["iri", "prefixed"] = "iri"
    ordered: bool = True
    blank_nodes: bool = False
    user: str = ""
    graph: str = ""
    batch: int = 5_000
    timeout: float = 120.0
    attempts: int = 5
    backoff: float = 1.0
    max_bytes: int = 2**28
    allow_private: bool = False
    contact: str = ""
    pages: Path | None = None

    suffixes: ClassVar[tuple[str, ...]] = ()
    needs_path: ClassVar[bool] = False

    def read(
        self,
        path: Path | None = None,  # noqa: ARG002
        options: ReadOptions = DEFAULT,
    ) -> Iterator[Statement]:
        """What the server states, page by page; ``path`` is not looked at.

        Raises:
            ConfigError: If the URL is missing or the query is none that can be read.
            GraphFormatError: For a row that states nothing, through ``options.on_problem``.
            MissingDependencyError: If the extra ``sparql`` is not installed.
            ServerError: If the server fails for good.
        """
        yield from engine("sparql_reading", "sparql").read(self, options)

    def write(self, graph: KnowledgeGraph, path: Path | None = None) -> None:  # noqa: ARG002
        """Add a graph to what the server holds; what is there already changes nothing.

        Batch by batch, so a break leaves the first ones there: write again to add the others.

        Raises:
            ConfigError: If the URL is missing.
            GraphFormatError: If RDF cannot hold an attribute; nothing has been written then.
            MissingDependencyError: If the extra ``sparql`` is not installed.
            ServerError: If the server fails for good.
        """
        engine("sparql_writing", "sparql").write(self, graph)


SPARQL = Sparql()
