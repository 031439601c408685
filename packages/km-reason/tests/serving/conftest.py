"""Films served over HTTP: within the process, and by a real server on loopback."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

pytest.importorskip("fastapi", reason="needs km-reason[serve]")
pytest.importorskip("apsw", reason="needs km-graph[store]")

import uvicorn
from fastapi import FastAPI
from fastapi.testclient import TestClient

from km_data.records import Question, write_records
from km_graph.graph import KnowledgeGraph
from km_graph.relation_path import RelationPath
from km_graph.store import GraphStore
from km_graph.walkers import load_walker
from km_reason.planners.frequency import FrequencyPlanner
from km_reason.reasoners.plan_retrieve import PlanRetrieveReasoner
from km_reason.reasoners.retrieve_only import RetrieveOnlyReasoner
from km_reason.serving.app import make_app

MakeApp = Callable[..., FastAPI]


@pytest.fixture
def film_app(tmp_path: Path, graph: KnowledgeGraph) -> MakeApp:
    """An application that knows who directed a film, and what is near one."""
    training = tmp_path / "training.jsonl"
    path = RelationPath.parse("directed_by")
    write_records(training, [Question("1", "who directed it?", ("it",), relation_paths=(path,))])
    walker = load_walker()
    reasoners = {
        "director": lambda: PlanRetrieveReasoner(FrequencyPlanner(training), walker),
        "near": lambda: RetrieveOnlyReasoner(walker, hops=1),
    }

    def make(source: KnowledgeGraph | GraphStore = graph, **options: object) -> FastAPI:
        return make_app(source, {**reasoners, **options.pop("more", {})}, **options)

    return make


@pytest.fixture
def client(film_app: MakeApp) -> Iterator[TestClient]:
    with TestClient(film_app(), raise_server_exceptions=False) as client:
        yield client


@pytest.fixture
def store(tmp_path: Path, graph: KnowledgeGraph) -> GraphStore:
    return GraphStore.create(tmp_path / "films-store", graph)


@contextmanager
def running(app: FastAPI) -> Iterator[tuple[str, uvicorn.Server]]:
    """A server in a thread; its address takes connections before the server does."""
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", timeout_graceful_shutdown=5))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}", server
    finally:
        server.should_exit = True
        thread.join(20)
        listening.close()
    assert not thread.is_alive()


@pytest.fixture
def serve_app() -> Callable[[FastAPI], "contextmanager[tuple[str, uvicorn.Server]]"]:
    return running
