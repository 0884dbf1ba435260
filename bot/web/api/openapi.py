"""The OpenAPI page: written from the table of resources."""

from __future__ import annotations

from typing import Any

from bot.web.api import shapes
from bot.web.api.params import Param
from bot.web.api.resources import RESOURCES, Resource
from handlers.wording.say import say

BASE = "/api/v1"


def openapi() -> dict[str, Any]:
    """The whole description, in OpenAPI 3.1."""
    return {
        "openapi": "3.1.0",
        "info": {"title": say("api.title"), "version": "1", "description": say("api.about")},
        "servers": [{"url": BASE}],
        "security": [{"token": []}],
        "components": {"securitySchemes": {"token": {"type": "http", "scheme": "bearer"}}},
        "paths": {f"/{each.path}": {"get": _operation(each)} for each in RESOURCES},
    }


def _operation(resource: Resource) -> dict[str, Any]:
    refused = {"application/json": {"schema": shapes.REFUSED}}
    answers = {
        str(status): {"description": say(f"api.status.{status}"), "content": refused}
        for status in (401, 404, 422, 503)
    }
    content = {"application/json": {"schema": resource.shape}, "text/csv": {"schema": shapes.TEXT}}
    answers["200"] = {"description": say("api.status.200"), "content": content}
    return {
        "operationId": resource.id,
        "summary": say(f"api.resource.{resource.id}"),
        "parameters": [_parameter(param) for param in resource.params],
        "responses": answers,
    }


def _parameter(param: Param) -> dict[str, Any]:
    return {
        "name": param.name,
        "in": "path" if param.in_path else "query",
        "required": param.needed,
        "description": say(f"api.param.{param.name}"),
        "schema": param.schema,
    }
