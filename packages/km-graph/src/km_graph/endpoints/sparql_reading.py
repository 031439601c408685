"""Pages of a SPARQL endpoint, asked for one after the other."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from km_graph.endpoints.http import Answer, Client
from km_graph.endpoints.pages import Page, read_pages
from km_graph.endpoints.retrying import TransientError
from km_graph.endpoints.sparql import Sparql
from km_graph.endpoints.sparql_answers import Row, Table, read_table, read_triples, rows_of
from km_graph.endpoints.sparql_connection import connect
from km_graph.endpoints.sparql_query import EVERYTHING, PagedQuery
from km_graph.endpoints.sparql_statements import Statements
from km_graph.errors import ServerError
from km_graph.formats.contracts import Statement
from km_graph.formats.reading import ReadOptions
from km_graph.graph.attributes import Attribute

_TABLE = "application/sparql-results+json"
_TRIPLES = "application/n-triples"
_COLUMNS = ("head", "relation", "tail")

S = TypeVar("S")
T = TypeVar("T")


def read(endpoint: Sparql, options: ReadOptions) -> Iterator[Statement]:
    """What an endpoint states; see ``Sparql.read``."""
    query = PagedQuery.of(endpoint.query or EVERYTHING, ordered=endpoint.ordered)
    question = {
        "url": endpoint.url,
        "query": query.text,
        "size": endpoint.page_size,
        "ordered": endpoint.ordered,
        "labels": endpoint.labels,
    }
    with connect(endpoint) as client:
        pages = SparqlPages(
            client,
            query,
            Statements(endpoint, options),
            endpoint.page_size,
            endpoint.blank_nodes,
        )
        yield from read_pages(pages.after, endpoint.pages, question)


@dataclass(frozen=True, slots=True)
class SparqlPages:
    """The pages of one query to one endpoint.

    Attributes:
        client: Asks the endpoint.
        query: What to ask.
        statements: Makes statements of rows.
        size: How many solutions a page has; 0 asks for all in one.
        blank_nodes: Whether the endpoint names blank nodes the same on every page.
    """

    client: Client
    query: PagedQuery
    statements: Statements
    size: int
    blank_nodes: bool

    def after(self, begins: str) -> Iterator[Page]:
        """The pages from an offset on; see ``read_pages``."""
        if self.query.whole or not self.size:
            yield Page(list(self.statements.of(self._rows(self.query.text))), None)
            return
        offset = int(begins or 0)
        while True:
            rows = self._rows(self.query.page(self.size, offset))
            if not rows and not self._goes_on(offset):
                yield Page([], None)
                return
            statements = list(self.statements.of(rows))
            # A server may send fewer rows than asked for: only an empty page is the end.
            step = len(rows) if self.query.form == "SELECT" else self.size
            if step >= self.size or offset:
                self._check_blank_nodes(statements)
            offset += step
            yield Page(statements, str(offset))

    def _goes_on(self, offset: int) -> bool:
        """Whether an empty page of CONSTRUCT had solutions that made no triple."""
        if self.query.form == "SELECT":
            return False
        request = self.client.reading({"query": self.query.probe(offset)}, _TABLE)
        return bool(self.client.ask(request, lambda answer: self._table(answer).rows))

    def _rows(self, query: str) -> list[Row]:
        if self.query.form == "SELECT":
            return self.client.ask(self.client.reading({"query": query}, _TABLE), self._selected)
        return self.client.ask(self.client.reading({"query": query}, _TRIPLES), self._constructed)

    def _selected(self, answer: Answer) -> list[Row]:
        table = self._table(answer)
        if missing := [f"?{name}" for name in _COLUMNS if name not in table.columns]:
            shown = ", ".join(f"?{name}" for name in table.columns)
            raise ServerError(
                self.client.url, f"the query gives {shown or 'nothing'}, not {', '.join(missing)}"
            )
        return _understood(rows_of, table)

    def _table(self, answer: Answer) -> Table:
        self._expect(answer, _TABLE, "application/json")
        table = _understood(read_table, answer.body)
        if table is None:
            raise ServerError(self.client.url, "answered yes or no, expected rows")
        return table

    def _constructed(self, answer: Answer) -> list[Row]:
        self._expect(answer, _TRIPLES)
        if limit := answer.headers.get("x-sparql-maxrows"):  # how Virtuoso says that it has cut
            raise ServerError(
                self.client.url,
                f"sends no more than {limit} rows at a time",
                hint=f"state page_size={limit} or less",
            )
        if not answer.framed:  # N-Triples does not show where it ends
            raise ServerError(
                self.client.url,
                "sends triples without saying where they end, so that a cut would not be seen",
                hint="ask with SELECT ?head ?relation ?tail",
            )
        return _understood(read_triples, answer.body)

    def _expect(self, answer: Answer, *media_types: str) -> None:
        if answer.media_type not in media_types:
            raise ServerError(
                self.client.url,
                f"answered with {answer.media_type or 'no media type'}, expected "
                f"{' or '.join(media_types)}",
                hint="check that this is the URL of the SPARQL endpoint",
            )

    def _check_blank_nodes(self, statements: list[Statement]) -> None:
        if self.blank_nodes:
            return
        for said in statements:
            found = [said[0]] if isinstance(said, Attribute) else [said[0], said[2]]
            if any(map(self.statements.is_blank, found)):
                raise ServerError(
                    self.client.url,
                    "has blank nodes, whose names need not be the same on the next page",
                    hint="filter them out, state page_size=0 for all in one page, or "
                    "blank_nodes=true if this server keeps their names",
                )


def _understood(read: Callable[[S], T], said: S) -> T:
    try:
        return read(said)
    except ValueError as error:
        what = " ".join(str(error).split())[:200]
        raise TransientError(f"its answer is cut short or malformed: {what}") from error
