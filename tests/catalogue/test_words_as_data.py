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
    "domain/reading/": "how figures are written: number words, units of money, signs of no figure",
    "domain/dates/": "how days and periods are written: the words stand between numbers",
    "domain/people/leave_words.py": "how a leave is written: the words stand between days",
    "domain/talk/mentions.py": "how numbers, tasks and documents are named: words about numbers",
    "domain/talk/moments_said.py": "how hours are written: the words stand between numbers",
    "domain/tasks/": "how a task is written: the headings of its lines, documents, days",
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
    "reports/": "headings of files",
    "bot/": "for whoever runs the bot, at a keyboard",
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
