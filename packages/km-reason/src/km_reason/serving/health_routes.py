"""How the server is: ``/healthz``, ``/readyz`` and ``/metrics``."""

from fastapi import APIRouter
from fastapi.responses import PlainTextResponse

from km_graph.errors import KmError
from km_reason.serving.graph_source import GraphSource
from km_reason.serving.metrics import Metrics
from km_reason.serving.refusals import Refusal


def health_routes(source: GraphSource, metrics: Metrics) -> APIRouter:
    """The routes that those who run the server ask."""
    router = APIRouter()

    @router.get("/healthz")
    async def alive() -> PlainTextResponse:
        """Whether the server runs."""
        return PlainTextResponse("ok\n")

    @router.get("/readyz")
    def ready() -> PlainTextResponse:
        """Whether questions can be answered: the graph can be read."""
        try:
            source.graph  # noqa: B018  # a store looks at its journal
        except KmError:
            raise Refusal(503, "the graph cannot be read") from None
        return PlainTextResponse("ready\n")

    @router.get("/metrics")
    async def show() -> PlainTextResponse:
        """Counts and times, as Prometheus reads them."""
        return PlainTextResponse(metrics.text(), media_type="text/plain; version=0.0.4")

    return router
