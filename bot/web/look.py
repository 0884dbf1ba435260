"""What every page wears: the style sheets and the mark, for whoever may see any page."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

STATIC = Path(__file__).parent / "static"
WORN = {"house.css": "text/css", "pages.css": "text/css", "mark.svg": "image/svg+xml"}


def look_routes() -> Iterator[Route]:
    """GET /house.css, /pages.css and /mark.svg."""
    for name, media in WORN.items():
        yield Route(f"/{name}", partial(_worn, name, media))


async def _worn(name: str, media: str, _request: Request) -> Response:
    return FileResponse(STATIC / name, media_type=media)
