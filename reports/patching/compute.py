"""What a formula gives, worked out exactly: a phone shows the value that is kept beside it.

What is not known here is not guessed: `Uncomputable`, and the cell is left to the spreadsheet.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import ROUND_DOWN, ROUND_HALF_UP, ROUND_UP, Decimal, DecimalException, localcontext

from reports.patching.formulas import Formula, cells_of
from reports.patching.places import CellPlace

Held = Decimal | str | bool | None
"""What stands in a cell; None is a blank one."""

Look = Callable[[CellPlace], Held]


class Uncomputable(Exception):
    """A formula with a function or an operation that is not known here, or one that goes round in
    a circle."""


class CellFault(Exception):
    """What a spreadsheet shows in place of a value: "#DIV/0!"."""

    def __init__(self, shown: str) -> None:
        super().__init__(shown)
        self.shown = shown


def compute(formula: Formula, look: Look) -> Held:
    """The value of a formula over cells. Uncomputable, CellFault."""
    with localcontext() as context:
        context.prec = 34
        try:
            return _Sum(look).value(formula)
        except DecimalException:
            raise CellFault("#NUM!") from None


def is_known(formula: Formula) -> bool:
    """False where a function in it is not known here."""
    named = formula.what != "call" or formula.value in {*LAZY, *OVER_CELLS, *OVER_VALUES}
    return named and all(is_known(part) for part in formula.parts)


class _Sum:
    def __init__(self, look: Look) -> None:
        self._look = look

    def value(self, formula: Formula) -> Held:
        match formula.what:
            case "number" | "text" | "truth":
                return formula.value  # type: ignore[return-value] # so it was read
            case "cell":
                assert isinstance(formula.value, CellPlace)
                return self._look(formula.value)
            case "call":
                return self._call(str(formula.value), formula.parts)
            case "area":
                raise Uncomputable("an area for one value")
        if len(formula.parts) == 1:
            return self._single(formula.what, _number(self.value(formula.parts[0])))
        return self._pair(formula.what, *map(self.value, formula.parts))

    @staticmethod
    def _single(sign: str, number: Decimal) -> Decimal:
        return -number if sign == "-" else number / 100 if sign == "%" else number

    def _pair(self, sign: str, one: Held, other: Held) -> Held:
        if sign == "&":
            return _words(one) + _words(other)
        if sign in ("=", "<>", "<", ">", "<=", ">="):
            return _compared(sign, one, other)
        left, right = _number(one), _number(other)
        match sign:
            case "+":
                return left + right
            case "-":
                return left - right
            case "*":
                return left * right
            case "/":
                if right == 0:
                    raise CellFault("#DIV/0!")
                return left / right
        if abs(right) > 400:
            raise Uncomputable("a power")
        return left**right

    def _call(self, name: str, given: Sequence[Formula]) -> Held:
        if name in LAZY:
            return LAZY[name](self, given)
        if name in OVER_CELLS:
            return OVER_CELLS[name]([*self._cells(given)])
        if name in OVER_VALUES:
            fewest, most, act = OVER_VALUES[name]
            if not fewest <= len(given) <= most:
                raise Uncomputable(name)
            return act(*map(self.value, given))
        raise Uncomputable(name)

    def _cells(self, given: Sequence[Formula]) -> Iterator[Held]:
        """Areas cell by cell; words that stand in a cell are no numbers, as in a spreadsheet."""
        for one in given:
            if one.what == "area":
                yield from map(self._look, cells_of(one))
            elif one.what == "cell":
                yield self.value(one)
            else:
                yield _number(self.value(one))


def _if(over: _Sum, given: Sequence[Formula]) -> Held:
    if not 2 <= len(given) <= 3:
        raise Uncomputable("IF")
    if _truth(over.value(given[0])):
        return over.value(given[1])
    return over.value(given[2]) if len(given) == 3 else False


def _if_error(over: _Sum, given: Sequence[Formula]) -> Held:
    if len(given) != 2:
        raise Uncomputable("IFERROR")
    try:
        return over.value(given[0])
    except CellFault:
        return over.value(given[1])


def _is_error(over: _Sum, given: Sequence[Formula]) -> Held:
    try:
        for one in given:
            over.value(one)
    except CellFault:
        return True
    return False


def _every(over: _Sum, given: Sequence[Formula]) -> Held:
    truths = [_truth(over.value(one)) for one in given]  # each of them: a fault is one anywhere
    return all(truths)


def _any(over: _Sum, given: Sequence[Formula]) -> Held:
    truths = [_truth(over.value(one)) for one in given]
    return any(truths)


def _numbers(cells: Sequence[Held]) -> list[Decimal]:
    return [cell for cell in cells if isinstance(cell, Decimal)]


def _mean(cells: Sequence[Held]) -> Held:
    numbers = _numbers(cells)
    if not numbers:
        raise CellFault("#DIV/0!")
    return sum(numbers, Decimal(0)) / len(numbers)


def _product(cells: Sequence[Held]) -> Held:
    found = Decimal(1)
    for number in _numbers(cells):
        found *= number
    return found


def _round(number: Held, places: Held = Decimal(0), way: str = ROUND_HALF_UP) -> Held:
    at = int(_number(places))
    if abs(at) > 20:
        raise Uncomputable("ROUND")
    return _number(number).quantize(Decimal(1).scaleb(-at), rounding=way) + 0


LAZY: Mapping[str, Callable[[_Sum, Sequence[Formula]], Held]] = {
    "IF": _if,
    "IFERROR": _if_error,
    "ISERROR": _is_error,
    "ISERR": _is_error,
    "AND": _every,
    "OR": _any,
}
OVER_CELLS: Mapping[str, Callable[[Sequence[Held]], Held]] = {
    "SUM": lambda cells: sum(_numbers(cells), Decimal(0)),
    "AVERAGE": _mean,
    "MIN": lambda cells: min(_numbers(cells), default=Decimal(0)),
    "MAX": lambda cells: max(_numbers(cells), default=Decimal(0)),
    "COUNT": lambda cells: Decimal(len(_numbers(cells))),
    "COUNTA": lambda cells: Decimal(sum(cell is not None for cell in cells)),
    "COUNTBLANK": lambda cells: Decimal(sum(cell in (None, "") for cell in cells)),
    "PRODUCT": _product,
}
OVER_VALUES: Mapping[str, tuple[int, int, Callable[..., Held]]] = {
    "ROUND": (1, 2, _round),
    "ROUNDUP": (1, 2, lambda number, places=Decimal(0): _round(number, places, ROUND_UP)),
    "ROUNDDOWN": (1, 2, lambda number, places=Decimal(0): _round(number, places, ROUND_DOWN)),
    "TRUNC": (1, 2, lambda number, places=Decimal(0): _round(number, places, ROUND_DOWN)),
    "ABS": (1, 1, lambda number: abs(_number(number))),
    "NOT": (1, 1, lambda value: not _truth(value)),
    "N": (1, 1, lambda value: value if isinstance(value, Decimal) else Decimal(0)),
    "ISBLANK": (1, 1, lambda value: value is None),
    "ISNUMBER": (1, 1, lambda value: isinstance(value, Decimal)),
    "ISTEXT": (1, 1, lambda value: isinstance(value, str)),
}


def _number(value: Held) -> Decimal:
    if isinstance(value, bool):
        return Decimal(int(value))
    if value is None:
        return Decimal(0)
    if isinstance(value, str):
        raise CellFault("#VALUE!")
    return value


def _truth(value: Held) -> bool:
    return value if isinstance(value, bool) else _number(value) != 0


def _words(value: Held) -> str:
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, Decimal):
        raise Uncomputable("a number in words")
    return value or ""


def _compared(sign: str, one: Held, other: Held) -> bool:
    left, right = _alike(one, other), _alike(other, one)
    if type(left) is not type(right):
        if sign in ("=", "<>"):
            return sign == "<>"
        raise Uncomputable("an order of words and numbers")
    if sign in ("=", "<>"):
        return (left == right) is (sign == "=")
    below, same = left < right, left == right  # type: ignore[operator] # of one type
    return {"<": below, "<=": below or same, ">": not (below or same), ">=": not below}[sign]


def _alike(value: Held, beside: Held) -> Decimal | str | bool:
    """A blank cell beside words is no words, beside a number it is 0."""
    if value is None:
        return "" if isinstance(beside, str) else Decimal(0)
    return value.casefold() if isinstance(value, str) else value
