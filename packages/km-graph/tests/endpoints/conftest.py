"""A SPARQL server on loopback, with a real engine behind it and faults that can be scripted."""

import re
import socket
import threading
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from km_graph.endpoints.sparql import Sparql


@dataclass
class Fault:
    """What is answered instead of what was asked for.

    ``cut`` sends half of the body that it promises; ``drop`` sends nothing; ``hang`` sends
    nothing either, until the test is over.
    """

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    cut: bool = False
    drop: bool = False
    hang: bool = False


class SparqlServer(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self) -> None:
        from pyoxigraph import Store

        super().__init__(("127.0.0.1", 0), _Handler)
        self.store = Store()
        self.faults: deque[Fault | None] = deque()
        self.asked: list[tuple[str, str, str, Any]] = []  # method, path, query, headers
        self.most_rows: int | None = None
        self.framed = True
        self.over = threading.Event()
        self.url = f"http://127.0.0.1:{self.server_port}/query"

    def endpoint(self, **options: Any) -> Sparql:
        return replace(
            Sparql(url=self.url, allow_private=True, backoff=0.0, page_size=10, attempts=3),
            **options,
        )

    def queries(self) -> list[str]:
        return [query for _, _, query, _ in self.asked]


class _Handler(BaseHTTPRequestHandler):
    server: SparqlServer

    def do_GET(self) -> None:
        query = parse_qs(urlsplit(self.path).query).get("query", [""])[0]
        self._serve(query, update=False)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        update = self.headers["Content-Type"] == "application/sparql-update"
        self._serve(body if update else parse_qs(body)["query"][0], update=update)

    def log_message(self, *_: object) -> None:
        pass

    def _serve(self, query: str, *, update: bool) -> None:
        self.server.asked.append((self.command, self.path, query, self.headers))
        fault = self.server.faults.popleft() if self.server.faults else None
        if fault is None:
            self._answer(query, update=update)
        elif fault.hang:
            self.server.over.wait(60)
        elif not fault.drop:
            self._send(fault.status, fault.body, fault.headers, cut=fault.cut)

    def _answer(self, query: str, *, update: bool) -> None:
        from pyoxigraph import QueryResultsFormat, QueryTriples, RdfFormat

        if update:
            self.server.store.update(query)
            self._send(204, b"", {})
            return
        if self.server.most_rows is not None:
            asked = re.search(r"LIMIT (\d+)", query)
            assert asked
            most = min(int(asked[1]), self.server.most_rows)
            query = query.replace(asked[0], f"LIMIT {most}")
        found = self.server.store.query(query)
        kind = RdfFormat.N_TRIPLES if isinstance(found, QueryTriples) else QueryResultsFormat.JSON
        body = found.serialize(format=kind)
        self._send(200, body, {"Content-Type": kind.media_type})

    def _send(
        self, status: int, body: bytes, headers: dict[str, str], *, cut: bool = False
    ) -> None:
        self.send_response(status)
        for key, value in headers.items():
            self.send_header(key, value)
        if self.server.framed:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[: len(body) // 2] if cut else body)


@pytest.fixture
def server() -> Iterator[SparqlServer]:
    """An empty SPARQL server."""
    pytest.importorskip("httpx2")
    pytest.importorskip("pyoxigraph")
    with SparqlServer() as running:
        thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield running
        running.over.set()
        running.shutdown()
        thread.join()


@pytest.fixture
def fault() -> type[Fault]:
    return Fault


@pytest.fixture
def closed_port() -> int:
    """A port at which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])
