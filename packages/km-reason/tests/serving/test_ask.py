"""``POST /v1/ask``: answers with evidence, at once or stage by stage."""

import json

from fastapi.testclient import TestClient

from km_reason.serving.limits import Limits

QUESTION = {"question": "who directed Heat?"}


def stages_of(text: str) -> list[dict]:
    return [json.loads(event.removeprefix("data: ")) for event in text.split("\n\n") if event]


def test_answers_with_evidence(client: TestClient) -> None:
    answer = client.post("/v1/ask", json=QUESTION).json()
    assert ["Michael Mann"] == answer["answers"]
    assert ["Heat"] == answer["topics"]
    assert [["Heat", "directed_by", "Michael Mann"]] == answer["evidence"][0]["triples"]
    assert "Heat was directed by Michael Mann." == answer["evidence"][0]["sentence"]


def test_tells_every_stage_and_ends_with_the_same_answer(client: TestClient) -> None:
    at_once = client.post("/v1/ask", json=QUESTION).json()
    response = client.post("/v1/ask", json=QUESTION | {"stream": True})
    told = stages_of(response.text)
    assert ["linking", "planning", "paths", "answer"] == [stage["stage"] for stage in told]
    assert at_once | {"seconds": 0} == told[-1] | {"seconds": 0}


def test_the_graph_does_not_say(client: TestClient) -> None:
    answer = client.post("/v1/ask", json={"question": "who directed Ouroboros?"}).json()
    assert [] == answer["answers"]


def test_asks_the_reasoner_that_is_named(client: TestClient) -> None:
    answer = client.post("/v1/ask", json=QUESTION | {"reasoner": "near"}).json()
    assert "Al Pacino" in answer["answers"]


def test_topics_may_be_given(client: TestClient) -> None:
    asking = {"question": "who directed it?", "topics": ["Insider, The"]}
    assert ["Michael Mann"] == client.post("/v1/ask", json=asking).json()["answers"]


def test_an_edit_changes_the_next_answer(film_app, store) -> None:
    edit = {
        "remove": [["Heat", "directed_by", "Michael Mann"]],
        "add": [["Heat", "directed_by", "A New Name"]],
    }
    with TestClient(film_app(store, editable=True)) as client:
        before = client.post("/v1/ask", json=QUESTION).json()
        assert {"version": 1} == client.post("/v1/graph/triples", json=edit).json()
        after = client.post("/v1/ask", json=QUESTION).json()
        named = client.post("/v1/ask", json={"question": "A New Name?", "reasoner": "near"}).json()
    assert ["Michael Mann"] == before["answers"]
    assert ["A New Name"] == after["answers"]
    assert ["A New Name"] == named["topics"]


def test_evidence_beyond_the_limit_is_left_out(film_app) -> None:
    with TestClient(film_app(limits=Limits(paths=1))) as client:
        answer = client.post("/v1/ask", json=QUESTION | {"reasoner": "near"}).json()
    assert (1, True) == (len(answer["evidence"]), answer["truncated"])
