"""What must hold inside a form and between its versions."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from domain.report.forms import Block, Form, Indicator, Kind, Rule
from domain.report.rules import CHECKS
from storage.catalogue.toml_table import Faults

MOST_FIGURES = 6  # of one block: what fits in one message on a phone

_CODES = ["I.4.1", "I.4.2", "I.4.3"]  # of the example
_OPTIONS = {"words": "đều đúng hạn", "register": "tasks_in_progress", "whole": "I.4.1"}
"""An example of each option that a rule cannot do without."""
_CODE = re.compile(r"[IVX]+(\.\d+)+(\.[a-z])?")
_WRITTEN = re.compile(r"[IVX]+(\.\d+)*(\.[TB][a-z]?\d*)?")  # I.1.T, II.T3, I.1.Tb, I.B


def check_form(form: Form, faults: Faults) -> None:
    """Tell every fault of one version by itself."""
    if form.valid_to and form.valid_to < form.valid_from:
        faults.tell("valid_to", "ends_before_it_begins")
    for code in form.key_rates:
        if _unknown(code, form, "key_rates", faults):
            continue
        if form.indicators[code].kind is not Kind.PERCENT:
            faults.tell("key_rates", "not_a_rate", code=code)
    for indicator in form.indicators.values():
        _check_indicator(indicator, form, faults)
    for block in (*form.blocks, *form.extra):
        _check_block(block, form, faults)
    _check_every_figure_is_asked_once(form, faults)
    for rule in form.rules:
        _check_rule(rule, form, faults)


def _unknown(code: str, form: Form, key: str, faults: Faults) -> bool:
    if code in form.indicators:
        return False
    faults.tell(key, "no_such_code", code=code)
    return True


def _check_indicator(indicator: Indicator, form: Form, faults: Faults) -> None:
    key = f"indicators.{indicator.code}"
    sections = {section.code for section in form.sections}
    shape = _WRITTEN if indicator.kind.written else _CODE
    if not shape.fullmatch(indicator.code):
        faults.tell(f"{key}.code", "strange_code", code=indicator.code)
    if indicator.parent and indicator.parent not in {*form.indicators, *sections}:
        faults.tell(f"{key}.parent", "no_such_parent", parent=indicator.parent)
    if indicator.code.partition(".")[0] not in sections:
        faults.tell(f"{key}.code", "no_such_section", section=indicator.code.partition(".")[0])
    if indicator.owner and indicator.owner not in form.owners:
        faults.tell_strange(f"{key}.owner", indicator.owner, form.owners)
    _check_options(indicator, key, faults)
    _check_written(indicator, key, faults)
    _check_condition(indicator, form, key, faults)
    _check_ratio(indicator, form, key, faults)


def _check_options(indicator: Indicator, key: str, faults: Faults) -> None:
    numbers = [option.number for option in indicator.options]
    if indicator.kind is not Kind.ENUM and numbers:
        faults.tell(f"{key}.options", "options_without_enum")
    if indicator.kind is Kind.ENUM and (len(numbers) < 2 or len(set(numbers)) < len(numbers)):
        faults.tell(f"{key}.options", "too_few_options")


def _check_written(indicator: Indicator, key: str, faults: Faults) -> None:
    """What is written stands in the text of the report; only a register has rows."""
    if (indicator.kind is Kind.TABLE) != bool(indicator.row):
        faults.tell(f"{key}.row", "row_of_tables")
    if indicator.kind.written and indicator.in_annex:
        faults.tell(f"{key}.in_annex", "written_in_annex")


def _check_condition(indicator: Indicator, form: Form, key: str, faults: Faults) -> None:
    """A line that is asked only if another says so: that one is asked before, and is a number or
    a yes."""
    code = indicator.only_if
    if not code or _unknown(code, form, f"{key}.only_if", faults):
        return
    gate, order = form.indicators[code], form.asked()
    if code in form.beside:
        return  # told already
    if not gate.asked or not (gate.kind.adds_up or gate.yes_or_no):
        faults.tell(f"{key}.only_if", "no_condition", code=code)
    elif not indicator.asked:
        faults.tell(f"{key}.only_if", "condition_of_unasked")
    elif {code, indicator.code} <= set(order) and order.index(code) > order.index(indicator.code):
        faults.tell(f"{key}.only_if", "condition_after", code=code)


def _check_ratio(indicator: Indicator, form: Form, key: str, faults: Faults) -> None:
    if indicator.ratio is None:
        return
    if indicator.kind is not Kind.PERCENT:
        faults.tell(f"{key}.ratio", "ratio_without_percent")
    for name, code in (("part", indicator.ratio.part), ("whole", indicator.ratio.whole)):
        if _unknown(code, form, f"{key}.ratio.{name}", faults):
            continue
        if not form.indicators[code].kind.adds_up:
            faults.tell(f"{key}.ratio.{name}", "not_a_number", code=code)


def _check_block(block: Block, form: Form, faults: Faults) -> None:
    key = f"blocks.{block.id}"
    known = [
        form.indicators[c] for c in block.codes if not _unknown(c, form, f"{key}.codes", faults)
    ]
    if not re.fullmatch(r"\S+", block.id):
        faults.tell(f"{key}.id", "id_with_space")
    if not 1 <= len(block.codes) <= MOST_FIGURES:
        faults.tell(f"{key}.codes", "block_size", count=len(block.codes), most=MOST_FIGURES)
    if len({indicator.owner for indicator in known}) > 1:
        faults.tell(f"{key}.codes", "mixed_owners")
    if len({indicator.optional for indicator in known}) > 1:
        faults.tell(f"{key}.codes", "optional_beside_asked")
    if len(known) > 1 and any(indicator.kind.written for indicator in known):
        faults.tell(f"{key}.codes", "written_alone")
    for indicator in known:
        if indicator.kind is Kind.GROUP:
            faults.tell(f"{key}.codes", "heading_in_block", code=indicator.code)
        if indicator.ratio:
            parts = {"part": indicator.ratio.part, "whole": indicator.ratio.whole}
            faults.tell(f"{key}.codes", "rate_in_block", code=indicator.code, **parts)
    for short in _repeated(indicator.short for indicator in known):
        faults.tell(f"{key}.codes", "same_short", short=short)


def _repeated(words: Iterable[str]) -> list[str]:
    return [word for word, count in Counter(words).items() if count > 1]


def _check_every_figure_is_asked_once(form: Form, faults: Faults) -> None:
    times = Counter(code for block in (*form.blocks, *form.extra) for code in block.codes)
    for indicator in form.indicators.values():
        if indicator.takes_number and not times[indicator.code]:
            faults.tell(f"indicators.{indicator.code}", "in_no_block")
        if times[indicator.code] > 1:
            faults.tell(f"indicators.{indicator.code}", "in_two_blocks")


def _check_rule(rule: Rule, form: Form, faults: Faults) -> None:
    key = f"rules.{rule.id}"
    for side in ("left", "right"):
        for code in getattr(rule, side):
            _unknown(code, form, f"{key}.{side}", faults)
    shape = CHECKS.get(rule.type)
    if shape is None:
        faults.tell_strange(f"{key}.type", rule.type, CHECKS)
        return
    for side, codes, (fewest, most) in (
        ("left", rule.left, shape.left),
        ("right", rule.right, shape.right),
    ):
        if not fewest <= len(codes) <= most:
            fields = {"fewest": fewest, "most": most, "side": side}
            example = json.dumps(_CODES[: max(fewest, min(most, 1))])
            faults.tell(f"{key}.{side}", "rule_size", type=rule.type, example=example, **fields)
    _check_rule_options(rule, form, key, faults)
    if rule.type == "ratio" and not _is_ratio_of_form(rule, form):
        faults.tell(f"{key}.right", "not_the_ratio")


def _check_rule_options(rule: Rule, form: Form, key: str, faults: Faults) -> None:
    shape = CHECKS[rule.type]
    for name in shape.required - rule.options.keys():
        example = f'{name} = "{_OPTIONS[name]}"'
        faults.tell(f"{key}.options.{name}", "missing_key", example=example)
    for name, words in rule.options.items():
        if name not in shape.options:
            faults.tell(f"{key}.options.{name}", "unknown_key", known=", ".join(shape.options))
        elif name in shape.code_options:
            for code in words.replace("=", " ").split():
                _unknown(code, form, f"{key}.options.{name}", faults)
        elif name in shape.number_options and not words.isdecimal():
            faults.tell(f"{key}.options.{name}", "not_digits", word=words)


def _is_ratio_of_form(rule: Rule, form: Form) -> bool:
    indicator = form.indicators.get(rule.left[0]) if len(rule.left) == 1 else None
    if indicator is None:
        return True  # told already
    ratio = indicator.ratio
    return ratio is not None and rule.right == (ratio.part, ratio.whole)


def check_versions(versions: Sequence[tuple[Form, Faults]]) -> None:
    """Tell where two versions of a form have one name or are valid on the same day."""
    for number, (form, faults) in enumerate(versions):
        for other, others_faults in versions[:number]:
            if other.id != form.id:
                continue
            if other.version == form.version:
                faults.tell("version", "same_version", file=others_faults.file)
            elif _overlap(form, other):
                faults.tell("valid_from", "overlap", version=other.version)


def _overlap(one: Form, other: Form) -> bool:
    one_end, other_end = one.valid_to or date.max, other.valid_to or date.max
    return one.valid_from <= other_end and other.valid_from <= one_end


def check_successor(
    form: Form, replaced: object, versions: Sequence[tuple[Form, Faults]], faults: Faults
) -> None:
    """Tell where a version does not follow on the one it replaces, or drops a code of it."""
    before = next((f for f, _ in versions if (f.id, f.version) == (form.id, replaced)), None)
    if before is None:
        faults.tell("replaces", "no_such_version", version=replaced)
        return
    if before.valid_to is None or before.valid_to + timedelta(days=1) != form.valid_from:
        faults.tell("valid_from", "gap", version=before.version)
    for code in before.indicators.keys() - form.indicators.keys():
        faults.tell("indicators", "dropped_code", code=code, version=before.version)
