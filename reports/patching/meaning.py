"""What a formula means for a form: a rate of two cells, a sum of others, or neither."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from reports.patching.formulas import Formula, cells_of
from reports.patching.places import CellPlace

_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class RateOf:
    """A hundred times `part` over `whole`."""

    part: CellPlace
    whole: CellPlace


@dataclass(frozen=True, slots=True)
class SumOf:
    """`plus` added up, `minus` taken away."""

    plus: tuple[CellPlace, ...]
    minus: tuple[CellPlace, ...] = ()


def meaning(formula: Formula, *, percent: bool) -> RateOf | SumOf | None:
    """None where it is neither; `percent` where the cell shows a hundredfold with its sign."""
    bare = _core(formula)
    rate = _rate(bare, percent)
    if rate is not None:
        return rate
    plus, minus = list[CellPlace](), list[CellPlace]()
    if _take_sum(bare, plus, minus) and len(plus) + len(minus) > 1:
        return SumOf(tuple(plus), tuple(minus))
    return None


def _core(formula: Formula) -> Formula:
    """Without the words around it that only keep it blank, or round it."""
    if formula.what != "call":
        return formula
    name, given = formula.value, formula.parts
    if name in ("IFERROR", "ROUND", "ROUNDUP", "ROUNDDOWN") and given:
        return _core(given[0])
    if name == "IF" and len(given) == 3:
        told = [part for part in given[1:] if not _is_nothing(part)]
        return _core(told[0]) if len(told) == 1 else formula
    return formula


def _is_nothing(formula: Formula) -> bool:
    return formula.what == "text" or (formula.what == "number" and formula.value in (0, 100))


def _rate(formula: Formula, percent: bool) -> RateOf | None:
    """a/b*100, a*100/b, 100*a/b, (a/b)%, and a/b where the cell shows percent."""
    times, quotient = _without_hundred(formula)
    if not (times or percent) or quotient.what != "/":
        return None
    part, whole = map(_core, quotient.parts)
    if not times:
        times, part = _without_hundred(part)
    if isinstance(part.value, CellPlace) and isinstance(whole.value, CellPlace):
        return RateOf(part.value, whole.value) if times or percent else None
    return None


def _without_hundred(formula: Formula) -> tuple[bool, Formula]:
    if formula.what == "*":
        for one, other in (formula.parts, formula.parts[::-1]):
            if one.what == "number" and one.value == _HUNDRED:
                return True, _core(other)
    if formula.what == "/" and _without_hundred(formula.parts[0])[0]:
        part = _without_hundred(formula.parts[0])[1]
        return True, Formula("/", None, (part, formula.parts[1]))
    return False, formula


def _take_sum(formula: Formula, plus: list[CellPlace], minus: list[CellPlace]) -> bool:
    """Sort the cells of a sum; False where it holds anything else."""
    match formula.what:
        case "cell":
            assert isinstance(formula.value, CellPlace)
            plus.append(formula.value)
        case "area":
            plus.extend(cells_of(formula))
        case "+":
            return all(_take_sum(part, plus, minus) for part in formula.parts)
        case "-":
            *first, last = formula.parts
            return all(_take_sum(part, plus, minus) for part in first) and _take_sum(
                last, minus, plus
            )
        case "call" if formula.value == "SUM":
            return all(_take_sum(part, plus, minus) for part in formula.parts)
        case _:
            return False
    return True
