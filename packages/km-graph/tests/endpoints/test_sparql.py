from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from km_graph.endpoints.sparql import SPARQL, Sparql
from km_graph.errors import ConfigError, GraphFormatError, ServerError
from km_graph.formats.contracts import GraphReader, GraphWriter, needs_path
from km_graph.formats.reading import ReadOptions, Skipped
from km_graph.graph import KnowledgeGraph, Triple
from km_graph.graph.attributes import Attribute
from km_graph.testing.strategies import Triples, labels, triples

CHAIN = KnowledgeGraph.from_triples((f"e{i}", "next", f"e{i + 1}") for i in range(25))
TABLE = {"Content-Type": "application/sparql-results+json"}


def read(endpoint: Sparql) -> KnowledgeGraph:
    return KnowledgeGraph.from_statements(endpoint.read())


def test_is_a_reader_and_a_writer_without_a_path() -> None:
    assert isinstance(SPARQL, GraphReader)
    assert isinstance(SPARQL, GraphWriter)
    assert not needs_path(SPARQL)


def test_reads_page_by_page_what_it_wrote_in_batches(server: Any) -> None:
    endpoint = server.endpoint(batch=10)
    endpoint.write(CHAIN)
    assert CHAIN == read(endpoint)
    updates, queries = server.queries()[:3], server.queries()[3:]
    assert all(update.startswith("INSERT DATA {") for update in updates)
    assert [f"OFFSET {n}" for n in (0, 10, 20, 25)] == [
        query.split("LIMIT 10 ")[1].strip() for query in queries
    ]


def test_writing_twice_changes_nothing(server: Any) -> None:
    endpoint = server.endpoint()
    endpoint.write(CHAIN)
    endpoint.write(CHAIN)
    assert len(CHAIN) == len(server.store)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(stated=triples())
def test_any_graph_comes_back_as_it_was(server: Any, stated: Triples) -> None:
    graph = KnowledgeGraph.from_triples(stated)
    server.store.clear()
    endpoint = server.endpoint(page_size=3)
    endpoint.write(graph)
    assert sorted(graph.triples()) == sorted(endpoint.read())


TEXTS = labels()
ATTRIBUTES = st.builds(
    Attribute,
    entity=TEXTS,
    name=TEXTS,
    value=labels(empty=True),
    language=st.just(""),
    datatype=st.sampled_from(["", "image", "http://www.w3.org/2001/XMLSchema#date", "å ß"]),
) | st.builds(
    Attribute,
    entity=TEXTS,
    name=TEXTS,
    value=TEXTS,
    datatype=st.just(""),
    language=st.sampled_from(["zh", "pt-br"]),
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(attributes=st.lists(ATTRIBUTES, min_size=1))
def test_any_attributes_come_back_as_they_were(server: Any, attributes: list[Attribute]) -> None:
    server.store.clear()
    endpoint = server.endpoint(page_size=0)
    endpoint.write(KnowledgeGraph.from_statements([Triple("a", "r", "b"), *attributes]))
    assert sorted({("a", "r", "b"), *attributes}) == sorted(endpoint.read())


def test_an_attribute_that_rdf_cannot_hold_is_found_before_anything_is_written(server: Any) -> None:
    wrong = Attribute("e0", "x", "y", "en", "image")
    graph = KnowledgeGraph.from_statements([*CHAIN.triples(), wrong])
    with pytest.raises(GraphFormatError, match=r"RDF cannot hold 'x' of 'e0'"):
        server.endpoint().write(graph)
    assert [] == server.asked


def test_writes_into_a_named_graph(server: Any) -> None:
    server.endpoint(graph="http://g/1").write(CHAIN)
    assert [] == list(server.endpoint().read())
    named = "SELECT * { GRAPH <http://g/1> { ?head ?relation ?tail } }"
    assert CHAIN == read(server.endpoint(query=named))


def test_the_name_of_a_graph_must_be_an_iri(server: Any) -> None:
    with pytest.raises(ConfigError, match=r"graph: expected an IRI, found 'x> \{'"):
        server.endpoint(graph="x> {").write(CHAIN)


def test_shortens_iris_by_well_known_prefixes(server: Any) -> None:
    dbo = "http://dbpedia.org/ontology/"
    server.endpoint().write(KnowledgeGraph.from_triples([(f"{dbo}A", f"{dbo}r", "http://x/")]))
    assert [("dbo:A", "dbo:r", "http://x/")] == list(server.endpoint(labels="prefixed").read())


def test_reads_what_a_construct_makes(server: Any) -> None:
    server.endpoint().write(CHAIN)
    query = "CONSTRUCT { ?b <http://x/back> ?a . ?a ?r ?b } WHERE { ?a ?r ?b }"
    graph = read(server.endpoint(query=query))
    back = {(t, "http://x/back", h) for h, _, t in CHAIN.triples()}
    assert back | set(CHAIN.triples()) == set(graph.triples())


def test_a_page_of_construct_without_a_triple_is_not_the_end(server: Any) -> None:
    server.endpoint().write(CHAIN)
    # The first 21 solutions, those without ?c, make no triple.
    query = """CONSTRUCT { ?a <http://x/p> ?c } WHERE {
        ?a ?r ?b OPTIONAL { ?a ?s ?c FILTER(STRENDS(STR(?a), "5") || STRENDS(STR(?a), "6")) } }
        ORDER BY ?c ?a ?b"""
    assert 4 == len(list(server.endpoint(query=query).read()))


def test_a_query_with_a_limit_is_asked_once(server: Any) -> None:
    server.endpoint().write(CHAIN)
    query = "SELECT * { ?head ?relation ?tail } LIMIT 12"
    assert 12 == len(list(server.endpoint(query=query).read()))
    assert [query] == server.queries()[-1:]


def test_a_long_query_travels_as_post(server: Any) -> None:
    server.endpoint().write(CHAIN)
    query = f"# {'x' * 3000}\nSELECT * {{ ?head ?relation ?tail }}"
    assert CHAIN == read(server.endpoint(query=query))
    assert "POST" == server.asked[-1][0]


def test_a_server_that_sends_fewer_rows_than_asked_for_loses_none(server: Any) -> None:
    server.endpoint().write(CHAIN)
    server.most_rows = 4
    assert CHAIN == read(server.endpoint())


def test_a_server_that_cuts_a_construct_and_says_so_is_believed(server: Any, fault: Any) -> None:
    headers = {"Content-Type": "application/n-triples", "X-SPARQL-MaxRows": "1000"}
    server.faults.append(fault(headers=headers))
    with pytest.raises(ServerError, match="no more than 1000 rows at a time; state page_size=1000"):
        read(server.endpoint(query="CONSTRUCT WHERE { ?a ?b ?c }"))


def test_refuses_blank_nodes_over_pages(server: Any) -> None:
    server.store.update("INSERT DATA { [] <x:r> <x:a> . " + "[] <x:r> <x:b> . " * 12 + "}")
    with pytest.raises(ServerError, match="has blank nodes, whose names need not be the same"):
        read(server.endpoint())
    assert 14 == read(server.endpoint(blank_nodes=True)).n_entities - 1
    assert read(server.endpoint(page_size=0)) == read(server.endpoint(page_size=50))


def test_a_row_that_states_nothing_is_a_problem(server: Any) -> None:
    query = """SELECT ?head ?relation ?tail { VALUES (?head ?relation ?tail) {
        ("x" <a:b> <a:c>) (<a:a> <a:b> UNDEF) (<a:a> <a:b> <a:c>) } }"""
    with pytest.raises(GraphFormatError, match=r"expected an IRI, a blank node .* found nothing"):
        read(server.endpoint(query=query))
    skipped = Skipped()
    found = list(server.endpoint(query=query).read(None, ReadOptions(on_problem=skipped)))
    assert ([("a:a", "a:b", "a:c")], 2) == (found, skipped.count)


def test_a_query_with_other_columns_is_named(server: Any) -> None:
    with pytest.raises(ServerError, match=r"the query gives \?s, \?head, not \?relation, \?tail"):
        read(server.endpoint(query="SELECT ?s ?head { ?s ?p ?head }"))


def test_says_who_asks(server: Any) -> None:
    read(server.endpoint(contact="ops@example.org"))
    agent = server.asked[0][3]["User-Agent"]
    assert agent.startswith("km-graph/")
    assert agent.endswith("(ops@example.org)")


def test_the_password_comes_from_the_environment(
    server: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KM_SPARQL_PASSWORD", "secret")
    read(server.endpoint(user="me"))
    assert "Basic bWU6c2VjcmV0" == server.asked[0][3]["Authorization"]
