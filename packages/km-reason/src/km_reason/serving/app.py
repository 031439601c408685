"""The application that answers over HTTP."""

from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from fastapi import FastAPI

from km_graph.graph import KnowledgeGraph
from km_graph.store import GraphStore
from km_graph.walkers import load_walker
from km_reason.assembly import make_linker
from km_reason.contracts import Reasoner
from km_reason.serving.answering import Answering
from km_reason.serving.ask_route import ask_route
from km_reason.serving.asking import Desk
from km_reason.serving.chat_route import chat_route
from km_reason.serving.graph_routes import graph_routes
from km_reason.serving.graph_source import GraphSource
from km_reason.serving.guard import Guard
from km_reason.serving.health_routes import health_routes
from km_reason.serving.limits import Limits
from km_reason.serving.metrics import Metrics
from km_reason.serving.page_routes import page_routes
from km_reason.serving.reasoners import Reasoners
from km_reason.serving.refusals import add_handlers
from km_reason.serving.worker import Worker


def make_app(
    graph: KnowledgeGraph | GraphStore,
    reasoners: Mapping[str, Callable[[], Reasoner]],
    *,
    linker: str = "exact",
    walker: str = "auto",
    limits: Limits | None = None,
    min_confidence: float = 0.0,
    editable: bool = False,
    token: str | None = None,
    hosts: Iterable[str] | None = None,
) -> FastAPI:
    """The application, for any ASGI server; one process of it is enough for a graph.

    Args:
        graph: What is asked; a store is asked as it is at each question, and closed at the end.
        reasoners: What makes each reasoner; the first answers where none is named.
        linker: Who finds topics in questions.
        walker: Who looks around entities.
        limits: What requests may ask for.
        min_confidence: Answers that are less sure are left out.
        editable: Whether a store may be changed by requests.
        token: What clients must send; None lets all in.
        hosts: By which names the server may be addressed; None allows all.
    """
    limits = limits or Limits()
    metrics = Metrics()
    source = GraphSource(graph, lambda graph: make_linker(linker, graph), editable=editable)
    offered = Reasoners(reasoners)
    answering = Answering(source, offered, limits, min_confidence=min_confidence)
    worker = Worker(limits, metrics)
    app = FastAPI(
        title="Knowledge-Mixer",
        summary="Questions answered from a knowledge graph, with the paths that say so.",
        lifespan=_lifespan(source, worker),
        docs_url=None,  # its page comes from another site
        redoc_url=None,
    )
    desk = Desk(answering, worker, metrics)
    app.include_router(ask_route(desk))
    app.include_router(chat_route(desk, offered.names))
    app.include_router(graph_routes(source, load_walker(walker), offered.names, limits))
    app.include_router(health_routes(source, metrics))
    app.include_router(page_routes())
    add_handlers(app)
    app.add_middleware(
        Guard,
        limits=limits,
        metrics=metrics,
        token=token,
        hosts=frozenset(hosts) if hosts is not None else None,
    )
    return app


def _lifespan(
    source: GraphSource, worker: Worker
) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:  # noqa: ARG001
        source.linker(source.graph)  # the first question does not wait for it
        yield
        worker.close()
        source.close()

    return lifespan
