"""Findings of the cross-checks in words: one short sentence with the real numbers and labels."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict
from decimal import Decimal

from domain.people.units import SuperiorWords
from domain.report.findings import Finding
from domain.report.forms import Form, Kind, Nature, Severity
from domain.report.rates import fitting_whole
from domain.report.shown import show, show_percent
from handlers.wording.say import say

_ITEMS_AT_MOST = 3  # of one sentence; the codes of the finding name all of them


def phrase_finding(finding: Finding, form: Form, words: SuperiorWords) -> str:
    """The sentence for a finding, beginning with a capital letter."""
    sentence = _PHRASES[finding.reason](finding, form, words)
    return sentence[:1].upper() + sentence[1:]


def named(form: Form, code: str, words: SuperiorWords) -> str:
    """The short label of a code."""
    return form.indicators[code].short.format(**asdict(words))


def _names(form: Form, codes: Iterable[str], words: SuperiorWords) -> str:
    return " + ".join(named(form, code, words) for code in codes)


def _with_unit(form: Form, code: str, number: Decimal) -> str:
    return (show_percent if form.indicators[code].kind is Kind.PERCENT else show)(number)


def _itemised(finding: Finding, separator: str, item: Callable[[str], str]) -> str:
    """The first few codes of a finding in words, and how many more there are."""
    items = [item(code) for code in finding.codes[:_ITEMS_AT_MOST]]
    if more := len(finding.codes) - len(items):
        items.append(say("rule.more", count=more))
    return separator.join(items)


def _listed(finding: Finding, form: Form, words: SuperiorWords) -> str:
    """tỷ lệ A là 120%, tỷ lệ B là 300%."""

    def item(code: str) -> str:
        number = _with_unit(form, code, finding.numbers[code])
        return say("rule.item", name=named(form, code, words), number=number)

    return _itemised(finding, ", ", item)


def _rate(finding: Finding, form: Form, words: SuperiorWords) -> str:
    shown = {name: show(number) for name, number in finding.numbers.items()}
    fields = {"rate": named(form, finding.codes[0], words), **shown}
    if finding.reason == "rate_differs":
        part, given, whole = (finding.numbers[name] for name in ("part", "given", "whole"))
        fields |= {"probe": probe_words(part, given, whole)}
    return say(f"rule.{finding.reason}", **fields)


def probe_words(part: Decimal, given: Decimal, whole: Decimal) -> str:
    """ "; 97,42% chỉ khớp mẫu số 310, nhưng ghi 314": behind a rate that is wrong; else nothing."""
    probe = fitting_whole(part, given, whole)
    if probe is None:
        return ""
    return say("rule.rate_probe", given=show(given), probe=show(probe), whole=show(whole))


def _sums(finding: Finding, form: Form, words: SuperiorWords) -> str:
    rule = form.rules_by_id[finding.rule]
    left = [code for code in rule.left if code in finding.codes]
    right = [code for code in rule.right if code in finding.codes]
    return say(
        f"rule.{finding.reason}",
        left_names=_names(form, left, words),
        right_names=_names(form, right, words),
        left=_sum(finding, left, "left"),
        right=_sum(finding, right, "right"),
        difference=_difference(finding.numbers),
    )


def _sum(finding: Finding, codes: Iterable[str], side: str) -> str:
    """14 + 1 + 0 = 15, or just 14."""
    if side not in finding.numbers:
        return ""
    terms = [show(finding.numbers[code]) for code in codes]
    total = show(finding.numbers[side])
    return f"{' + '.join(terms)} = {total}" if len(terms) > 1 else total


def _difference(numbers: Mapping[str, Decimal]) -> str:
    return show(abs(numbers["left"] - numbers["right"])) if "left" in numbers else ""


def _items(finding: Finding, form: Form, words: SuperiorWords) -> str:
    return say(f"rule.{finding.reason}", items=_listed(finding, form, words))


def _percent(finding: Finding, form: Form, words: SuperiorWords) -> str:
    over = finding.severity is Severity.WARN
    text_id = "rule.percent_over" if over else "rule.percent_outside"
    return say(text_id, items=_listed(finding, form, words))


def _option(finding: Finding, form: Form, words: SuperiorWords) -> str:
    def item(code: str) -> str:
        return say(
            "rule.option_item",
            name=named(form, code, words),
            number=show(finding.numbers[code]),
            allowed=", ".join(str(o.number) for o in form.indicators[code].options),
        )

    return say("rule.no_such_option", items=_itemised(finding, "; ", item))


def _survey(finding: Finding, form: Form, words: SuperiorWords) -> str:
    question, *others = finding.codes
    return say(
        f"rule.{finding.reason}",
        question=named(form, question, words),
        others=", ".join(named(form, code, words) for code in others),
        **{name: show(number) for name, number in finding.numbers.items()},
    )


def _condition(finding: Finding, form: Form, words: SuperiorWords) -> str:
    question, *others = finding.codes
    return say(
        "rule.given_without_yes",
        question=named(form, question, words),
        others=", ".join(named(form, code, words) for code in others),
        given=", ".join(show(finding.numbers[c], form.indicators[c].kind) for c in others),
    )


def _register(finding: Finding, form: Form, words: SuperiorWords) -> str:
    numbers = finding.numbers
    return say(
        "rule.remainder_differs", computed=show(numbers["computed"]), given=show(numbers["given"])
    )


def _text(finding: Finding, form: Form, words: SuperiorWords) -> str:
    (code,) = finding.codes
    return say(
        "rule.text_differs",
        name=named(form, code, words),
        told=_with_unit(form, code, finding.numbers["told"]),
        given=_with_unit(form, code, finding.numbers["given"]),
    )


def _told(finding: Finding, form: Form, words: SuperiorWords) -> str:
    """A text against the figures."""
    text, *codes = finding.codes

    def item(code: str) -> str:
        fields = {"name": named(form, code, words)}
        told, given = finding.numbers.get(f"{code}/told"), finding.numbers[code]
        if told is None:
            return say("rule.item", number=_with_unit(form, code, given), **fields)
        shown = {"told": _with_unit(form, code, told), "given": _with_unit(form, code, given)}
        return say("rule.told_item", **fields, **shown)

    items = "; ".join(map(item, codes[:_ITEMS_AT_MOST]))
    return say(f"rule.{finding.reason}", text=text, items=items)


def _of_all(finding: Finding, form: Form, words: SuperiorWords) -> str:
    """A text that says "all" of what is a part."""
    text, part = finding.codes
    shown = {name: show(number) for name, number in finding.numbers.items()}
    return say("rule.claimed_of_all", text=text, name=named(form, part, words), **shown)


def _copied(finding: Finding, form: Form, words: SuperiorWords) -> str:
    rule = form.rules_by_id[finding.rule]
    lines = [form.indicators[side[0]].parent for side in (rule.left, rule.right)]
    left, right = (named(form, code, words) for code in lines)
    numbers = "; ".join(show(finding.numbers[code]) for code in rule.left)
    return say("rule.looks_copied", left=left, right=right, numbers=numbers)


def _changed(finding: Finding, form: Form, words: SuperiorWords) -> str:
    items = _itemised(finding, "; ", lambda code: _change(finding, form, words, code))
    return say("rule.changed", items=items)


def _change(finding: Finding, form: Form, words: SuperiorWords, code: str) -> str:
    numbers = finding.numbers
    name, now = named(form, code, words), _with_unit(form, code, numbers[code])
    left = numbers.get(f"{code}/left")
    if left is not None:
        return say("rule.change_left", name=name, now=now, left=show(left))
    if (within := numbers.get(f"{code}/within")) is not None:
        return say("rule.change_within", name=name, now=now, within=show(within))
    before = _with_unit(form, code, numbers[f"{code}/before"])
    fell = form.indicators[code].nature is Nature.CUMULATIVE
    return say(
        "rule.change_fell" if fell else "rule.change_jump", name=name, now=now, before=before
    )


def _accumulated(finding: Finding, form: Form, words: SuperiorWords) -> str:
    shown = {name: show(number) for name, number in finding.numbers.items()}
    return say("rule.accumulated_differs", name=named(form, finding.codes[0], words), **shown)


_PHRASES: Mapping[str, Callable[[Finding, Form, SuperiorWords], str]] = {
    "rate_differs": _rate,
    "rate_of_nothing": _rate,
    "rate_left_blank": _rate,
    "more_than": _sums,
    "less_than": _sums,
    "sum_differs": _sums,
    "total_left_blank": _sums,
    "balance_differs": _sums,
    "solved_more": _sums,
    "not_positive": _items,
    "number_outside": _items,
    "money_too_fine": _items,
    "percent_outside": _percent,
    "no_such_option": _option,
    "yes_without_count": _survey,
    "yes_without_answer": _survey,
    "no_with_count": _survey,
    "given_without_yes": _condition,
    "remainder_differs": _register,
    "accumulated_differs": _accumulated,
    "text_differs": _text,
    "told_otherwise": _told,
    "claimed_otherwise": _told,
    "claimed_of_all": _of_all,
    "looks_copied": _copied,
    "changed": _changed,
}
