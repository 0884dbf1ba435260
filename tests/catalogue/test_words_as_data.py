"""What people type is understood out of `catalogue/words/`: no list of words stands in code."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from domain.words import fold
from storage.catalogue.words import bundled_words

ROOT = Path(__file__).resolve().parents[2]
FLOORS = ("domain", "handlers", "storage", "reports", "charts", "scheduler", "bot")
MAY_STAY = {
    "domain/reading/amounts.py": "units of what is counted, and scales: grammar of numbers",
    "domain/reading/by_code.py": "what stands between a code and its figure",
    "domain/reading/by_label.py": "small words inside a label",
    "domain/reading/clauses.py": "words that are polite only together",
    "domain/reading/codes.py": "what stands in front of a code",
    "domain/reading/cuts.py": "no words: a sentence about the code",
    "domain/reading/in_sentence.py": "small words inside a label, and places",
    "domain/reading/numbers.py": "what stands about one figure: about, between, polite",
    "domain/reading/options.py": "a yes and a no where a form prints them",
    "domain/reading/pasted.py": "headings of the annex",
    "domain/reading/shortcuts.py": "the short answers of a block, put together out of parts",
    "domain/dates/day_reading.py": "how days are written: the words stand between numbers",
    "domain/dates/due_wording.py": "how due days are written: the words stand between numbers",
    "domain/dates/hour_reading.py": "how hours are written: the words stand between numbers",
    "domain/dates/period_reading.py": "how periods are written: the words stand between numbers",
    "domain/dates/span_reading.py": "how spans are written: the words stand between periods",
    "domain/dates/past_day.py": "how days are written: the words stand between numbers",
    "domain/dates/leave_reading.py": "how a leave is written: the words stand between days",
    "domain/talk/mentions.py": "how numbers, tasks and documents are named: words about numbers",
    "domain/talk/moments_said.py": "how hours are written: the words stand between numbers",
    "domain/tasks/assignment.py": "how a task is written: the headings of its lines",
    "domain/tasks/cited.py": "how documents are cited, in a pattern",
    "domain/tasks/details.py": "how documents and days of a task are written",
    "domain/talk/sendable.py": "endings of files",
    "bot/channels/zalo_oa.py": "endings of files",
    "storage/catalogue/examples.py": "no words: keys of the catalogue, which are English",
    "domain/tasks/words.py": "the noun of a task, and what is counted, in a pattern",
    "domain/talk/question.py": "choices as they are stored",
    "domain/people/units.py": "kinds of units as they are stored",
    "handlers/names/in_a_sentence.py": "kinds of units as they are stored",
    "handlers/talk/slots.py": "what stands about a number",
    "handlers/talk/orders.py": "the names by which orders are stored",
    "handlers/figures/which_report.py": "what stands in front of a code",
    "handlers/office/figures.py": "what stands in front of a code",
    "handlers/figures/switch.py": "the noun of a report",
    "handlers/desk/more_time.py": "the noun of a report, in a pattern",
    "handlers/desk/verdict.py": "what stands between two names",
    "handlers/tasks/resolve.py": "what stands between two names, and the letterhead",
    "handlers/tasks/settle.py": "the noun of a task, in a pattern",
    "handlers/documents/issue.py": "how a number, a day and a signer are written, in a pattern",
    "handlers/people/hand_over.py": "what stands between two names",
    "handlers/annex/of_which_report.py": "the letterhead of a file",
    "handlers/figures/named_report.py": "the first letters of a unit, in a pattern",
    "handlers/load/people_template.py": "headings of a file",
    "storage/catalogue/people_files.py": "roles as files name them",
    "reports/incoming/read_annex.py": "headings of a file",
    "reports/incoming/read_form.py": "headings of a file",
    "reports/incoming/read_people.py": "headings of a file",
    "reports/incoming/read_tasks.py": "headings of a file",
    "reports/incoming/unclear.py": "headings of a file",
    "reports/patching/": "headings and letterheads of a superior's workbook",
    "reports/narrative.py": "the functions that a template may call",
    "reports/template_faults.py": "the same functions",
    "reports/word/annex.py": "headings of a file",
    "bot/rehearsal/chat.py": "for whoever sits at the keyboard",
    "bot/channels/console.py": "for whoever sits at the keyboard",
}
"""Where words stand in code, with the reason."""
MARKED = re.compile("[ăâđêôơưàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ]", re.I)
ENGLISH = {
    "yes",
    "no",
    "undo",
    "cancel",
    "status",
    "help",
    "ok",
    "hello",
    "thanks",
    "email",
}  # also names of intents
LETTERS = re.compile(r"[^\W\d_]+")
KNOWN = {
    word
    for meanings in bundled_words().values()
    for listed in meanings.values()
    for phrase in listed
    for word in LETTERS.findall(fold(phrase))
}


def lists_of_words(code: str) -> Iterator[tuple[int, list[str]]]:
    """The line and the words of every tuple, list, set, mapping or pattern that has several."""
    for node in ast.walk(ast.parse(code)):
        found = [text for text in _texts(node) if _is_vietnamese(text)]
        if len(found) > 1:
            yield getattr(node, "lineno", 0), found


def _texts(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        alone = "|" in node.value and "\n" not in node.value
        return re.split(r"[|()]", node.value) if alone else []
    if isinstance(node, ast.Dict):
        each: list[ast.expr | None] = list(node.keys)
    elif isinstance(node, ast.Tuple | ast.List | ast.Set):
        each = list(node.elts)
    else:
        return []
    constants = [one.value for one in each if isinstance(one, ast.Constant)]
    return [text for text in constants if isinstance(text, str)]


def _is_vietnamese(text: str) -> bool:
    found = {word for word in LETTERS.findall(text.lower()) if len(word) > 1} - ENGLISH
    if not found or "\\" in text:
        return False
    return bool(MARKED.search(text)) or {fold(word) for word in found} <= KNOWN


def product_files() -> Iterator[str]:
    for floor in FLOORS:
        for file in sorted((ROOT / floor).rglob("*.py")):
            if "migrations" not in file.parts:  # they tell what once was
                yield str(file.relative_to(ROOT))


def test_no_list_of_words_stands_in_code() -> None:
    found = {
        f"{file}:{line}": words
        for file in product_files()
        if not file.startswith(tuple(MAY_STAY))
        for line, words in lists_of_words((ROOT / file).read_text("utf-8"))
    }
    assert found == {}


def test_where_words_may_stand_some_do() -> None:
    code = {file: (ROOT / file).read_text("utf-8") for file in product_files()}
    for place in MAY_STAY:
        inside = [file for file in code if file.startswith(place)]
        assert any(list(lists_of_words(code[file])) for file in inside), place


def test_a_list_of_words_is_seen_with_marks_and_without() -> None:
    assert list(lists_of_words('AGREED = ("đồng ý", "luôn")'))
    assert list(lists_of_words('AGREED = frozenset({"dong y", "luon"})'))
    assert list(lists_of_words('AGREED = re.compile("^(dong y|luon)$")'))
    assert not list(lists_of_words('NAMES = ("chart", "table", "yes", "no")'))
