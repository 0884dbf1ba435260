"""The check functions: each looks at one rule and one case and gives a finding or None."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from domain.report.compare import jumped, out_of_scale, rate_moved
from domain.report.conditions import contradicting
from domain.report.figures import places_of, round_half_up
from domain.report.findings import Case, Finding, found
from domain.report.forms import Indicator, Kind, Nature, Rule, Severity
from domain.report.rates import agrees, derived_rate, rate

_ENOUGH = 20  # of fewer, a rate jumps without a reason
_COLUMNS_ALIKE = 2  # one number may be the same by chance


def ratio(rule: Rule, case: Case) -> Finding | None:
    """left = [rate], right = [part, whole]; only for rates that somebody has typed."""
    (code,), (part_code, whole_code) = rule.left, rule.right
    part, whole = case.number(part_code), case.number(whole_code)
    if code not in case.rates or part is None or whole is None:
        return None
    given, right = case.rates[code], rate(part, whole)
    numbers = {"part": part, "whole": whole}
    if right is None:
        return _rate_of_nothing(rule, given, numbers)
    if given is None:
        numbers |= {"computed": right}
        return found(rule, "rate_left_blank", numbers, severity=Severity.WARN)
    if agrees(given, part, whole):
        return None
    return found(rule, "rate_differs", numbers | {"given": given, "computed": right})


def _rate_of_nothing(
    rule: Rule, given: Decimal | None, numbers: dict[str, Decimal]
) -> Finding | None:
    if given is None:
        return None
    severity = Severity.WARN if given in (0, 100) else rule.severity
    return found(rule, "rate_of_nothing", numbers | {"given": given}, severity=severity)


def share(rule: Rule, case: Case) -> Finding | None:
    """left = [a rate that is typed], right its parts added up, `whole` what they are parts of."""
    (code,) = rule.left
    given, parts = case.number(code), case.numbers(rule.right)
    wholes = case.numbers(rule.options["whole"].split())
    if given is None or parts is None or wholes is None:
        return None
    part, whole = sum(parts, Decimal(0)), sum(wholes, Decimal(0))
    computed = rate(part, whole)
    if computed is None or agrees(given, part, whole):
        return None
    numbers = {"part": part, "whole": whole, "given": given, "computed": computed}
    return found(rule, "rate_differs", numbers, codes=(code,))


def copied(rule: Rule, case: Case) -> Finding | None:
    """left and right count different things, column by column: the same numbers in all columns
    look as if one line had been copied from the other."""
    pairs = list(zip(case.numbers(rule.left) or (), case.numbers(rule.right) or (), strict=False))
    if len(pairs) < _COLUMNS_ALIKE or any(one != other or not one for one, other in pairs):
        return None
    return found(rule, "looks_copied", _by_code(rule.codes, case))


def at_most(rule: Rule, case: Case) -> Finding | None:
    """Sum of left <= sum of right."""
    sums = _sums(rule, case)
    if sums:
        return found(rule, "more_than", sums) if sums["left"] > sums["right"] else None
    return _left_too_much(rule, case)


def at_least(rule: Rule, case: Case) -> Finding | None:
    """Sum of left >= sum of right."""
    sums = _sums(rule, case)
    if sums:
        return found(rule, "less_than", sums) if sums["left"] < sums["right"] else None
    return _right_too_much(rule, case)


def equals(rule: Rule, case: Case) -> Finding | None:
    """left = [total], right its parts; a total left blank beside known parts is a warning."""
    parts = case.numbers(rule.right)
    if parts is not None and len(rule.left) == 1 and case.blank(rule.left[0]):
        numbers = _by_code(rule.right, case) | {"right": sum(parts, Decimal(0))}
        return found(rule, "total_left_blank", numbers, severity=Severity.WARN)
    sums = _sums(rule, case)
    if sums:
        return found(rule, "sum_differs", sums) if sums["left"] != sums["right"] else None
    return _right_too_much(rule, case) or _left_too_much(rule, case)


def balance(rule: Rule, case: Case) -> Finding | None:
    """left comes in, right goes out or remains. What goes out or remains can never be more than
    what came in, even while the rest is unknown."""
    sums = _sums(rule, case)
    if sums:
        return found(rule, "balance_differs", sums) if sums["left"] != sums["right"] else None
    return _right_too_much(rule, case) or _left_too_much(rule, case)


def _left_too_much(rule: Rule, case: Case) -> Finding | None:
    """What is known of left is already more than all of right: nothing is ever negative, so that
    no blank can mend it."""
    return _too_much(rule, "more_than", rule.left, rule.right, case)


def _right_too_much(rule: Rule, case: Case) -> Finding | None:
    return _too_much(rule, "solved_more", rule.right, rule.left, case)


def _too_much(
    rule: Rule, reason: str, parts: Sequence[str], whole: Sequence[str], case: Case
) -> Finding | None:
    known, all_of_it = _by_code(parts, case), case.numbers(whole)
    kinds = (case.form.indicators[code].kind for code in rule.codes)
    if not known or all_of_it is None or not all(kind.adds_up for kind in kinds):
        return None
    part, most = sum(known.values(), Decimal(0)), sum(all_of_it, Decimal(0))
    if part <= most:
        return None
    sums = {"left": part, "right": most} if parts is rule.left else {"left": most, "right": part}
    codes = tuple(code for code in rule.codes if code in known or code in whole)
    # Of a part that has no data nothing more comes: a row is not held back for its sake.
    none_comes = rule.type != "balance" and any(map(case.blank, parts))
    milder = Severity.WARN if case.focus is not None and none_comes else None
    return found(rule, reason, _by_code(codes, case) | sums, codes=codes, severity=milder)


def _sums(rule: Rule, case: Case) -> dict[str, Decimal] | None:
    """`left` and `right` summed, and each number by its code; None while one is unknown."""
    left, right = case.numbers(rule.left), case.numbers(rule.right)
    if left is None or right is None:
        return None
    return _by_code(rule.codes, case) | {
        "left": sum(left, Decimal(0)),
        "right": sum(right, Decimal(0)),
    }


def _by_code(codes: Sequence[str], case: Case) -> dict[str, Decimal]:
    return {code: n for code in codes if (n := case.number(code)) is not None}


def accumulates(rule: Rule, case: Case) -> Finding | None:
    """left = [what has arisen since the year began], right = [what arose in the period]: the first
    is what the periods before have reported, and the second."""
    (total,), (part,) = rule.left, rule.right
    given, now, before = case.number(total), case.number(part), case.so_far.get(part)
    if given is None or now is None or before is None or given == before + now:
        return None
    numbers = {"given": given, "now": now, "before": before, "computed": before + now}
    return found(rule, "accumulated_differs", numbers)


def positive(rule: Rule, case: Case) -> Finding | None:
    """Every number of left is above 0."""
    low = {code: n for code, n in _by_code(rule.left, case).items() if n <= 0}
    return found(rule, "not_positive", low, codes=tuple(low)) if low else None


def conditional(rule: Rule, case: Case) -> Finding | None:
    """left = [a yes/no question], right = [a count, further answers]: with a yes all of them
    are given and the count is not 0, with a no the count is blank or 0."""
    (question,), (count, *others) = rule.left, rule.right
    answer, number = case.number(question), case.number(count)
    if answer == int(rule.options.get("yes", "1")):
        if case.blank(count) or number == 0:
            return found(rule, "yes_without_count", {}, codes=(question, count))
        blank = [code for code in others if case.blank(code)]
        return found(rule, "yes_without_answer", {}, codes=(question, *blank)) if blank else None
    if answer is not None and number:
        return found(rule, "no_with_count", {"given": number}, codes=(question, count))
    return None


def only_if(rule: Rule, case: Case) -> Finding | None:
    """Where a condition says no, what is asked only if it says yes holds no number. Of the count
    of a `conditional` rule that rule speaks: one fault, one sentence."""
    against = contradicting(case.form, case.figures)
    rules = (each for each in case.form.rules if against and each.type == "conditional")
    told = {(each.left[0], each.right[0]) for each in rules}
    for gate, every in against.items():
        strange = tuple(code for code in every if (gate, code) not in told)
        if not strange:
            continue
        if case.focus is None or not case.focus.isdisjoint((gate, *strange)):
            numbers = _by_code(strange, case)
            return found(rule, "given_without_yes", numbers, codes=(gate, *strange))
    return None


def remainder(rule: Rule, case: Case) -> Finding | None:
    """left - right is what is still in progress: the task register must say the same.

    A negative remainder is left to the `at_most` rule beside it: one fault, one sentence.
    """
    sums, registered = _sums(rule, case), case.text.get(rule.options["register"])
    if not sums or registered is None or sums["left"] < sums["right"]:
        return None
    computed = sums["left"] - sums["right"]
    if computed == registered:
        return None
    return found(rule, "remainder_differs", sums | {"computed": computed, "given": registered})


def percent_range(rule: Rule, case: Case) -> Finding | None:
    """Every percentage in 0..100; those of `may_exceed` only warn above 100."""
    outside = {
        indicator.code: number
        for indicator, number in case.given()
        if indicator.kind is Kind.PERCENT and not 0 <= number <= 100
    }
    if not outside:
        return None
    lenient = rule.options.get("may_exceed", "").split()
    forgivable = all(code in lenient and number > 100 for code, number in outside.items())
    severity = Severity.WARN if forgivable else rule.severity
    return found(rule, "percent_outside", outside, codes=tuple(outside), severity=severity)


def option(rule: Rule, case: Case) -> Finding | None:
    """Every choice is one of the printed options."""
    strange = {
        indicator.code: number
        for indicator, number in case.given()
        if indicator.kind is Kind.ENUM and number not in {o.number for o in indicator.options}
    }
    return found(rule, "no_such_option", strange, codes=tuple(strange)) if strange else None


def number_range(rule: Rule, case: Case) -> Finding | None:
    """Counts are integers from 0; numbers and money are from 0; million VND finer than
    `money_places` only warns, money finer than one đồng is an error."""
    wrong = {
        indicator.code: number for indicator, number in case.given() if _outside(indicator, number)
    }
    if wrong:
        return found(rule, "number_outside", wrong, codes=tuple(wrong))
    allowed = int(rule.options.get("money_places", str(Kind.MONEY.places)))
    fine = {
        indicator.code: number
        for indicator, number in case.given()
        if indicator.kind is Kind.MONEY and places_of(number.normalize()) > allowed
    }
    if not fine:
        return None
    return found(rule, "money_too_fine", fine, codes=tuple(fine), severity=Severity.WARN)


def _outside(indicator: Indicator, number: Decimal) -> bool:
    finer = places_of(number.normalize()) > indicator.kind.places
    return indicator.kind.adds_up and (number < 0 or finer)


def text(rule: Rule, case: Case) -> Finding | None:
    """The annex tells the same figure as the report's text, at the precision of the text."""
    (code,) = rule.left
    told, annexed = case.text.get(code), case.told(code)
    if told is None or annexed is None or round_half_up(annexed, places_of(told)) == told:
        return None
    return found(rule, "text_differs", {"told": told, "given": annexed})


def previous(rule: Rule, case: Case) -> Finding | None:
    """Against the period before: cumulative figures do not fall within a year, figures of a
    period do not jump, rates do not either, and what is carried over is what was left
    (`carried = "now=before"`). What arose in a year is not less than in the periods within it.

    `numbers` holds the figure by code, `<code>/before` and, where it is not what was left,
    `<code>/left`, where it is less than in the periods within, `<code>/within`.
    """
    numbers: dict[str, Decimal] = {}
    for indicator, now in case.given():
        earlier, within = _earlier(case, indicator), case.within.get(indicator.code)
        if within is not None and now < within:
            numbers |= {indicator.code: now, f"{indicator.code}/within": within}
        elif earlier and _changed(rule, case, indicator, now, earlier):
            numbers |= {indicator.code: now, f"{indicator.code}/before": earlier[-1]}
    for code, now, before in _moved_rates(case):
        numbers |= {code: now, f"{code}/before": before}
    for code, now, left in _not_carried(rule, case):
        numbers |= {code: now, f"{code}/left": left}
    codes = [code for code in numbers if "/" not in code]
    return found(rule, "changed", numbers, codes=codes) if codes else None


def _earlier(case: Case, indicator: Indicator) -> Sequence[Decimal]:
    if history := case.history.get(indicator.code):
        return history
    figure = case.previous.get(indicator.code)
    number = figure.number(indicator.kind) if figure else None
    return () if number is None else (number,)


def _changed(
    rule: Rule, case: Case, indicator: Indicator, now: Decimal, earlier: Sequence[Decimal]
) -> bool:
    if indicator.nature is Nature.CUMULATIVE and indicator.kind is not Kind.DATE:
        return case.same_year and now < earlier[-1]
    if indicator.nature is Nature.STOCK or indicator.kind in (Kind.ENUM, Kind.DATE):
        return False
    if case.scale == 1 or indicator.code in case.history:
        return _jumped(rule, now, earlier)
    if indicator.kind is Kind.PERCENT:
        return rate_moved(now, earlier[-1])
    return case.scale is not None and out_of_scale(now, earlier[-1] * case.scale)


def _jumped(rule: Rule, now: Decimal, earlier: Sequence[Decimal]) -> bool:
    share = Decimal(rule.options.get("share", "50")) / 100
    return jumped(now, earlier, share, floor=Decimal(rule.options.get("floor", "0")))


def _moved_rates(case: Case) -> Iterator[tuple[str, Decimal, Decimal]]:
    """The computed rates that were quite others before, of parts that were not just added up over
    the year, and of wholes in which one more or less is no matter."""
    for code, ratio in case.form.ratios.items():
        if case.focus is not None and case.focus.isdisjoint((ratio.part, ratio.whole)):
            continue
        rate_now = derived_rate(case.form, case.figures, code)
        rate_before = derived_rate(case.form, case.previous, code)
        if rate_now is None or rate_before is None or not rate_moved(rate_now, rate_before):
            continue
        adds_up = case.form.indicators[ratio.part].nature is Nature.CUMULATIVE
        if not adds_up and min(_wholes(case, ratio.whole)) >= _ENOUGH:
            yield code, rate_now, rate_before


def _wholes(case: Case, code: str) -> tuple[Decimal, Decimal]:
    kind = case.form.indicators[code].kind
    numbers = (case.figures[code].number(kind), case.previous[code].number(kind))
    return numbers[0] or Decimal(0), numbers[1] or Decimal(0)


def _not_carried(rule: Rule, case: Case) -> Iterator[tuple[str, Decimal, Decimal]]:
    for pair in rule.options.get("carried", "").split():
        code, _, closing = pair.partition("=")
        if case.focus is not None and code not in case.focus:
            continue
        closed = case.previous if case.left is None else case.left
        now, figure = case.number(code), closed.get(closing)
        left = figure.number(case.form.indicators[closing].kind) if figure else None
        if now is not None and left is not None and now != left:
            yield code, now, left
