"""An OpenAI-compatible server on loopback, well or badly behaved, for tests of clients."""

import json
import re
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Literal
from zlib import crc32

Mode = Literal[
    "ok",
    "429-then-ok",
    "429-for-minutes",
    "500s",
    "malformed",
    "html",
    "empty-choices",
    "null-content",
    "slow",
    "cut",
    "400",
    "max-completion-tokens",
]
"""What the server does with a request; ``429-then-ok`` refuses each prompt once."""


@dataclass
class ChatServer:
    """What a running server saw and how it behaves; ``mode`` may be changed while it runs.

    Attributes:
        base_url: Where it answers, ``/v1`` included.
        mode: How it behaves.
        reply: Prompt to the text it replies.
        requests: The bodies it was sent, in order of arrival.
        headers: The header of each of them, names in lower case.
        embedded: The texts whose vectors it was asked for, which count the words they hold.
        released: Set when the test is over; a slow reply waits for it.
    """

    base_url: str
    mode: Mode
    reply: Callable[[str], str]
    requests: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    embedded: list[str] = field(default_factory=list)
    released: threading.Event = field(default_factory=threading.Event)

    def prompts(self) -> list[str]:
        """The prompts it was sent, in order of arrival."""
        return [body["messages"][-1]["content"] for body in self.requests]


@contextmanager
def serve(
    mode: Mode = "ok", reply: Callable[[str], str] = lambda _: "Paris"
) -> Iterator[ChatServer]:
    """A server on a free port of loopback while the context lasts."""
    http = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    state = ChatServer(f"http://127.0.0.1:{http.server_address[1]}/v1", mode, reply)
    http.state = state  # type: ignore[attr-defined]  # how the handler finds it
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield state
    finally:
        state.released.set()
        http.shutdown()
        http.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        state: ChatServer = self.server.state  # type: ignore[attr-defined]  # set by serve
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.path == "/v1/embeddings" and state.mode == "ok":
            state.embedded += body["input"]
            self._json(200, _embeddings(body["input"]))
            return
        if self.path == "/v1/embeddings":
            body["messages"] = [{"role": "user", "content": body["input"][0]}]
        prompt = body["messages"][-1]["content"]
        is_first = prompt not in state.prompts()
        state.requests.append(body)
        state.headers.append({name.lower(): value for name, value in self.headers.items()})
        if self.path not in ("/v1/chat/completions", "/v1/embeddings"):
            self._error(404, "no such page")
        else:
            self._behave(state, body, prompt, is_first)

    def _behave(self, state: ChatServer, body: dict[str, Any], prompt: str, is_first: bool) -> None:
        match state.mode:
            case "429-then-ok" if is_first:
                self._error(429, "slow down", {"Retry-After": "0"})
            case "429-for-minutes":
                self._error(429, "slow down", {"Retry-After": "600"})
            case "500s":
                self._error(500, "out of order")
            case "400":
                key = self.headers["Authorization"].removeprefix("Bearer ")
                self._error(400, f"bad key {key}")
            case "max-completion-tokens" if "max_tokens" in body:
                self._error(400, "max_tokens is unsupported; use max_completion_tokens")
            case "malformed":
                self._send(200, b'{"choices": [', "application/json")
            case "html":
                self._send(200, b"<html>Please sign in</html>", "text/html")
            case "cut":
                self._cut()
            case _:
                if state.mode == "slow":
                    state.released.wait()
                self._json(200, _completion(body, state.mode, state.reply(prompt)))

    def _error(self, status: int, message: str, headers: dict[str, str] | None = None) -> None:
        self._json(status, {"error": {"message": message, "type": "test"}}, headers)

    def _json(self, status: int, value: Any, headers: dict[str, str] | None = None) -> None:
        self._send(status, json.dumps(value).encode(), "application/json", headers)

    def _send(
        self, status: int, body: bytes, kind: str, headers: dict[str, str] | None = None
    ) -> None:
        try:
            self.send_response(status)
            for name, value in {"Content-Type": kind, **(headers or {})}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
        except OSError:
            self.close_connection = True  # the client has gone, as it does when it timed out

    def _cut(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        self.wfile.write(b'{"choices"')
        self.wfile.flush()
        self.connection.shutdown(socket.SHUT_RDWR)
        self.close_connection = True

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


def _embeddings(texts: list[str]) -> dict[str, Any]:
    """Vectors that count words: texts with words in common are near each other."""
    rows = []
    for index, text in enumerate(texts):
        vector = [0.0] * 64
        for word in re.findall(r"\w+", text.lower()):
            vector[crc32(word.encode()) % 64] += 1.0
        rows.append({"object": "embedding", "index": index, "embedding": vector})
    n = sum(len(text.split()) for text in texts)
    return {"object": "list", "data": rows, "usage": {"prompt_tokens": n, "total_tokens": n}}


def _completion(body: dict[str, Any], mode: Mode, text: str) -> dict[str, Any]:
    choice = {
        "index": 0,
        "finish_reason": "stop",
        "message": {"role": "assistant", "content": None if mode == "null-content" else text},
    }
    n_written = len(text.split())
    n_asked = len(body["messages"][-1]["content"].split())
    return {
        "id": "chatcmpl-test",
        "object": "chat.completion",
        "created": 0,
        "model": body["model"],
        "choices": [] if mode == "empty-choices" else [choice],
        "usage": {
            "prompt_tokens": n_asked,
            "completion_tokens": n_written,
            "total_tokens": n_asked + n_written,
        },
    }
