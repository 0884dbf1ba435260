"""What handlers give, as HTML: templates beside this file, words of the catalogue."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from starlette.responses import FileResponse, HTMLResponse, Response
from starlette.routing import Route

from bot.web.guard import SENDING_POLICY
from domain.report.shown import show
from handlers.wording.say import say

FOLDER = Path(__file__).parent
STATIC = FOLDER.parent / "static"
PAGE_HEADERS = {
    "content-security-policy": SENDING_POLICY,
    "referrer-policy": "same-origin",  # a browser that tells no page at all tells no origin either
    "x-robots-tag": "noindex, nofollow",
}


def page(name: str, status: int = 200, **shown: Any) -> Response:
    """A page from its template."""
    html = _templates().get_template(f"{name}.html.j2").render(**shown)
    return HTMLResponse(html, status, headers=PAGE_HEADERS)


def gone(reason: str, status: int) -> Response:
    """A page that says why a link opens nothing, and what to type instead."""
    title = say("page.form.sent" if reason == "used" else "page.gone.title")
    return page("gone", status, title=title, words=say(f"page.gone.{reason}"))


@cache
def _templates() -> Any:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    found = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.globals |= {"say": say, "number": lambda count: show(Decimal(count))}
    return found


def script_route() -> Route:
    """GET /pages.js: what checks a form as one types."""
    script = STATIC / "pages.js"
    return Route("/pages.js", lambda _: FileResponse(script, media_type="text/javascript"))
