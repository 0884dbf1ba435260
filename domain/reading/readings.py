"""What was understood of one figure, and how surely."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from domain.report.figures import State


class Treatment(StrEnum):
    """What to do with a reading (principle 9 of reading figures)."""

    ACCEPT = "accept"  # one sensible reading: store and say it back
    CONFIRM = "confirm"  # one likely reading, a second is thinkable: store on a yes
    ASK = "ask"  # two readings or none: one short question
    REJECT = "reject"  # cannot be
    COMMAND = "command"  # "?": the person wants an explanation


class Reason(StrEnum):
    """Why a text was read as it was; the words for it are the texts `reading.<reason>`."""

    # accepted
    PLAIN = "plain"  # 14
    THOUSANDS = "thousands"  # 17.465
    DECIMAL = "decimal"  # 98,3
    WITH_UNIT = "with_unit"  # 12 hs
    CONVERTED = "converted"  # 3,598 tỷ
    IN_WORDS = "in_words"  # mười bốn
    AGREED = "agreed"  # 12 (mười hai)
    OPTION = "option"  # Có
    NONE_ARISEN = "none_arisen"  # không phát sinh
    SKIPPED = "skipped"  # bỏ qua
    DAY = "day"  # 15/9/2024 where a day is asked
    # confirmed
    SPACED = "spaced"  # 1 639
    COMMA_GROUPS = "comma_groups"  # 1,234,567
    US_DECIMAL = "us_decimal"  # 1,234.5
    POINT_DECIMAL = "point_decimal"  # 3.5 triệu
    THREE_DECIMALS = "three_decimals"  # 98.300 in percent
    WHOLE_DECIMAL = "whole_decimal"  # 12,0 in a count
    LETTER_O = "letter_o"  # 1O
    RAW_TYPING = "raw_typing"  # kho6ng
    SHORTENED = "shortened"  # 2 tỷ 350, 1tr2
    THOUSAND_DONG = "thousand_dong"  # 500k
    SMALL_AMOUNT = "small_amount"  # 15 đồng
    WORDS_UNSURE = "words_unsure"  # một chục, hai mươi năm
    ABOVE_HUNDRED = "above_hundred"  # 120 %
    LARGE = "large"
    FRACTION = "fraction"  # 78/93 in percent
    ZERO_OF_ZERO = "zero_of_zero"  # 0/0
    NOTHING = "nothing"  # không có
    NOT_YET = "not_yet"  # chưa
    AS_BEFORE = "as_before"  # nkt
    PLUS_SIGN = "plus_sign"  # +5
    DECORATED = "decorated"  # (12), 12 👍
    UNFINISHED = "unfinished"  # 12,
    LEADING_ZEROS = "leading_zeros"  # 0012345
    OPTION_GUESS = "option_guess"  # rồi
    OTHER_UNIT = "other_unit"  # "12 người" for a count of dossiers
    ALL_ZERO = "all_zero"  # 0 hết
    SEPARATED = "separated"  # 14,14,0,0
    YEAR_SHORT = "year_short"  # 15/9/24
    # asked
    COMMA_THREE = "comma_three"  # 17,465
    NOT_WHOLE = "not_whole"  # 5,2 in a count
    SCALE_IN_COUNT = "scale_in_count"  # 500k in a count
    SHORT_TAIL = "short_tail"  # 2 tỷ 35
    POINT_BILLION = "point_billion"  # 17.465 tỷ
    APPROXIMATE = "approximate"  # khoảng 20
    RANGE = "range"  # 12-13
    SEVERAL = "several"  # 12 13
    DASH = "dash"  # -
    BARE_NO = "bare_no"  # không
    FRACTION_IN_COUNT = "fraction_in_count"  # 14/14
    DATE_OR_FRACTION = "date_or_fraction"  # 15/9
    PERCENT_SIGN = "percent_sign"  # 5% in a count
    UNCERTAIN = "uncertain"  # 12?
    DISAGREE = "disagree"  # 12 (mười ba)
    AMID_WORDS = "amid_words"  # thiếu 12
    HUGE_MONEY = "huge_money"  # 17465000000
    TOO_PRECISE = "too_precise"
    OPTION_UNCLEAR = "option_unclear"  # fits several options
    OPTION_UNKNOWN = "option_unknown"
    MALFORMED = "malformed"  # 1.23.4
    NO_FIGURE = "no_figure"
    EMPTY = "empty"
    YEAR_MISSING = "year_missing"  # 15/9 where a day is asked
    NO_DAY = "no_day"  # 14 where a day is asked
    SHARE_OR_PERCENT = "share_or_percent"  # 1 or 0,15 in percent, beside counts
    # rejected
    TOO_LONG = "too_long"
    TURNED = "turned"  # shown from right to left: 123 looks like 321
    TOO_BIG = "too_big"
    NEGATIVE = "negative"
    DATE = "date"  # 15/9/2024
    PHONE = "phone"  # 0912345678
    NOT_AN_OPTION = "not_an_option"  # 5
    FAR_ABOVE_HUNDRED = "far_above_hundred"  # 98300 %
    NO_WHOLE = "no_whole"  # 5/0
    NO_SUCH_DAY = "no_such_day"  # 31/2/2024
    HEADING = "heading"  # a line that takes no figure
    # others
    TYPED_RATE = "typed_rate"  # 2=80%: computed by the program
    EXPLAIN = "explain"  # ?


@dataclass(frozen=True, slots=True)
class Reading:
    """`value` is in the unit of the indicator, exact. "Không phát sinh" has value 0 for a count
    or money, none for a rate; "như kỳ trước" has neither state nor value where the earlier
    figure is not known to the reader."""

    action: Treatment
    reason: Reason
    state: State | None = None
    value: Decimal | None = None
    alternatives: tuple[Decimal, ...] = ()  # the readings that an ASK names
    parts: tuple[Decimal, Decimal] | None = None  # of a fraction a/b
    said: str = ""  # the cleaned words, for the reply
    unit: str = ""  # the unit as typed: "hs", "người"

    @property
    def figure_value(self) -> Decimal | None:
        """The value as a `Figure` of this state holds it."""
        return self.value if self.state is State.VALUE else None

    @property
    def sure(self) -> bool:
        """True where there is one reading, whether to store at once or on a yes."""
        return self.action in (Treatment.ACCEPT, Treatment.CONFIRM)


def accept(reason: Reason, value: Decimal) -> Reading:
    """One sensible reading."""
    return Reading(Treatment.ACCEPT, reason, State.VALUE, value)


def confirm(reason: Reason, value: Decimal) -> Reading:
    """One likely reading."""
    return Reading(Treatment.CONFIRM, reason, State.VALUE, value)


def ask(reason: Reason, *alternatives: Decimal) -> Reading:
    """Two readings or none."""
    return Reading(Treatment.ASK, reason, alternatives=tuple(dict.fromkeys(alternatives)))


def reject(reason: Reason) -> Reading:
    """No figure of this kind."""
    return Reading(Treatment.REJECT, reason)


def doubted(reading: Reading, reason: Reason) -> Reading:
    """The same reading, but to be confirmed; a reading that is not accepted stays as it is."""
    if reading.action is not Treatment.ACCEPT:
        return reading
    return replace(reading, action=Treatment.CONFIRM, reason=reason)


def readings_of(reading: Reading) -> tuple[Decimal, ...]:
    """The value, or the values between which a question asks to choose."""
    return reading.alternatives if reading.value is None else (reading.value,)


SEVERITY = {
    Treatment.COMMAND: 0,
    Treatment.ACCEPT: 0,
    Treatment.CONFIRM: 1,
    Treatment.ASK: 2,
    Treatment.REJECT: 3,
}
