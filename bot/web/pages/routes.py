"""Every route of the pages by link."""

from __future__ import annotations

from collections.abc import Callable

from starlette.routing import Route

from bot.web.pages.desk import DeskRoutes
from bot.web.pages.forms import FormRoutes
from bot.web.pages.opening import Opening
from bot.web.pages.render import script_route
from domain.talk.messages import Address


def page_routes(opening: Opening, wake: Callable[[Address], None]) -> list[Route]:
    """The pages and what only they need."""
    return [script_route(), *FormRoutes(opening, wake).routes(), *DeskRoutes(opening).routes()]
