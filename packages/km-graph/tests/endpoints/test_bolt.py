import socket
import threading
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from km_graph.endpoints.bolt import NEO4J, Neo4j
from km_graph.errors import ConfigError, GraphFormatError, ServerError
from km_graph.formats.contracts import GraphReader, GraphWriter, needs_path
from km_graph.graph import KnowledgeGraph, Triple
from km_graph.graph.attributes import Attribute
from km_graph.testing.strategies import labels

pytest.importorskip("neo4j")

from km_graph.endpoints.bolt_connection import name
from km_graph.endpoints.bolt_values import attributes_of, properties_of

ONE = KnowledgeGraph.from_triples([("a", "r", "b")])
DATATYPES = ["", "xsd:integer", "xsd:double", "xsd:boolean", "xsd:date", "image", "a^b"]


def test_is_a_reader_and_a_writer_without_a_path() -> None:
    assert isinstance(NEO4J, GraphReader)
    assert isinstance(NEO4J, GraphWriter)
    assert not needs_path(NEO4J)


def test_names_are_quoted_whatever_they_hold() -> None:
    assert "`a``) DETACH DELETE n //`" == name("a`) DETACH DELETE n //", NEO4J)


def test_a_name_that_some_servers_unescape_is_refused() -> None:
    with pytest.raises(GraphFormatError, match="Cypher has no safe way to write"):
        name("a\\u0060b", NEO4J)


def test_nothing_is_written_if_a_relation_cannot_be() -> None:
    graph = KnowledgeGraph.from_triples([("a", "r\\u0060", "b")])
    with pytest.raises(GraphFormatError, match="no safe way"):
        Neo4j("bolt://127.0.0.1:1").write(graph)


def test_nothing_is_written_if_an_attribute_has_the_name_of_the_label() -> None:
    graph = KnowledgeGraph.from_statements([Triple("a", "r", "b"), Attribute("a", "name", "x")])
    with pytest.raises(GraphFormatError, match="'a' has an attribute 'name', which would"):
        Neo4j("bolt://127.0.0.1:1").write(graph)


# Values --------------------------------------------------------------------------------------


def test_numbers_and_truth_values_are_the_databases_own() -> None:
    said = [
        Attribute("a", "age", "7", "", "xsd:integer"),
        Attribute("a", "height", "1.5", "", "xsd:double"),
        Attribute("a", "alive", "true", "", "xsd:boolean"),
    ]
    assert {"age": 7, "height": 1.5, "alive": True} == properties_of(said)


@pytest.mark.parametrize(
    ("attribute", "expected"),
    [
        (Attribute("a", "x", "007", "", "xsd:integer"), {"x^^xsd:integer": "007"}),
        (Attribute("a", "x", str(2**63), "", "xsd:integer"), {"x^^xsd:integer": str(2**63)}),
        (Attribute("a", "x", "1e5", "", "xsd:double"), {"x^^xsd:double": "1e5"}),
        (Attribute("a", "x", "INF", "", "xsd:double"), {"x": float("inf")}),
        (Attribute("a", "x", "1", "", "xsd:boolean"), {"x^^xsd:boolean": "1"}),
        (Attribute("a", "x", "巴黎", "zh"), {"x@zh": "巴黎"}),
        (Attribute("a", "x", "y", "i-klingon"), {"x^^@i-klingon": "y"}),
        (Attribute("a", "x@zh", "y"), {"x@zh^^": "y"}),
        (Attribute("a", "x^^y", "z"), {"x^^y^^": "z"}),
    ],
)
def test_what_a_property_cannot_say_stands_in_its_name(
    attribute: Attribute, expected: dict[str, object]
) -> None:
    assert expected == properties_of([attribute])
    assert [attribute] == list(attributes_of("a", expected))


def test_several_values_of_one_kind_are_a_list() -> None:
    said = [Attribute("a", "alias", "b"), Attribute("a", "alias", "c")]
    assert {"alias": ["b", "c"]} == properties_of(said)


def test_values_of_two_kinds_stand_apart() -> None:
    said = [Attribute("a", "x", "1"), Attribute("a", "x", "1", "", "xsd:integer")]
    assert {"x": "1", "x^^xsd:integer": "1"} == properties_of(said)


@given(
    st.sets(
        st.builds(
            Attribute,
            entity=st.just("a"),
            name=labels(),
            value=labels(empty=True) | st.integers().map(str) | st.floats().map(str),
            language=st.just(""),
            datatype=st.sampled_from(DATATYPES),
        )
        | st.builds(
            Attribute,
            entity=st.just("a"),
            name=labels(),
            value=labels(empty=True),
            language=st.sampled_from(["en", "pt-BR", "zh-Hant-TW"]),
            datatype=st.just(""),
        )
    )
)
def test_attributes_become_properties_and_come_back(attributes: set[Attribute]) -> None:
    assert sorted(attributes) == sorted(attributes_of("a", properties_of(attributes)))


@pytest.mark.parametrize(("language", "datatype"), [("en", "image"), ("", "a^^b"), ("", "@en")])
def test_what_no_name_can_say_is_refused(language: str, datatype: str) -> None:
    with pytest.raises(ValueError, match="no property name says"):
        properties_of([Attribute("a", "x", "y", language, datatype)])


# What can go wrong without a server ----------------------------------------------------------


def test_needs_a_uri() -> None:
    with pytest.raises(ConfigError, match="needs the URI of a server; state uri="):
        list(NEO4J.read())


@pytest.mark.parametrize("uri", ["http://a", "bolt", "file:///etc/passwd", "bolt+x://a"])
def test_refuses_other_schemes(uri: str) -> None:
    with pytest.raises(ServerError, match="expected a URL that begins with one of neo4j://"):
        list(Neo4j(uri).read())


def test_refuses_a_password_in_the_uri() -> None:
    with pytest.raises(ServerError, match="must not hold a user or password") as caught:
        list(Neo4j("bolt://me:secret@a").read())
    assert "secret" not in str(caught.value)


def test_needs_a_password_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KM_NEO4J_PASSWORD", raising=False)
    with pytest.raises(ConfigError, match="user 'me' needs a password; set KM_NEO4J_PASSWORD"):
        list(Neo4j("bolt://127.0.0.1:1", user="me").read())


@pytest.mark.parametrize("scheme", ["bolt", "neo4j"])
def test_nobody_there(closed_port: int, scheme: str) -> None:
    endpoint = Neo4j(f"{scheme}://127.0.0.1:{closed_port}", attempts=2, backoff=0.0)
    said = "cannot be reached, or broke off after 2 attempts; with pages=FOLDER"
    with pytest.raises(ServerError, match=said):
        list(endpoint.read())
    with pytest.raises(ServerError, match="cannot be reached, or broke off after 2 attempts"):
        endpoint.write(ONE)


@pytest.fixture(params=[b"", b"HTTP/1.1 400 Bad Request\r\n\r\n", b"\0\0\0\0"])
def stranger(request: pytest.FixtureRequest) -> Iterator[str]:
    """The URI of a server that takes connections and speaks no Bolt."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            while True:
                try:
                    connection, _ = listener.accept()
                except OSError:
                    return
                with connection:
                    connection.recv(64)
                    connection.sendall(request.param)

        thread = threading.Thread(target=serve)
        thread.start()
        yield f"bolt://127.0.0.1:{listener.getsockname()[1]}"
        listener.shutdown(socket.SHUT_RDWR)
        thread.join()


def test_a_server_of_another_kind(stranger: str) -> None:
    with pytest.raises(ServerError, match=f"^{stranger}: "):
        list(Neo4j(stranger, attempts=1).read())


def test_a_server_that_says_nothing_is_not_waited_for() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        uri = f"bolt://127.0.0.1:{listener.getsockname()[1]}"
        with pytest.raises(ServerError, match=f"^{uri}: "):
            list(Neo4j(uri, attempts=1, timeout=0.2).read())
