"""``/v1/chat/completions`` and ``/v1/models``, so that clients of OpenAI can ask the graph."""

import time
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Any
from uuid import uuid4

from fastapi import APIRouter
from fastapi.responses import JSONResponse
from starlette.responses import Response

from km_reason.serving.answering import in_words
from km_reason.serving.ask_route import events
from km_reason.serving.asking import Desk
from km_reason.serving.bodies import Asking, Chat
from km_reason.serving.refusals import Refusal
from km_reason.serving.stages import Stage


def chat_route(desk: Desk, names: list[str]) -> APIRouter:
    """The routes of chats; models are the reasoners, of these names."""
    router = APIRouter(prefix="/v1")

    @router.get("/models")
    async def models() -> dict[str, Any]:
        """The reasoners, as models."""
        rows = [{"id": name, "object": "model", "owned_by": "km-reason"} for name in names]
        return {"object": "list", "data": rows}

    @router.post("/chat/completions")
    async def complete(chat: Chat) -> Response:
        """Answer the last message of the user; the messages before it are not read."""
        asking = _asking(chat, names)
        head = {"id": f"chatcmpl-{uuid4().hex}", "created": int(time.time())}
        head["model"] = asking.reasoner or names[0]
        if chat.stream:
            return events(_chunks(desk, asking, head))
        return JSONResponse(_completion(await desk.answer(asking), head))

    return router


def _asking(chat: Chat, names: list[str]) -> Asking:
    questions = [message.text for message in chat.messages if message.role == "user"]
    if not questions:
        raise Refusal(400, "the chat has no message of the user to answer")
    return Asking(question=questions[-1], reasoner=chat.model if chat.model in names else None)


def _completion(answer: Stage, head: dict[str, Any]) -> dict[str, Any]:
    message = {"role": "assistant", "content": in_words(answer)}
    tokens = answer["tokens"]
    return {
        **head,
        "object": "chat.completion",
        "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": 0, "completion_tokens": tokens, "total_tokens": tokens},
    }


async def _chunks(
    desk: Desk, asking: Asking, head: dict[str, Any]
) -> AsyncGenerator[Stage | str, None]:
    yield _chunk(head, {"role": "assistant", "content": ""})
    async with aclosing(desk.stages(asking)) as stages:
        async for stage in stages:
            if stage["stage"] == "error":
                yield {"error": stage["error"]}
            elif stage["stage"] == "answer":
                yield _chunk(head, {"content": in_words(stage)})
                yield _chunk(head, {}, "stop")
    yield "[DONE]"


def _chunk(head: dict[str, Any], delta: dict[str, str], finish: str | None = None) -> Stage:
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    return {**head, "object": "chat.completion.chunk", "choices": [choice]}
