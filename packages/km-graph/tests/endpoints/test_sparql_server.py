"""Reading from and writing to a real SPARQL server, Oxigraph, started here on loopback."""

import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from km_graph.endpoints.sparql import Sparql
from km_graph.errors import ServerError
from km_graph.graph import KnowledgeGraph, Triple
from km_graph.graph.attributes import Attribute
from km_graph.testing.strategies import Triples, labels, triples

pytestmark = pytest.mark.servers

CITIES = KnowledgeGraph.from_statements(
    [
        Triple("Paris", "capital of", "France"),
        Triple("Paris", "in", "France"),
        Triple("France", "has", "Paris"),
        Triple("Paris", "it's `odd`", "Paris"),
        Triple("Köln\n", "http://example.org/r#1", "NA"),
        Attribute("Paris", "label", "巴黎", "zh"),
        Attribute("Paris", "label", "Paris", "fr"),
        Attribute("Paris", "alias", "Lutetia"),
        Attribute("Paris", "alias", "Paname"),
        Attribute("Paris", "area", "105", "", "xsd:integer"),
        Attribute("Paris", "height", "28.5", "", "xsd:double"),
        Attribute("France", "union", "true", "", "xsd:boolean"),
        Attribute("France", "founded", "0843-08-10", "", "xsd:date"),
        Attribute("France", "flag", "flag.png", "", "image"),
    ]
)
CHAIN = KnowledgeGraph.from_triples((f"e{i}", f"r{i % 3}", f"e{i + 1}") for i in range(500))
SETTINGS = settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def read(endpoint: Sparql) -> KnowledgeGraph:
    return KnowledgeGraph.from_statements(endpoint.read())


@pytest.fixture(scope="module")
def oxigraph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a SPARQL server."""
    program = Path(sys.executable).with_name("oxigraph")
    if not program.exists():
        pytest.skip("oxigraph is not installed")
    pytest.importorskip("httpx2")
    port = free_port()
    folder = tmp_path_factory.mktemp("oxigraph")
    command = [program, "serve", "--location", folder, "--bind", f"127.0.0.1:{port}"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    assert process.stderr
    while "Listening" not in process.stderr.readline():
        assert process.poll() is None
    yield f"http://127.0.0.1:{port}"
    process.kill()
    process.communicate()


@pytest.fixture
def sparql(oxigraph: str) -> tuple[Sparql, Sparql]:
    """An empty server: how it is read and how it is written."""
    import httpx2

    httpx2.post(f"{oxigraph}/update", data={"update": "CLEAR ALL"}).raise_for_status()
    reading = Sparql(f"{oxigraph}/query", allow_private=True, page_size=100, backoff=0.0)
    return reading, replace(reading, url=f"{oxigraph}/update", batch=50)


def test_sparql_gives_back_what_it_was_given(sparql: tuple[Sparql, Sparql]) -> None:
    reading, writing = sparql
    writing.write(CITIES)
    writing.write(CITIES)
    assert sorted(CITIES.statements()) == sorted(reading.read())


@SETTINGS
@given(stated=triples(), name=labels(), value=labels(empty=True))
def test_sparql_gives_back_any_labels(
    sparql: tuple[Sparql, Sparql], stated: Triples, name: str, value: str
) -> None:
    reading, writing = sparql
    graph = f"urn:test:{abs(hash(json.dumps([stated, name, value])))}"
    said = {*stated, (stated[0][0], name, value, "", "")}
    entity = stated[0][0]
    whole = KnowledgeGraph.from_statements(
        [*(Triple(*row) for row in stated), Attribute(entity, name, value)]
    )
    replace(writing, graph=graph).write(whole)
    query = f"SELECT * {{ GRAPH <{graph}> {{ ?head ?relation ?tail }} }}"
    assert said == set(replace(reading, query=query).read())


@pytest.mark.parametrize("query", ["", "CONSTRUCT WHERE { ?a ?b ?c }"])
@pytest.mark.parametrize("page_size", [0, 7, 500, 501])
def test_sparql_reads_pages_of_any_size(
    sparql: tuple[Sparql, Sparql], query: str, page_size: int
) -> None:
    reading, writing = sparql
    writing.write(CHAIN)
    assert CHAIN == read(replace(reading, query=query, page_size=page_size))


def test_sparql_goes_on_after_an_interruption(
    sparql: tuple[Sparql, Sparql], tmp_path: Path
) -> None:
    reading, writing = sparql
    writing.write(CHAIN)
    kept = replace(reading, pages=tmp_path)
    list(islice(kept.read(), 250))
    assert 3 == len(list(tmp_path.glob("*/*.json")))
    assert CHAIN == read(kept)


def test_sparql_says_what_is_wrong_with_a_query(sparql: tuple[Sparql, Sparql]) -> None:
    reading, _ = sparql
    with pytest.raises(ServerError, match=r"answered 400 Bad Request: .*expected"):
        read(replace(reading, query="SELECT ?head ?relation ?tail { nonsense }"))


def test_sparql_is_not_written_where_it_is_read(sparql: tuple[Sparql, Sparql]) -> None:
    reading, _ = sparql
    with pytest.raises(ServerError, match=r"answered 4\d\d "):
        reading.write(CHAIN)
