"""What must hold in a form whose lines stand in several columns, before they are spread."""

from __future__ import annotations

from collections.abc import Sequence

from domain.report.columns import ADDING, cell
from domain.report.forms import AnnexColumn, Form, Indicator, Kind, Nature, Rule
from storage.catalogue.toml_table import Faults


def check_columns(
    form: Form, columns: Sequence[AnnexColumn], spread: frozenset[str], faults: Faults
) -> None:
    """Tell every fault of the columns, and of the lines and rules that use them."""
    for code in sorted(spread):
        _check_line(form.indicators[code], form, columns, faults)
    if not columns:
        return
    for line in form.indicators.values():
        if line.code not in spread:
            _check_alone(line, spread, faults)
    for block in form.blocks:
        if not spread.isdisjoint(block.codes) and not spread.issuperset(block.codes):
            faults.tell(f"blocks.{block.id}.codes", "mixed_columns")
    for rule in form.rules:
        _check_rule(rule, form, spread, faults)


def _check_line(
    line: Indicator, form: Form, columns: Sequence[AnnexColumn], faults: Faults
) -> None:
    key = f"indicators.{line.code}"
    if not columns:
        faults.tell(f"{key}.by_column", "no_columns")
    if line.kind is Kind.GROUP:
        faults.tell(f"{key}.by_column", "heading_by_column")
    for column in columns:
        if cell(line.code, column) in form.indicators:
            faults.tell(f"{key}.by_column", "code_of_column", code=cell(line.code, column))


def _check_alone(line: Indicator, spread: frozenset[str], faults: Faults) -> None:
    """A line with one figure depends on none that has several."""
    if line.only_if in spread:
        faults.tell(f"indicators.{line.code}.only_if", "which_column", code=line.only_if)
    for name in ("part", "whole"):
        code = getattr(line.ratio, name, "")
        if code in spread:
            faults.tell(f"indicators.{line.code}.ratio.{name}", "which_column", code=code)


def _check_rule(rule: Rule, form: Form, spread: frozenset[str], faults: Faults) -> None:
    """A rule that names lines of both sorts adds the columns up: only what arises in a period."""
    if spread.isdisjoint(rule.codes) or spread.issuperset(rule.codes):
        return
    if rule.type not in ADDING:
        faults.tell(f"rules.{rule.id}", "rule_of_columns", type=rule.type)
    for code in rule.codes:
        line = form.indicators.get(code)
        if line and code in spread and line.nature is not Nature.FLOW:
            faults.tell(f"rules.{rule.id}", "stock_over_columns", code=code)
