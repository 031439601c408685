"""Where a SPARQL reader may go, and where it may be sent."""

from typing import Any

import pytest

from km_graph.endpoints import addresses
from km_graph.endpoints.sparql import SPARQL, Sparql
from km_graph.errors import ConfigError, ServerError
from km_graph.graph import KnowledgeGraph

CHAIN = KnowledgeGraph.from_triples((f"e{i}", "next", f"e{i + 1}") for i in range(25))
TABLE = {"Content-Type": "application/sparql-results+json"}


def read(endpoint: Sparql) -> KnowledgeGraph:
    return KnowledgeGraph.from_statements(endpoint.read())


def test_a_private_address_is_refused_unless_allowed(server: Any) -> None:
    with pytest.raises(ServerError, match=r"127\.0\.0\.1 is a private address"):
        read(server.endpoint(allow_private=False))
    assert [] == server.asked


def test_a_redirect_is_followed(server: Any, fault: Any) -> None:
    server.endpoint().write(CHAIN)
    server.faults.append(
        fault(
            status=307,
            headers={
                "Location": f"{server.url}?query=SELECT%20*%20%7B%3Fhead%20%3Frelation%20%3Ftail%7D"
            },
        )
    )
    assert CHAIN == read(server.endpoint(page_size=0))


@pytest.mark.parametrize(
    "target", ["file:///etc/passwd", "ftp://127.0.0.1/", "http://u:p@127.0.0.1/"]
)
def test_a_redirect_to_elsewhere_is_refused(server: Any, fault: Any, target: str) -> None:
    server.faults.append(fault(status=302, headers={"Location": target}))
    with pytest.raises(ServerError, match=r"expected a URL that begins|must not hold a user"):
        read(server.endpoint())


def test_a_redirect_to_a_private_address_is_refused(
    server: Any, fault: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(addresses, "is_public", lambda address: address == "127.0.0.1")
    inside = server.url.replace("127.0.0.1", "127.0.0.2")
    server.faults.append(fault(status=302, headers={"Location": inside}))
    with pytest.raises(ServerError, match=r"127\.0\.0\.2 is a private address"):
        read(server.endpoint(allow_private=False))
    assert 1 == len(server.asked)


def test_redirects_in_a_circle_end(server: Any, fault: Any) -> None:
    server.faults.extend([fault(status=302, headers={"Location": server.url})] * 9)
    with pytest.raises(ServerError, match="redirects more than 5 times"):
        read(server.endpoint())


def test_what_is_written_is_not_redirected(server: Any, fault: Any) -> None:
    server.faults.append(fault(status=307, headers={"Location": "http://other.example/"}))
    with pytest.raises(ServerError, match=r"307 .*points to http://other.example/; state that URL"):
        server.endpoint().write(CHAIN)


def test_connects_to_the_address_that_was_checked(
    server: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    import socket

    real, asked = socket.getaddrinfo, []

    def resolve(host: Any, *arguments: Any, **options: Any) -> Any:
        asked.append(host)
        name = "127.0.0.1" if host == "name.example" else host
        return real(name, *arguments, **options)

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    read(server.endpoint(url=server.url.replace("127.0.0.1", "name.example")))
    assert 1 == asked.count("name.example")
    assert "name.example" in server.asked[0][3]["Host"]


def test_needs_a_url() -> None:
    pytest.importorskip("httpx2")
    with pytest.raises(ConfigError, match="needs the URL of a server; state url="):
        list(SPARQL.read())
