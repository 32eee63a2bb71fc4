"""Templates of filings at addresses of their own, for everybody: they hold no data."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from milestones.export.template import TEMPLATE_KINDS, template_bytes, template_name
from milestones.filings.kinds import kind_by_key
from pages.parts.address import own_folder
from pages.parts.downloads import media_type

FOLDER = "templates"
FILES = {template_name(kind): kind for kind in TEMPLATE_KINDS}


def template_address(key: str) -> str:
    """Write the address of a kind's template as seen from any page."""
    return f"{FOLDER}/{template_name(kind_by_key(key))}"


def template_routes() -> list[Route]:
    """Give the routes of the server that answer for templates."""
    return [Route(f"{own_folder(FOLDER)}/{name}", _answer, methods=["GET"]) for name in FILES]


async def _answer(request: Request) -> Response:
    """Hand out the template whose name ends the address; it is made when it is first asked for."""
    name = request.url.path.rpartition("/")[2]
    content = await run_in_threadpool(template_bytes, FILES[name])
    headers = {"content-disposition": f'attachment; filename="{name}"', "cache-control": "no-cache"}
    return Response(content, media_type=media_type(name), headers=headers)
