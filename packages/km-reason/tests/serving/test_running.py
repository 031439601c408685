"""A real server: streams, clients that go, load, time, and its end."""

import json
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import httpx
import pytest

from km_data.records import Prediction
from km_reason.serving.limits import Limits

GOOD = {"question": "who directed Heat?"}


class Slow:
    """A reasoner that takes its time, until it is let go or nobody waits."""

    def __init__(self) -> None:
        self.begun, self.go, self.stopped = Event(), Event(), Event()

    def answer(self, graph, questions, *, progress):
        with progress.task("thinking") as advance:
            self.begun.set()
            try:
                while not self.go.wait(0.01):
                    advance(1)
            except Exception:
                self.stopped.set()
                raise
        return [Prediction(questions[0].id, ("done",))]


@pytest.fixture
def slow() -> Slow:
    return Slow()


def test_stages_come_while_the_reasoner_works(film_app, serve_app, slow: Slow) -> None:
    app = film_app(more={"slow": lambda: slow})
    asking = GOOD | {"reasoner": "slow", "stream": True}
    with (
        serve_app(app) as (address, _),
        httpx.stream("POST", f"{address}/v1/ask", json=asking) as response,
    ):
        events = (json.loads(line[6:]) for line in response.iter_lines() if line)
        before = [next(events)["stage"], next(events)["stage"]]
        slow.go.set()
        after = [stage["stage"] for stage in events]
    assert (["linking", "planning"], ["paths", "answer"]) == (before, after)


def test_a_client_that_goes_ends_its_work_and_nothing_else(film_app, serve_app, slow) -> None:
    app = film_app(more={"slow": lambda: slow})
    asking = GOOD | {"reasoner": "slow", "stream": True}
    with serve_app(app) as (address, _), httpx.Client() as client:
        with client.stream("POST", f"{address}/v1/ask", json=asking) as response:
            next(response.iter_lines())
        assert slow.stopped.wait(10)
        assert ["Michael Mann"] == client.post(f"{address}/v1/ask", json=GOOD).json()["answers"]


def test_a_question_that_takes_too_long(film_app, serve_app, slow: Slow) -> None:
    app = film_app(more={"slow": lambda: slow}, limits=Limits(seconds=0.2))
    with serve_app(app) as (address, _), httpx.Client() as client:
        response = client.post(f"{address}/v1/ask", json=GOOD | {"reasoner": "slow"})
        assert slow.stopped.wait(10)
        goes_on = client.post(f"{address}/v1/ask", json=GOOD).status_code
    reason = "there was no answer within 0.2 seconds"
    assert (504, reason) == (response.status_code, response.json()["error"]["message"])
    assert 200 == goes_on


def test_too_many_at_once(film_app, serve_app, slow: Slow) -> None:
    app = film_app(more={"slow": lambda: slow}, limits=Limits(waiting=1))
    with serve_app(app) as (address, _), httpx.Client() as client, ThreadPoolExecutor(1) as other:
        asked = other.submit(httpx.post, f"{address}/v1/ask", json=GOOD | {"reasoner": "slow"})
        slow.begun.wait(10)
        refused = client.post(f"{address}/v1/ask", json=GOOD)
        slow.go.set()
        assert ["done"] == asked.result(10).json()["answers"]
    assert (429, "1") == (refused.status_code, refused.headers["retry-after"])


def test_the_end_waits_for_a_question(film_app, serve_app, slow: Slow) -> None:
    app = film_app(more={"slow": lambda: slow})
    with serve_app(app) as (address, server), ThreadPoolExecutor(1) as other:
        asked = other.submit(httpx.post, f"{address}/v1/ask", json=GOOD | {"reasoner": "slow"})
        slow.begun.wait(10)
        server.should_exit = True
        slow.go.set()
        assert ["done"] == asked.result(10).json()["answers"]


def test_many_clients_get_the_same_answers(film_app, serve_app) -> None:
    with (
        serve_app(film_app()) as (address, _),
        httpx.Client() as client,
        ThreadPoolExecutor(16) as clients,
    ):
        asked = [clients.submit(client.post, f"{address}/v1/ask", json=GOOD) for _ in range(100)]
        answers = [response.result().json()["answers"] for response in asked]
    assert [["Michael Mann"]] * 100 == answers
