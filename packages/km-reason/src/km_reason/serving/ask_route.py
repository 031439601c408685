"""``POST /v1/ask``."""

import json
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Any

from fastapi import APIRouter
from fastapi.responses import JSONResponse, StreamingResponse
from starlette.responses import Response

from km_reason.serving.asking import Desk
from km_reason.serving.bodies import Asking


def ask_route(desk: Desk) -> APIRouter:
    """The route that answers questions."""
    router = APIRouter(prefix="/v1")

    @router.post("/ask")
    async def ask(asking: Asking) -> Response:
        """Answer a question with evidence; with ``stream``, tell every stage as it comes."""
        if asking.stream:
            return events(desk.stages(asking))
        return JSONResponse(await desk.answer(asking))

    return router


def events(stages: AsyncGenerator[Any, None]) -> StreamingResponse:
    """Objects as server-sent events."""
    return StreamingResponse(_lines(stages), media_type="text/event-stream")


async def _lines(stages: AsyncGenerator[Any, None]) -> AsyncGenerator[str, None]:
    async with aclosing(stages):  # the worker is told when the client goes
        async for stage in stages:
            text = stage if isinstance(stage, str) else json.dumps(stage, ensure_ascii=False)
            yield f"data: {text}\n\n"
