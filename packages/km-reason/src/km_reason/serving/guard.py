"""What every request passes before anything reads it, and every response after."""

import asyncio
import hmac
from time import perf_counter
from typing import Any
from urllib.parse import urlsplit

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from km_reason.serving.limits import Limits
from km_reason.serving.metrics import Metrics
from km_reason.serving.refusals import Refusal

_BODY_SECONDS = 10.0
_OPEN = ("/healthz", "/readyz", "/", "/page/")
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_HEADERS = [
    (b"content-security-policy", _POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"cache-control", b"no-store"),
]


class Guard:
    """Middleware: token, host, size of body; security headers; counts.

    Args:
        app: The application.
        limits: Of the body.
        metrics: Where to count.
        token: What clients must send as bearer token; None lets all in.
        hosts: Names by which the server may be addressed, so that no page of another site can
            reach it by a name that it points at this machine; None allows all.
    """

    def __init__(
        self,
        app: ASGIApp,
        limits: Limits,
        metrics: Metrics,
        token: str | None,
        hosts: frozenset[str] | None,
    ) -> None:
        self.app = app
        self.limits = limits
        self.metrics = metrics
        self.token = token
        self.hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started, status = perf_counter(), 499  # the client is gone, if nothing was sent

        async def send_safely(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message.get("headers", ()), *_HEADERS]
            await send(message)

        try:
            await self._serve(scope, receive, send_safely)
        finally:
            route = scope.get("route")
            path = getattr(route, "path", "other")
            self.metrics.count_request(path, status, perf_counter() - started)

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = dict(scope["headers"])
        try:
            self._check(scope["path"], headers)
            body = await self._body(scope["method"], headers, receive)
        except Refusal as refusal:
            await refusal.response()(scope, receive, send)
            return
        messages = iter([{"type": "http.request", "body": body, "more_body": False}])

        async def replay() -> Message:
            return next(messages, None) or await receive()

        await self.app(scope, replay, send)

    def _check(self, path: str, headers: dict[bytes, bytes]) -> None:
        host = urlsplit(f"//{headers.get(b'host', b'').decode('latin-1')}").hostname
        if self.hosts is not None and host not in self.hosts:
            raise Refusal(421, "this server is not known by that name")
        if self.token is None or path in _OPEN or path.startswith("/page/"):
            return
        given = headers.get(b"authorization", b"")
        if not hmac.compare_digest(given, b"Bearer " + self.token.encode()):
            raise Refusal(401, "a token is needed, as 'Authorization: Bearer TOKEN'")

    async def _body(self, method: str, headers: dict[bytes, bytes], receive: Receive) -> bytes:
        if method != "POST":
            return b""
        kind = headers.get(b"content-type", b"").partition(b";")[0].strip().lower()
        if kind != b"application/json":  # a form of another site cannot say so
            raise Refusal(415, "expected Content-Type: application/json")
        length = headers.get(b"content-length", b"0")
        if not length.isdigit() or int(length) > self.limits.body:
            raise self._too_large()
        try:
            return await asyncio.wait_for(self._read(receive), _BODY_SECONDS)
        except TimeoutError:
            raise Refusal(408, "the request did not arrive in time") from None

    async def _read(self, receive: Receive) -> bytes:
        body, more = bytearray(), True
        while more:
            message: dict[str, Any] = dict(await receive())
            body += message.get("body", b"")
            more = message.get("more_body", False)
            if len(body) > self.limits.body:
                raise self._too_large()
        return bytes(body)

    def _too_large(self) -> Refusal:
        return Refusal(413, f"the request is larger than {self.limits.body:,} bytes")
