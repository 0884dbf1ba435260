"""Answers that depend on others: asked only where another figure is above 0, or says yes."""

from __future__ import annotations

from collections.abc import Iterable

from domain.report.figures import Figure, Figures, State
from domain.report.forms import Form


def not_arisen(form: Form, figures: Figures, given: Iterable[Figure]) -> tuple[Figure, ...]:
    """What did not arise by these answers: with no survey there are no forms of it and no way in
    which it was held, though 0 may be the number of one. A 0 of what is counted stays, and so does
    a number above 0: it contradicts."""
    new = {figure.code: figure for figure in given}
    implied = {
        dependent
        for code, figure in new.items()
        if says_no(form, code, figure)
        for dependent in form.conditions.get(code, ())
        if _to_be_blank(form, dependent, new.get(dependent) or figures.get(dependent))
    }
    return tuple(Figure(code, State.NONE_ARISEN) for code in form.asked() if code in implied)


def shut(form: Form, figures: Figures, given: Iterable[Figure]) -> frozenset[str]:
    """What needs no answer by the given ones, and has none yet: nothing, or a 0, said of it is no
    surprise."""
    no = [figure.code for figure in given if says_no(form, figure.code, figure)]
    return frozenset(c for gate in no for c in form.conditions.get(gate, ()) if c not in figures)


def asked_after_all(form: Form, figures: Figures, given: Iterable[Figure]) -> tuple[str, ...]:
    """What did not arise while a condition said no that says yes now, and was not given itself."""
    new = {figure.code: figure for figure in given}
    turned = [
        code
        for code, figure in new.items()
        if (before := figures.get(code)) and says_no(form, code, before)
        if figure.state is State.VALUE and not says_no(form, code, figure)
    ]
    depending = {c for code in turned for c in form.conditions.get(code, ()) if c not in new}
    return tuple(c for c in form.asked() if c in depending and _did_not_arise(figures.get(c)))


def _did_not_arise(figure: Figure | None) -> bool:
    return figure is not None and figure.state is State.NONE_ARISEN


def contradicting(form: Form, figures: Figures) -> dict[str, tuple[str, ...]]:
    """Conditions that say no, with what holds a number all the same."""
    found = {}
    for gate, dependents in form.conditions.items():
        figure = figures.get(gate)
        if figure is not None and says_no(form, gate, figure):
            found[gate] = tuple(c for c in dependents if _holds_something(figures.get(c)))
    return {gate: strange for gate, strange in found.items() if strange}


def says_no(form: Form, code: str, figure: Figure) -> bool:
    """True where the answer is no, 0 or nothing arisen."""
    return figure.state is State.NONE_ARISEN or figure.number(form.indicators[code].kind) == 0


def _to_be_blank(form: Form, code: str, figure: Figure | None) -> bool:
    if figure is None or figure.state is State.MISSING:
        return True
    return figure.value == 0 and not form.indicators[code].kind.adds_up


def _holds_something(figure: Figure | None) -> bool:
    return figure is not None and figure.value is not None and figure.value != 0
