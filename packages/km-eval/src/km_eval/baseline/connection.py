"""One request to an OpenAI-compatible server, through whichever ``openai`` is installed.

All differences between ``openai`` 0.27 and 1 or newer are here. Either way a request comes back
as parsed JSON or as one ``RequestFailedError``; the client libraries' own retries are switched off,
because they differ, and ``km_eval.baseline.retrying`` does the same for both.
"""

import json
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from typing import Any, Literal

from km_graph.errors import KmError, MissingDependencyError

Post = Callable[[Mapping[str, Any]], object]
"""Sends the body of a request and returns the JSON of the reply."""

What = Literal["chat", "embeddings"]
"""What a server is asked for: to complete a chat, or for vectors of texts."""

OPENAI_URL = "https://api.openai.com/v1"

_NO_KEY = "none-needed"
_SHOWN = 200


class RequestFailedError(Exception):
    """A request brought no JSON back.

    Attributes:
        message: What happened, in a few words; never holds the key.
        status: HTTP status, None where the connection failed.
        retry_after: Seconds the server asks to wait, if it does.
    """

    def __init__(
        self, message: str, *, status: int | None = None, retry_after: float | None = None
    ) -> None:
        super().__init__(message)
        self.message = message
        self.status = status
        self.retry_after = retry_after


def find_key(base_url: str, variable: str) -> str:
    """The key in an environment variable; servers other than OpenAI's may do without.

    Raises:
        KmError: If OpenAI's own server is to be asked and there is no key.
    """
    key = os.environ.get(variable, "")
    if not key and base_url == OPENAI_URL:
        raise KmError(
            f"{base_url} needs a key and the environment variable {variable} is not set",
            hint=f"set {variable}, or name another server with base_url",
        )
    return key or _NO_KEY


def connect(
    base_url: str, key: str, *, timeout: float, what: What = "chat"
) -> AbstractContextManager[Post]:
    """A function that posts to the server while the context lasts, from any thread.

    Raises:
        MissingDependencyError: If ``openai`` is not installed.
    """
    try:
        import openai  # noqa: PLC0415  (optional, and takes a second to import)
    except ImportError as error:
        raise MissingDependencyError("a model behind a server", "km-eval[openai]") from error
    if hasattr(openai, "OpenAI"):
        return _current(openai, base_url, key, timeout, what)
    return _legacy(openai, base_url, key, timeout, what)


@contextmanager
def _current(openai: Any, base_url: str, key: str, timeout: float, what: What) -> Iterator[Post]:
    client = openai.OpenAI(base_url=base_url, api_key=key, timeout=timeout, max_retries=0)
    endpoint = client.chat.completions if what == "chat" else client.embeddings

    def post(body: Mapping[str, Any]) -> object:
        try:
            # The raw text: a page of HTML would otherwise come back as if it were a reply.
            reply = endpoint.with_raw_response.create(**body)
        except openai.APIStatusError as error:
            raise _refused(error.message, key, error.status_code, error.response.headers) from None
        except openai.APITimeoutError:
            raise RequestFailedError(f"no reply within {timeout:g} s") from None
        except openai.APIConnectionError as error:
            raise RequestFailedError(f"no connection: {error.__cause__ or error}") from None
        return _parse(reply.text)

    with client:
        yield post


@contextmanager
def _legacy(openai: Any, base_url: str, key: str, timeout: float, what: What) -> Iterator[Post]:
    endpoint = openai.ChatCompletion if what == "chat" else openai.Embedding

    def post(body: Mapping[str, Any]) -> object:
        try:
            # timeout=0 keeps 0.27 from asking for ever after a 409.
            return endpoint.create(
                api_base=base_url, api_key=key, request_timeout=timeout, timeout=0, **body
            )
        except openai.error.Timeout:
            raise RequestFailedError(f"no reply within {timeout:g} s") from None
        except openai.error.APIConnectionError as error:
            raise RequestFailedError(f"no connection: {error.user_message}") from None
        except openai.error.OpenAIError as error:
            if error.http_status == 200:
                return _parse(error.http_body)
            raise _refused(error.user_message, key, error.http_status, error.headers) from None

    yield post


def _parse(text: str) -> object:
    try:
        return json.loads(text)
    except ValueError:
        raise RequestFailedError(
            f"expected a JSON reply, found {text[:60]!r}", status=200
        ) from None


def _refused(
    message: str | None, key: str, status: int | None, headers: Mapping[str, str]
) -> RequestFailedError:
    # Servers quote keys they refuse.
    text = " ".join((message or "refused").replace(key, "***").split())
    lowered = {name.lower(): value for name, value in headers.items()}
    return RequestFailedError(
        f"HTTP {status}: {text[:_SHOWN]}",
        status=status,
        retry_after=_seconds(lowered.get("retry-after", "")),
    )


def _seconds(text: str) -> float | None:
    try:
        return max(0.0, float(text))
    except ValueError:
        return None  # a date, or nothing: the usual pause will do
