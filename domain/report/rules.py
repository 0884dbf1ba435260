"""The cross-checks: a closed registry of check functions that the rules of a form name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from domain.report import checks, told
from domain.report.figures import Figures
from domain.report.findings import Case, Finding
from domain.report.forms import Rule, Severity


def check(case: Case, only: Iterable[str] | None = None) -> tuple[Finding, ...]:
    """The broken rules of a form, errors first, at most one finding a rule; `only` of rule ids.

    A rule speaks only when every figure it needs is known; a blank is a finding only for the
    rules about blanks.
    """
    wanted = frozenset(only) if only is not None else None
    return _findings(case, (r for r in case.form.rules if wanted is None or r.id in wanted))


def check_block(
    case: Case, codes: Iterable[str], severity: Severity | None = None
) -> tuple[Finding, ...]:
    """The broken rules that an answer to `codes` touches: those whose codes are all answered, and
    those that no answer to the others can mend.

    `severity`: only such findings are looked for, by the rules that can have any.
    """
    asked = replace(case, focus=frozenset(codes))
    touched = (r for r in asked.form.rules_about(asked.focus or ()) if _may_find(severity, r))
    broken = _findings(asked, (r for r in touched if _decided(r, asked.figures)))
    return tuple(finding for finding in broken if severity in (None, finding.severity))


def _decided(rule: Rule, figures: Figures) -> bool:
    """True where what is answered can break the rule for good. A typed rate is there or not: it
    is asked of nobody."""
    check_ = CHECKS[rule.type]
    needed = rule.right if rule.type == "ratio" else rule.codes
    return check_.early or all(code in figures for code in needed)


def _may_find(severity: Severity | None, rule: Rule) -> bool:
    """Some checks find less than their rule says, none finds more."""
    milder = severity is Severity.WARN and CHECKS[rule.type].milder
    return milder or severity in (None, rule.severity)


def _findings(case: Case, rules: Iterable[Rule]) -> tuple[Finding, ...]:
    broken = [f for rule in rules if (f := CHECKS[rule.type].find(rule, case))]
    return tuple(sorted(broken, key=lambda finding: finding.severity is not Severity.ERROR))


@dataclass(frozen=True, slots=True)
class Check:
    """A check function and the shape of the rules that may name it: the fewest and the most
    codes on each side, and the names of its options by what they hold; `milder` where it also
    finds what is a warning by an error's rule, `early` where it can speak before all is there."""

    find: Callable[[Rule, Case], Finding | None]
    left: tuple[int, int]
    right: tuple[int, int]
    code_options: frozenset[str] = frozenset()
    number_options: frozenset[str] = frozenset()
    required: frozenset[str] = frozenset()
    milder: bool = False
    early: bool = False

    @property
    def options(self) -> frozenset[str]:
        """Every option name that a rule of this type may hold."""
        return self.code_options | self.number_options | self.required


_NONE, _ONE, _SOME = (0, 0), (1, 1), (1, 99)

CHECKS: Mapping[str, Check] = {
    "ratio": Check(checks.ratio, left=_ONE, right=(2, 2), milder=True),
    "share": Check(
        checks.share,
        left=_ONE,
        right=_SOME,
        code_options=frozenset({"whole"}),
        required=frozenset({"whole"}),
    ),
    "copied": Check(checks.copied, left=_SOME, right=_SOME),
    "at_most": Check(checks.at_most, left=_SOME, right=_SOME, milder=True, early=True),
    "at_least": Check(checks.at_least, left=_SOME, right=_SOME, milder=True, early=True),
    "equals": Check(checks.equals, left=_SOME, right=_SOME, milder=True, early=True),
    "balance": Check(checks.balance, left=_SOME, right=_SOME, early=True),
    "accumulates": Check(checks.accumulates, left=_ONE, right=_ONE),
    "positive": Check(checks.positive, left=_SOME, right=_NONE),
    "conditional": Check(
        checks.conditional, left=_ONE, right=_SOME, number_options=frozenset({"yes"})
    ),
    "only_if": Check(checks.only_if, left=_NONE, right=_NONE),
    "remainder": Check(checks.remainder, left=_ONE, right=_SOME, required=frozenset({"register"})),
    "percent_range": Check(
        checks.percent_range,
        left=_NONE,
        right=_NONE,
        code_options=frozenset({"may_exceed"}),
        milder=True,
    ),
    "option": Check(checks.option, left=_NONE, right=_NONE),
    "number_range": Check(
        checks.number_range,
        left=_NONE,
        right=_NONE,
        number_options=frozenset({"money_places"}),
        milder=True,
    ),
    "told": Check(told.told, left=_NONE, right=_NONE),
    "claim": Check(told.claim, left=_SOME, right=_NONE, required=frozenset({"words"})),
    "claim_of_all": Check(told.claim_of_all, left=_ONE, right=_SOME, required=frozenset({"words"})),
    "text": Check(checks.text, left=_ONE, right=_NONE),
    "previous": Check(
        checks.previous,
        left=_NONE,
        right=_NONE,
        code_options=frozenset({"carried"}),
        number_options=frozenset({"share", "floor"}),
    ),
}
"""Every rule type that a form may name."""
