"""The graph, completion, health and metrics."""

from fastapi.testclient import TestClient


def test_what_is_around_an_entity(client: TestClient) -> None:
    around = client.get("/v1/graph/neighborhood", params={"entity": "Michael Mann"}).json()
    assert ["Michael Mann", "Heat", "Insider, The"] == around["entities"]
    assert ["Heat", "directed_by", "Michael Mann"] in around["triples"]
    assert not around["truncated"]


def test_no_more_than_the_limit(client: TestClient) -> None:
    query = {"entity": "Al Pacino", "limit": 2}
    around = client.get("/v1/graph/neighborhood", params=query).json()
    assert (2, True) == (len(around["entities"]), around["truncated"])


def test_completes_a_name(client: TestClient) -> None:
    for prefix, expected in [("h", ["Heat"]), ("al p", ["Al Pacino"]), ("zz", [])]:
        found = client.get("/v1/entities", params={"prefix": prefix}).json()
        assert expected == found["entities"]


def test_completes_a_name_that_was_added(film_app, store) -> None:
    with TestClient(film_app(store, editable=True)) as client:
        client.post("/v1/graph/triples", json={"add": [["Zorro", "directed_by", "Heat"]]})
        found = client.get("/v1/entities", params={"prefix": "Zo"}).json()
    assert {"entities": ["Zorro"]} == found


def test_is_alive_and_ready(client: TestClient) -> None:
    assert ["ok\n", "ready\n"] == [client.get(path).text for path in ("/healthz", "/readyz")]


def test_counts_what_is_asked(client: TestClient) -> None:
    for question in ("who directed Heat?", "who directed Ouroboros?", "who?"):
        client.post("/v1/ask", json={"question": question})
    lines = client.get("/metrics").text.splitlines()
    for line in (
        'km_requests_total{path="/v1/ask",status="200"} 2',
        'km_requests_total{path="/v1/ask",status="400"} 1',
        "km_answers_total 1",
        "km_abstentions_total 1",
        "km_failures_total 1",
        "km_questions_waiting 0",
        "km_request_seconds_count 3",
    ):
        assert line in lines
