"""Rates: derived from their two parts, compared at the precision with which they were written."""

from __future__ import annotations

from decimal import Decimal

from domain.report.figures import Figures, places_of, round_half_up
from domain.report.forms import Form, Ratio

RATE_PLACES = 2  # decimals of a derived rate
_COMPARED_PLACES = 6  # beyond it a spreadsheet's binary fractions differ from exact ones
_PROBED = 5  # denominators offered at most
_PROBE_WIDTH = 1000  # how far from the stated denominator a probe looks


def rate(part: Decimal, whole: Decimal, places: int = RATE_PLACES) -> Decimal | None:
    """`part` in percent of `whole`; None for x/0, which is no number.

    >>> rate(Decimal(3598), Decimal(17465))
    Decimal('20.60')
    """
    return None if whole == 0 else round_half_up(part * 100 / whole, places)


def agrees(given: Decimal, part: Decimal, whole: Decimal) -> bool:
    """True where a written rate is right at its own precision: 21 for 20,60; 98,3 for 98,29."""
    places = min(places_of(given), _COMPARED_PLACES)
    return rate(part, whole, places) == round_half_up(given, places)


def derived(form: Form, figures: Figures) -> dict[str, Decimal | None]:
    """Every derived rate of the form by code; None where it is undefined (0/0) or a part is
    not known."""
    return {code: _of_figures(form, figures, ratio) for code, ratio in form.ratios.items()}


def derived_rate(form: Form, figures: Figures, code: str) -> Decimal | None:
    """One derived rate; None where it is undefined or a part is not known."""
    return _of_figures(form, figures, form.ratios[code])


def rates_of(form: Form, figures: Figures) -> dict[str, Decimal | None]:
    """Every derived rate, and where its parts were not given the rate as somebody typed it.

    0/0 stays None whatever was typed: it is no number.
    """
    rates = derived(form, figures)
    for code, rate_ in rates.items():
        typed, ratio = figures.get(code), form.indicators[code].ratio
        if rate_ is None and typed and ratio and None in _parts(form, figures, ratio):
            rates[code] = typed.value
    return rates


def rate_of(form: Form, code: str, figures: Figures) -> Decimal | None:
    """The same of one line."""
    ratio, typed = form.indicators[code].ratio, figures.get(code)
    assert ratio  # a derived rate
    if None in _parts(form, figures, ratio):
        return typed.value if typed else None
    return _of_figures(form, figures, ratio)


def _parts(form: Form, figures: Figures, ratio: Ratio) -> list[Decimal | None]:
    """Part and whole as numbers; None where one is not known."""
    return [
        figures[code].number(form.indicators[code].kind) if code in figures else None
        for code in (ratio.part, ratio.whole)
    ]


def _of_figures(form: Form, figures: Figures, ratio: Ratio) -> Decimal | None:
    upper, lower = _parts(form, figures, ratio)
    return None if upper is None or lower is None else rate(upper, lower)


def fitting_whole(part: Decimal, given: Decimal, whole: Decimal) -> Decimal | None:
    """The one denominator for which a rate that is wrong would be right; None where there are
    several or none, or where the two are no counts.

    >>> fitting_whole(Decimal(302), Decimal("97.42"), Decimal(314))
    Decimal('310')
    """
    if part != part.to_integral_value() or whole != whole.to_integral_value():
        return None
    fitting = probe_denominators(part, given, places_of(given), near=whole)
    return Decimal(fitting[0]) if len(fitting) == 1 else None


def probe_denominators(
    part: Decimal, rate_given: Decimal, places: int, near: Decimal
) -> tuple[int, ...]:
    """The denominators for which `rate_given` would be right, nearest to `near` first (F112).

    >>> probe_denominators(Decimal(302), Decimal("97.42"), 2, near=Decimal(314))
    (310,)
    """
    half = Decimal(5).scaleb(-places - 1)
    if part <= 0 or rate_given <= half:
        return ()
    lowest = int(max(part * 100 / (rate_given + half), near - _PROBE_WIDTH, Decimal(1)))
    highest = int(min(part * 100 / (rate_given - half), near + _PROBE_WIDTH))
    fitting = (
        whole
        for whole in range(max(lowest, 1), highest + 2)
        if rate(part, Decimal(whole), places) == rate_given
    )
    return tuple(sorted(fitting, key=lambda whole: (abs(whole - near), whole))[:_PROBED])
