"""One HTTP request after the other to a named server: guarded, bounded, and asked again."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from importlib.metadata import version
from types import TracebackType
from typing import Self, TypeVar

import httpx2

from km_graph.endpoints.addresses import check_url
from km_graph.endpoints.guarding import GuardedTransport
from km_graph.endpoints.retrying import Attempts, TransientError
from km_graph.errors import ServerError

T = TypeVar("T")

_MOST_REDIRECTS = 5
_CITED = 200


@dataclass(frozen=True, slots=True)
class Limits:
    """How patient and how trusting a client is.

    Attributes:
        timeout: The seconds one whole answer may take.
        max_bytes: The most bytes of an answer, unpacked.
        attempts: How often a request is made before it has failed.
        backoff: The seconds before the second attempt, doubled before each one after it.
        allow_private: Whether the server may have a private address.
    """

    timeout: float
    max_bytes: int
    attempts: int
    backoff: float
    allow_private: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered with status 200 or 204.

    Attributes:
        media_type: Its media type, without parameters.
        body: Its whole body.
        headers: Its headers; names in any case.
        framed: Whether the server said where it ends, so that a cut is noticed.
    """

    media_type: str
    body: bytes
    headers: Mapping[str, str]
    framed: bool


class Client:
    """Asks one server; close it, or use it as a context."""

    def __init__(
        self, url: str, limits: Limits, *, auth: tuple[str, str] | None = None, contact: str = ""
    ) -> None:
        check_url(url)
        self.url = url
        self.limits = limits
        agent = f"km-graph/{version('km-graph')} ({contact or 'Knowledge-Mixer'})"
        self._client = httpx2.Client(
            transport=GuardedTransport(limits.allow_private),
            headers={"User-Agent": agent, "Accept-Encoding": "gzip"},
            timeout=limits.timeout,
            max_redirects=_MOST_REDIRECTS,
            auth=auth,
            trust_env=False,  # no password from .netrc, no proxy that would undo the guard
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._client.close()

    def ask(self, request: httpx2.Request, understand: Callable[[Answer], T]) -> T:
        """What ``understand`` makes of the answer; it may raise ``TransientError`` too.

        Raises:
            ServerError: If no attempt gives a usable answer.
        """
        attempts = Attempts(self.url, self.limits.attempts, self.limits.backoff)
        while True:
            try:
                return understand(self._once(request))
            except TransientError as error:
                attempts.wait(error)

    def reading(self, parameters: Mapping[str, str], accept: str) -> httpx2.Request:
        """A request that changes nothing: GET, or POST where the URL would be too long."""
        url = httpx2.URL(self.url).copy_merge_params(parameters)
        if len(str(url)) < 2000:
            return self._client.build_request("GET", url, headers={"Accept": accept})
        return self._client.build_request(
            "POST", self.url, data=dict(parameters), headers={"Accept": accept}
        )

    def writing(self, body: str, media_type: str) -> httpx2.Request:
        """A request that changes something."""
        headers = {"Content-Type": media_type}
        return self._client.build_request("POST", self.url, content=body, headers=headers)

    def _once(self, request: httpx2.Request) -> Answer:
        ends = time.monotonic() + self.limits.timeout
        try:
            # POST is not redirected: what it becomes then differs from server to server.
            response = self._client.send(
                request, stream=True, follow_redirects=request.method == "GET"
            )
            try:
                body = self._body(response, ends)
            finally:
                response.close()
        except httpx2.TimeoutException as error:
            raise self._timed_out() from error
        except httpx2.TooManyRedirects as error:
            raise ServerError(self.url, f"redirects more than {_MOST_REDIRECTS} times") from error
        except (httpx2.TransportError, httpx2.DecodingError) as error:
            raise TransientError(_broken(error)) from error
        self._check(response, body)
        headers = response.headers
        framed = "content-length" in headers or "chunked" in headers.get("transfer-encoding", "")
        return Answer(_media_type(response), body, headers, framed)

    def _body(self, response: httpx2.Response, ends: float) -> bytes:
        parts, total = [], 0
        for part in response.iter_bytes():
            total += len(part)
            if total > self.limits.max_bytes:
                raise ServerError(
                    self.url,
                    f"its answer is longer than {self.limits.max_bytes:,} bytes",
                    hint="ask for smaller pages, or state a larger max_bytes",
                )
            if time.monotonic() > ends:
                raise self._timed_out()
            parts.append(part)
        return b"".join(parts)

    def _timed_out(self) -> TransientError:
        return TransientError(f"no whole answer within {self.limits.timeout:g} s")

    def _check(self, response: httpx2.Response, body: bytes) -> None:
        status = response.status_code
        if status in (200, 204):
            return
        said = f"answered {status} {response.reason_phrase}".rstrip() + _cited(response, body)
        if status in (408, 429) or status >= 500:
            raise TransientError(said, retry_after=_retry_after(response))
        if status in (401, 403):
            raise ServerError(self.url, said, hint="check user and password")
        if response.has_redirect_location:
            said += f", which points to {response.headers['location']}"
            raise ServerError(self.url, said, hint="state that URL")
        raise ServerError(self.url, said)


def _broken(error: Exception) -> str:
    if isinstance(error, httpx2.ConnectError):
        return "cannot be reached"
    if isinstance(error, httpx2.DecodingError):
        return "its answer is not the gzip it says it is"
    return "the connection broke before the answer was whole"


def _media_type(response: httpx2.Response) -> str:
    return str(response.headers.get("content-type", "")).partition(";")[0].strip().lower()


def _cited(response: httpx2.Response, body: bytes) -> str:
    if not body or "html" in _media_type(response):
        return ""
    text = " ".join(body[:_CITED].decode("utf-8", "replace").split())
    return f": {text}" if text.isprintable() else ""


def _retry_after(response: httpx2.Response) -> float | None:
    """The seconds of a Retry-After header, which may also be a date."""
    said = response.headers.get("retry-after", "").strip()
    if said.isdecimal() and said.isascii():
        return float(said[:9])
    try:
        return (parsedate_to_datetime(said) - datetime.now(UTC)).total_seconds()
    except (ValueError, TypeError):
        return None
