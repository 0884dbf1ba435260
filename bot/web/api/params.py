"""What a question may hold: checked by the same words by which the OpenAPI page describes it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request

from handlers.wording.say import say

SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$"
PERIOD = r"^[12][0-9]{3}-[A-Z][A-Z0-9-]*$"
ID = r"^[a-z0-9]+(-[a-z0-9]+)*$"
CODE = r"^[A-Za-z0-9.]+$"
MOST_NUMBER = 999_999_999
_NUMBER = re.compile(r"[0-9]{1,9}")


class Refused(Exception):
    """A question that is not answered; the text is a code, `words` say it."""

    def __init__(self, status: int, code: str, **fields: object) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.words = say(f"api.refused.{code}", **fields)


@dataclass(frozen=True, slots=True)
class Param:
    """One part of a question. A number where it has no pattern and no words to choose from."""

    name: str
    pattern: str = ""
    words: tuple[str, ...] = ()
    least: int = 0
    most: int = MOST_NUMBER
    needed: bool = False
    in_path: bool = False

    @property
    def schema(self) -> dict[str, Any]:
        """As OpenAPI describes it."""
        if self.words:
            return {"type": "string", "enum": list(self.words)}
        if self.pattern:
            return {"type": "string", "pattern": self.pattern, "maxLength": 80}
        return {"type": "integer", "minimum": self.least, "maximum": self.most}

    def read(self, text: str) -> Any:
        """The value; Refused where it is none."""
        if self.words:
            fits = text in self.words
        elif self.pattern:
            fits = len(text) <= 80 and re.fullmatch(self.pattern, text) is not None
        else:
            whole = _NUMBER.fullmatch(text) is not None
            fits = whole and self.least <= int(text) <= self.most
        if not fits:
            raise Refused(422, "bad_value", name=self.name)
        return text if self.words or self.pattern else int(text)


FORMAT = Param("format", words=("json", "csv"))
LIMIT = Param("limit", least=1, most=500)
AFTER = Param("after")
UNIT = Param("unit", SLUG)
PERIOD_PARAM = Param("period", PERIOD)
REGIME = Param("regime", ID)
REPORT = Param("report", least=1, needed=True, in_path=True)
FIGURE_CODE = Param("code", CODE)


def read_query(request: Request, params: Iterable[Param]) -> Mapping[str, Any]:
    """The parts of a question by name, as far as they were given; Refused for what is unknown,
    given twice, missing or no value."""
    known = {param.name: param for param in params}
    given = request.query_params.multi_items()
    asked: dict[str, Any] = {}
    for name, text in given:
        if name not in known or known[name].in_path:
            raise Refused(422, "unknown_name", name=name[:80])
        if name in asked:
            raise Refused(422, "given_twice", name=name)
        asked[name] = known[name].read(text)
    for param in known.values():
        if param.in_path:
            asked[param.name] = _in_path(request, param)
        elif param.needed and param.name not in asked:
            raise Refused(422, "needed", name=param.name)
    return asked


def _in_path(request: Request, param: Param) -> Any:
    """What names no report is no report."""
    try:
        return param.read(request.path_params[param.name])
    except Refused:
        raise Refused(404, "no_such_report") from None
