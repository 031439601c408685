"""A SPARQL server that fails: asked again where that may help, and told of in one sentence."""

import gzip
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from km_graph.endpoints.sparql import Sparql
from km_graph.errors import ServerError
from km_graph.graph import KnowledgeGraph

CHAIN = KnowledgeGraph.from_triples((f"e{i}", "next", f"e{i + 1}") for i in range(25))
TABLE = {"Content-Type": "application/sparql-results+json"}


def read(endpoint: Sparql) -> KnowledgeGraph:
    return KnowledgeGraph.from_statements(endpoint.read())


@pytest.mark.parametrize(
    "wrong",
    [
        {"status": 503},
        {"status": 500, "body": b"out of memory", "headers": {"Content-Type": "text/plain"}},
        {"status": 429, "headers": {"Retry-After": "0"}},
        {"status": 429, "headers": {"Retry-After": "Wed, 21 Oct 2015 07:28:00 GMT"}},
        {"status": 408},
        {"drop": True},
        {"body": b'{"head": {"vars": ["head"]}}' * 9, "cut": True, "headers": TABLE},
        {"body": b'{"head": {"vars": ["head", "relation", "tail"]}, "resul', "headers": TABLE},
        {"body": b"no gzip", "headers": {**TABLE, "Content-Encoding": "gzip"}},
    ],
    ids=lambda wrong: "-".join(map(str, wrong)),
)
def test_asks_again_after_what_may_pass(server: Any, fault: Any, wrong: dict[str, Any]) -> None:
    server.endpoint().write(CHAIN)
    server.faults.extend([None, fault(**wrong), fault(**wrong)])
    assert CHAIN == read(server.endpoint())


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"status": 500}, "answered 500 Internal Server Error after 3 attempts"),
        ({"drop": True}, "the connection broke before the answer was whole after 3 attempts"),
        (
            {"body": b'{"head": {}, "results": {"bindings": [', "headers": TABLE},
            "its answer is cut short or malformed: .* after 3 attempts",
        ),
    ],
)
def test_gives_up_with_a_sentence(server: Any, fault: Any, wrong: Any, said: str) -> None:
    server.faults.extend([fault(**wrong)] * 3)
    with pytest.raises(ServerError, match=f"^{server.url}: {said}; with pages=FOLDER"):
        read(server.endpoint())


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"status": 401}, "answered 401 Unauthorized; check user and password"),
        (
            {"status": 400, "body": b"Parse error:\n line 1"},
            "answered 400 Bad Request: Parse error: line 1",
        ),
        (
            {"status": 404, "headers": {"Content-Type": "text/html"}, "body": b"<p>"},
            "answered 404 Not Found;",
        ),
        ({"status": 429, "headers": {"Retry-After": "7200"}}, "it asks to wait 7200 s"),
        (
            {"body": b"<html>login</html>", "headers": {"Content-Type": "text/html; charset=x"}},
            "answered with text/html, expected application/sparql-results.json",
        ),
        ({"body": b"{}"}, "answered with no media type"),
        ({"body": b'{"head":{},"boolean":true}', "headers": TABLE}, "answered yes or no"),
    ],
)
def test_does_not_ask_again_in_vain(server: Any, fault: Any, wrong: Any, said: str) -> None:
    server.faults.append(fault(**wrong))
    with pytest.raises(ServerError, match=said):
        read(server.endpoint())
    assert 1 == len(server.asked)


def test_goes_on_at_the_first_page_that_is_missing(server: Any, fault: Any, tmp_path: Path) -> None:
    server.endpoint().write(CHAIN)
    server.asked.clear()
    server.faults.extend([None, None, *[fault(status=500)] * 3])
    with pytest.raises(ServerError, match="what came is kept in"):
        read(server.endpoint(pages=tmp_path))
    server.asked.clear()
    assert CHAIN == read(server.endpoint(pages=tmp_path))
    assert ["20", "25"] == [query.split("OFFSET ")[1].strip() for query in server.queries()]


def test_an_interrupted_reading_keeps_its_pages(server: Any, tmp_path: Path) -> None:
    server.endpoint().write(CHAIN)
    server.asked.clear()
    list(islice(server.endpoint(pages=tmp_path).read(), 12))
    assert CHAIN == read(server.endpoint(pages=tmp_path))
    assert 4 == len(server.asked)


def test_an_interrupted_writing_is_mended_by_another(server: Any, fault: Any) -> None:
    server.faults.extend([None, *[fault(status=500)] * 3])
    with pytest.raises(ServerError, match="answered 500"):
        server.endpoint(batch=10).write(CHAIN)
    assert 10 == len(server.store)
    server.endpoint(batch=10).write(CHAIN)
    assert CHAIN == read(server.endpoint())


def test_an_answer_that_is_too_long_is_not_read_to_its_end(server: Any, fault: Any) -> None:
    bomb = gzip.compress(b" " * 2**22)
    server.faults.append(fault(body=bomb, headers={**TABLE, "Content-Encoding": "gzip"}))
    with pytest.raises(ServerError, match="longer than 1,000,000 bytes; ask for smaller pages"):
        read(server.endpoint(max_bytes=1_000_000))


def test_a_server_that_says_nothing_is_not_waited_for(server: Any, fault: Any) -> None:
    server.faults.extend([fault(hang=True)] * 2)
    with pytest.raises(ServerError, match=r"no whole answer within 0\.1 s after 2 attempts"):
        read(server.endpoint(timeout=0.1, attempts=2))


def test_nobody_there(closed_port: int) -> None:
    pytest.importorskip("httpx2")
    endpoint = Sparql(f"http://127.0.0.1:{closed_port}/", allow_private=True, attempts=1)
    with pytest.raises(ServerError, match=f"^http://127.0.0.1:{closed_port}/: cannot be reached; "):
        read(endpoint)


def test_triples_without_an_end_are_refused(server: Any) -> None:
    server.endpoint().write(CHAIN)
    server.framed = False
    with pytest.raises(ServerError, match="without saying where they end"):
        read(server.endpoint(query="CONSTRUCT WHERE { ?a ?b ?c }"))
    assert CHAIN == read(server.endpoint())  # a table ends by itself
