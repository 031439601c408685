"""Reading from and writing to a real Bolt server, ArcadeDB, started here on loopback."""

import importlib.util
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from km_graph.endpoints.bolt import Neo4j
from km_graph.errors import GraphFormatError, ServerError
from km_graph.formats.reading import ReadOptions, Skipped
from km_graph.graph import KnowledgeGraph, Triple
from km_graph.graph.attributes import Attribute
from km_graph.testing.strategies import Triples, triples

pytestmark = pytest.mark.servers

Create = Callable[[str], None]
PASSWORD = "play-with-data"
ARCADEDB = """
import json, sys
from arcadedb_embedded.server import ArcadeDBServer

bolt, http, password = sys.argv[1:]
config = {"server_plugins": "Bolt:com.arcadedb.bolt.BoltProtocolPlugin", "bolt_port": int(bolt)}
config["http_port"] = int(http)
server = ArcadeDBServer(".", password, config=config, jvm_kwargs={"heap_size": "512m"})
server.start()
for line in sys.stdin:
    server.create_database(line.strip())
    print("\\nready", line, flush=True)
"""
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


def read(endpoint: Neo4j) -> KnowledgeGraph:
    return KnowledgeGraph.from_statements(endpoint.read())


@pytest.fixture(scope="module")
def arcadedb(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[str, Create]]:
    """The URI of a Bolt server, and what makes a database there."""
    if importlib.util.find_spec("arcadedb_embedded") is None:
        pytest.skip("arcadedb-embedded is not installed")
    pytest.importorskip("neo4j")
    port = free_port()
    command = [sys.executable, "-c", ARCADEDB, str(port), str(free_port()), PASSWORD]
    folder = tmp_path_factory.mktemp("arcadedb")
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with (folder / "errors.txt").open("w") as log:
        process = subprocess.Popen(command, cwd=folder, stderr=log, **pipes)

    def create(database: str) -> None:
        process.stdin.write(f"{database}\n")
        process.stdin.flush()
        while not process.stdout.readline().startswith("ready"):
            assert process.poll() is None, (folder / "errors.txt").read_text()[-2000:]

    yield f"bolt://127.0.0.1:{port}", create
    process.kill()
    process.communicate()


@pytest.fixture
def neo4j(arcadedb: Any, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Neo4j:
    """An empty database."""
    monkeypatch.setenv("KM_NEO4J_PASSWORD", PASSWORD)
    uri, create = arcadedb
    database = f"d{abs(hash(request.node.name))}"
    create(database)
    return Neo4j(uri, database, user="root", labels="Entity", batch=100, backoff=0.0)


def run(endpoint: Neo4j, cypher: str, **parameters: Any) -> list[Any]:
    from neo4j import GraphDatabase

    with GraphDatabase.driver(endpoint.uri, auth=("root", PASSWORD)) as driver:
        return driver.execute_query(cypher, parameters, database_=endpoint.database).records


def test_neo4j_gives_back_what_it_was_given(neo4j: Neo4j) -> None:
    neo4j.write(CITIES)
    assert sorted(CITIES.statements()) == sorted(read(neo4j).statements())


def test_neo4j_written_twice_is_written_once(neo4j: Neo4j) -> None:
    neo4j.write(CITIES)
    neo4j.write(CITIES)
    (counts,) = run(
        neo4j, "MATCH (n) OPTIONAL MATCH (n)-[r]->() RETURN count(DISTINCT n), count(r)"
    )
    assert [CITIES.n_entities, CITIES.n_triples] == list(counts)


def test_neo4j_reads_in_batches_by_element_id(neo4j: Neo4j) -> None:
    neo4j.write(CHAIN)
    assert CHAIN == read(neo4j)


@SETTINGS
@given(stated=triples())
def test_neo4j_gives_back_any_labels(neo4j: Neo4j, stated: Triples) -> None:
    graph = KnowledgeGraph.from_triples((head, "r", tail) for head, _, tail in stated)
    run(neo4j, "MATCH (n) DETACH DELETE n")
    neo4j.write(graph)
    assert graph == read(neo4j)


def test_neo4j_gives_values_of_its_own_as_text(neo4j: Neo4j) -> None:
    run(
        neo4j,
        "CREATE (:Entity {name: 'a', born: date('2020-01-02'), tags: ['x', 'y'], n: -1, f: 1e30})"
        "-[:r {since: 3}]->(:Entity {name: 7})",
    )
    expected = [
        Attribute("a", "born", "2020-01-02", "", "xsd:date"),
        Attribute("a", "f", "1e+30", "", "xsd:double"),
        Attribute("a", "n", "-1", "", "xsd:integer"),
        Attribute("a", "tags", "x"),
        Attribute("a", "tags", "y"),
        Triple("a", "r", "7"),
    ]
    assert sorted(expected) == sorted(neo4j.read())


def test_neo4j_reads_only_what_it_is_asked_for(neo4j: Neo4j) -> None:
    run(neo4j, "CREATE (a:City {name: 'a'})-[:r]->(b:City {name: 'b'})-[:s]->(a)")
    run(neo4j, "MATCH (a:City {name: 'a'}) CREATE (a)-[:r]->(:River {name: 'c'})")
    cities = replace(neo4j, labels="City")
    assert {("a", "r", "b"), ("b", "s", "a")} == set(cities.read())
    assert {("a", "r", "b")} == set(replace(cities, types="r, t").read())
    everything = set(replace(neo4j, labels="").read())
    assert Attribute("c", "node label", "River") in everything
    assert Triple("a", "r", "c") in everything
    without = replace(neo4j, labels="City,River", attributes=False)
    assert 3 == len(list(without.read()))


def test_neo4j_refuses_nodes_of_one_name(neo4j: Neo4j) -> None:
    run(neo4j, "CREATE (:Entity {name: 'a'})-[:r]->(:Entity {name: 'a'})")
    with pytest.raises(GraphFormatError, match="2 nodes have the name 'a' and would be one"):
        read(neo4j)
    assert [("a", "r", "a")] == list(replace(neo4j, merge=True).read())
    (edge,) = (said for said in replace(neo4j, entity="").read() if isinstance(said, Triple))
    assert edge.head != edge.tail


def test_neo4j_names_a_node_without_a_name(neo4j: Neo4j) -> None:
    run(neo4j, "CREATE (:Entity {id: 1})-[:r]->(:Entity {name: 'a'})-[:r]->(:Entity {name: 'b'})")
    with pytest.raises(GraphFormatError, match=r"node \S+ has no text or whole number as 'name'"):
        read(neo4j)
    skipped = Skipped()
    assert [("a", "r", "b")] == list(neo4j.read(None, ReadOptions(on_problem=skipped)))
    assert 2 == skipped.count


def test_neo4j_says_what_it_refuses(neo4j: Neo4j, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ServerError, match="has no database 'absent'; check database"):
        read(replace(neo4j, database="absent"))
    monkeypatch.setenv("KM_NEO4J_PASSWORD", "wrong")
    with pytest.raises(ServerError, match="refuses this user and password; check user") as caught:
        read(neo4j)
    assert "wrong" not in str(caught.value)


def test_neo4j_goes_on_after_an_interruption(neo4j: Neo4j, tmp_path: Path) -> None:
    neo4j.write(CHAIN)
    kept = replace(neo4j, pages=tmp_path)
    assert 250 == len(list(islice(kept.read(), 250)))
    kept_pages = len(list(tmp_path.glob("*/*.json")))
    assert 10 == kept_pages  # six of nodes and their end, three of relationships
    assert CHAIN == read(kept)
    assert [] == list(tmp_path.iterdir())


class Cutting:
    """Hands on what goes to a server and comes back; cuts the first connections off."""

    def __init__(self, uri: str, *most: int) -> None:
        self.target = ("127.0.0.1", int(uri.rpartition(":")[2]))
        self.most = list(most)  # bytes that come back, connection by connection
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.uri = f"bolt://127.0.0.1:{self.listener.getsockname()[1]}"
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self) -> None:
        while True:
            try:
                near, _ = self.listener.accept()
            except OSError:
                return
            far = socket.create_connection(self.target)
            most = self.most.pop(0) if self.most else sys.maxsize
            for one, other, limit in ((near, far, sys.maxsize), (far, near, most)):
                threading.Thread(target=self.hand_on, args=(one, other, limit), daemon=True).start()

    @staticmethod
    def hand_on(one: socket.socket, other: socket.socket, limit: int) -> None:
        with suppress(OSError):
            while limit > 0 and (data := one.recv(min(limit, 4096))):
                limit -= len(data)
                other.sendall(data)
        for end in (one, other):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()


def test_neo4j_goes_on_after_the_connection_broke(neo4j: Neo4j) -> None:
    neo4j.write(CHAIN)
    between = Cutting(neo4j.uri, 10_000, 20_000, 30_000)
    assert CHAIN == read(replace(neo4j, uri=between.uri))
    assert [] == between.most
    between.listener.close()


def test_neo4j_writing_goes_on_after_the_connection_broke(neo4j: Neo4j) -> None:
    between = Cutting(neo4j.uri, 2_000, 3_000)
    replace(neo4j, uri=between.uri).write(CHAIN)
    assert [] == between.most
    assert CHAIN == read(neo4j)
    between.listener.close()
