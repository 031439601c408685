import pytest

from km_graph.endpoints.sparql_query import EVERYTHING, PagedQuery
from km_graph.errors import ConfigError

ORDER = "ORDER BY ?head ?relation ?tail"


def test_a_select_is_ordered_and_limited() -> None:
    assert f"{EVERYTHING}\n{ORDER} LIMIT 10 OFFSET 20\n" == PagedQuery.of(EVERYTHING).page(10, 20)


def test_an_order_of_its_own_is_kept() -> None:
    query = f"{EVERYTHING} ORDER BY ?tail"
    assert f"{query}\n LIMIT 10 OFFSET 0\n" == PagedQuery.of(query).page(10, 0)


def test_is_not_ordered_if_told_so() -> None:
    assert "ORDER" not in PagedQuery.of(EVERYTHING, ordered=False).page(10, 0)


@pytest.mark.parametrize(
    "inside",
    [
        "# LIMIT 5\n",
        '"LIMIT 5"',
        "'''\n'LIMIT 5'\n'''",
        "<http://x/#LIMIT>",
        "ex:LIMIT",
        "?LIMIT",
        "{ SELECT * { } LIMIT 5 }",
    ],
)
@pytest.mark.parametrize("where", ["{{ ?head ?relation ?tail {} }}", "{{ ?x ?y ?z }} {}"])
def test_words_that_are_no_modifiers_are_not_taken_for_them(inside: str, where: str) -> None:
    query = "SELECT ?head ?relation ?tail WHERE " + where.format(inside)
    assert not PagedQuery.of(query).whole


@pytest.mark.parametrize("limit", ["LIMIT 5", "limit 5", "OFFSET 3"])
def test_a_query_with_a_limit_is_asked_as_a_whole(limit: str) -> None:
    assert PagedQuery.of(f"{EVERYTHING} {limit}").whole


def test_modifiers_go_before_values_at_the_end() -> None:
    query = "SELECT * { ?head ?relation ?tail } VALUES ?head { <a:b> }"
    expected = f"SELECT * {{ ?head ?relation ?tail }} \n{ORDER} LIMIT 1 OFFSET 2\n"
    assert expected + "VALUES ?head { <a:b> }" == PagedQuery.of(query).page(1, 2)


def test_a_construct_is_ordered_by_all_its_variables() -> None:
    query = PagedQuery.of("PREFIX e: <e:> CONSTRUCT { ?a e:p ?b } WHERE { ?a e:q ?c . $c e:r ?b }")
    assert "ORDER BY ?a ?b ?c" == query.order


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("CONSTRUCT { ?a <p:p> ?b } WHERE { ?a ?p ?b }", "SELECT * WHERE { ?a ?p ?b }"),
        ("CONSTRUCT { ?a ?p ?b }FROM <g:g> { ?a ?p ?b }", "SELECT *FROM <g:g> { ?a ?p ?b }"),
        ("construct where { ?a ?p ?b }", "SELECT * where { ?a ?p ?b }"),
    ],
)
def test_a_construct_becomes_a_query_for_its_solutions(query: str, expected: str) -> None:
    probe = PagedQuery.of(query).probe(7)
    assert probe.startswith(expected)
    assert "LIMIT 1 OFFSET 7" in probe


@pytest.mark.parametrize(
    "query",
    ["", "ASK { ?a ?b ?c }", "DESCRIBE <a:b>", "INSERT DATA { }", "ASK { { SELECT * { } } }", "?"],
)
def test_refuses_other_forms(query: str) -> None:
    with pytest.raises(ConfigError, match="expected CONSTRUCT, or SELECT with"):
        PagedQuery.of(query)


def test_refuses_a_grouped_construct() -> None:
    with pytest.raises(ConfigError, match="group in a sub-SELECT"):
        PagedQuery.of("CONSTRUCT { ?a <p:p> ?n } WHERE { ?a ?p ?n } GROUP BY ?a ?n")
