"""The page at ``/`` and its files; all of them are in this package."""

from importlib.resources import files

from fastapi import APIRouter
from starlette.responses import Response

from km_reason.serving.refusals import Refusal

_KINDS = {"html": "text/html", "js": "text/javascript", "css": "text/css", "svg": "image/svg+xml"}


def page_routes() -> APIRouter:
    """The routes of the page."""
    router = APIRouter(include_in_schema=False)
    folder = files("km_reason.serving") / "page"
    content = {item.name: item.read_bytes() for item in folder.iterdir() if item.is_file()}

    @router.get("/")
    async def page() -> Response:
        return _response("index.html", content)

    @router.get("/page/{name}")
    async def part(name: str) -> Response:
        return _response(name, content)

    return router


def _response(name: str, content: dict[str, bytes]) -> Response:
    kind = _KINDS.get(name.rpartition(".")[2])
    if name not in content or kind is None:
        raise Refusal(404, "there is no such address")
    return Response(content[name], media_type=kind)
