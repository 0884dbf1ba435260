"""A finished annex that somebody sends to have it checked: every broken rule, nothing is written.

lan   < (tệp phu-luc.xlsx, kèm lời) kiểm tra
bot   > Kiểm tra phu-luc.xlsx: 3 lỗi, 1 điều cần xem lại. ...
"""

from __future__ import annotations

from domain.forms import Form
from domain.messages import Reply
from domain.words import fold
from handlers.annex_file import AnnexFile
from handlers.say import say
from handlers.verify import BrokenRule, verify_annex

FINDINGS_AT_MOST = 20
_WORDS = ("kiem tra", "kiemtra", "kiem tra giup", "kiem tra ho", "verify")


def asks_to_check(text: str) -> bool:
    """True for the word alone, as a command, or with whatever behind it: "kiểm tra giúp em"."""
    said = fold(text).strip(" /.!").replace("-", " ").replace("_", " ")
    return said in _WORDS or said.startswith(("kiem tra ", "nho kiem tra", "verify "))


def check_reply(name: str, annex: AnnexFile, form: Form) -> Reply:
    """The findings as `nhacviec verify` has them: rule, lines, words; errors first."""
    verdict = verify_annex(annex, form)
    errors = sum(finding["severity"] == "error" for finding in verdict.findings)
    warnings = len(verdict.findings) - errors
    text_id = "annex.check.counts" if verdict.findings else "annex.check.clean"
    lines = [say(text_id, file=name, errors=errors, warnings=warnings)]
    lines += [_line(finding) for finding in verdict.findings[:FINDINGS_AT_MOST]]
    if (more := len(verdict.findings) - FINDINGS_AT_MOST) > 0:
        lines.append(say("annex.more", count=more))
    lines += [say("answer.note", words=note) for note in verdict.notes]
    return Reply("\n".join([*lines, say("annex.check.nothing_written")]))


def _line(finding: BrokenRule) -> str:
    return say(
        "annex.check.line",
        rule=finding["rule"],
        severity=say(f"verify.{finding['severity']}"),
        codes=", ".join(finding["codes"]),
        message=finding["message"],
    )
