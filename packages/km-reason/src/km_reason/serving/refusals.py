"""Why a request is not served: a status and one sentence, never more."""

import logging
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from km_graph.errors import (
    InvalidQueryError,
    KmError,
    PluginNotFoundError,
    ResultTooLargeError,
    StoreConflictError,
    UnknownLabelError,
)

_log = logging.getLogger(__name__)
_TYPES = {401: "authentication_error", 404: "not_found_error", 429: "rate_limit_error"}
_FAILED = "the server failed to do this; its log says why"


class Refusal(Exception):  # noqa: N818  (nothing has gone wrong in the server)
    """A request that is not served.

    Attributes:
        status: Of HTTP.
        reason: One sentence for the one who asked.
    """

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason

    @property
    def content(self) -> dict[str, Any]:
        """The body of the response, in the shape that OpenAI's clients know."""
        kind = _TYPES.get(self.status, "server_error" if self.status >= 500 else "invalid_request")
        return {"error": {"message": self.reason, "type": kind}}

    def response(self) -> JSONResponse:
        """What is sent."""
        headers = {429: {"Retry-After": "1"}, 401: {"WWW-Authenticate": "Bearer"}}
        return JSONResponse(self.content, self.status, headers=headers.get(self.status))


def refusal_of(error: Exception) -> Refusal:
    """What may be said of an error: those of a query are the asker's, all others are ours.

    Messages of the others may name files and servers, so they go to the log alone.
    """
    match error:
        case Refusal():
            return error
        case UnknownLabelError():
            near = f"; did you mean {', '.join(map(repr, error.near))}?" if error.near else ""
            return Refusal(404, error.message + near)
        case StoreConflictError():
            reason = f"the graph is at version {error.version}, not at {error.expected}"
            return Refusal(409, reason)
        case InvalidQueryError() | PluginNotFoundError():
            return Refusal(400, error.message)
        case ResultTooLargeError():
            return Refusal(413, "the result does not fit in memory; ask for fewer hops")
    _log.error("a request failed", exc_info=error)
    return Refusal(500, _FAILED)


def add_handlers(app: FastAPI) -> None:
    """Every error of a route becomes a refusal."""
    app.add_exception_handler(Refusal, _refused)
    app.add_exception_handler(KmError, _refused)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _failed)


async def _refused(request: Request, error: Exception) -> JSONResponse:  # noqa: ARG001
    return refusal_of(error).response()


async def _failed(request: Request, error: Exception) -> JSONResponse:  # noqa: ARG001
    return Refusal(500, _FAILED).response()  # starlette logs the error itself


async def _http(request: Request, error: Exception) -> JSONResponse:  # noqa: ARG001
    status = error.status_code if isinstance(error, HTTPException) else 500
    reasons = {404: "there is no such address", 405: "this address takes another method"}
    return Refusal(status, reasons.get(status, "the request cannot be served")).response()


async def _invalid(request: Request, error: Exception) -> JSONResponse:  # noqa: ARG001
    if not isinstance(error, RequestValidationError):
        raise error
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"][1:]) or "the request"
    return Refusal(422, f"{where}: {first['msg']}").response()
