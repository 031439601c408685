"""The graph in a chat, as OpenAI's clients ask it."""

import pytest
from fastapi.testclient import TestClient


def chat(*contents: object, **more: object) -> dict:
    messages = [{"role": "user", "content": content} for content in contents]
    return {"model": "director", "messages": messages, **more}


def test_answers_the_last_message(client: TestClient) -> None:
    done = client.post("/v1/chat/completions", json=chat("hi", "who directed Heat?")).json()
    said = done["choices"][0]["message"]["content"]
    assert "Michael Mann\n\n- Heat was directed by Michael Mann." == said


def test_says_that_the_graph_does_not_say(client: TestClient) -> None:
    done = client.post("/v1/chat/completions", json=chat("who directed Ouroboros?")).json()
    assert done["choices"][0]["message"]["content"].startswith("The graph does not say")


def test_reads_messages_in_parts(client: TestClient) -> None:
    parts = [{"type": "text", "text": "who directed Heat?"}]
    assert 200 == client.post("/v1/chat/completions", json=chat(parts)).status_code


def test_a_chat_without_a_question(client: TestClient) -> None:
    body = {"messages": [{"role": "system", "content": "be kind"}]}
    assert 400 == client.post("/v1/chat/completions", json=body).status_code


def test_serves_the_client_of_openai(film_app, serve_app) -> None:
    openai = pytest.importorskip("openai", reason="needs openai")
    with (
        serve_app(film_app(token="sesame")) as (address, _),
        openai.OpenAI(base_url=f"{address}/v1", api_key="sesame") as client,
    ):
        names = [model.id for model in client.models.list()]
        streamed = client.chat.completions.create(**chat("who directed Heat?", stream=True))
        said = "".join(chunk.choices[0].delta.content or "" for chunk in streamed)
    assert ["director", "near"] == names
    assert said.startswith("Michael Mann\n")
