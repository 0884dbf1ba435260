"""A number is never asked whether it is true: 0 is a figure, and no figure is None.

Read from the syntax trees: a parameter that is annotated as a `Decimal`, a call of a function that
gives one, and a name bound to such a call may not stand where a truth value is looked for.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("domain", "handlers", "reports", "charts", "storage")
FILES = [path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py"))]
NUMBERS = ("Decimal", "Decimal | None")
Function = ast.FunctionDef | ast.AsyncFunctionDef


def functions(tree: ast.AST) -> Iterator[Function]:
    return (node for node in ast.walk(tree) if isinstance(node, Function))


def is_number(annotation: ast.expr | None) -> bool:
    return annotation is not None and ast.unparse(annotation) in NUMBERS


def givers(trees: list[ast.Module]) -> set[str]:
    """Names of functions that give a number, wherever a function of that name stands."""
    gives: dict[str, set[bool]] = {}
    for tree in trees:
        for each in functions(tree):
            gives.setdefault(each.name, set()).add(is_number(each.returns))
    return {name for name, found in gives.items() if found == {True}}


def called(node: ast.expr) -> str:
    if not isinstance(node, ast.Call):
        return ""
    return getattr(node.func, "attr", "") or getattr(node.func, "id", "")


def asked(tree: ast.AST) -> Iterator[ast.expr]:
    """What stands where true or false is looked for; the last of `a or b` only gives its value."""
    for node in ast.walk(tree):
        if isinstance(node, ast.BoolOp):
            yield from node.values[:-1]
        elif isinstance(node, ast.If | ast.While | ast.IfExp):
            yield node.test
        elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            yield node.operand
        elif isinstance(node, ast.comprehension):
            yield from node.ifs


def truths(tree: ast.AST, giving: set[str]) -> Iterator[int]:
    """The lines at which a number is taken for a truth value."""
    for function in functions(tree):
        every = (*function.args.args, *function.args.kwonlyargs)
        names = {each.arg for each in every if is_number(each.annotation)}
        for node in ast.walk(function):
            if isinstance(node, ast.NamedExpr) and called(node.value) in giving:
                names.add(node.target.id)
            elif isinstance(node, ast.Assign) and called(node.value) in giving:
                names |= {t.id for t in node.targets if isinstance(t, ast.Name)}
        for node in asked(function):
            meant = node.value if isinstance(node, ast.NamedExpr) else node
            if called(meant) in giving or (isinstance(node, ast.Name) and node.id in names):
                yield node.lineno


def test_no_number_is_taken_for_a_truth_value() -> None:
    trees = {path: ast.parse(path.read_text("utf-8")) for path in FILES}
    giving = givers(list(trees.values()))
    found = {
        str(path.relative_to(ROOT)): lines
        for path, tree in trees.items()
        if (lines := sorted(set(truths(tree, giving))))
    }
    assert found == {}


@pytest.mark.parametrize(
    "line",
    [
        "return before or now",
        "return now if before else None",
        "return not before",
        "return [1 for _ in now if before]",
        "if rate(1, 2):\n        return 1",
        "if (a := rate(1, 2)) and now:\n        return 1",
    ],
)
def test_a_number_where_a_truth_value_is_looked_for_is_found(line: str) -> None:
    text = f"def told(before: Decimal | None, now: list[int]) -> int:\n    {line}\n"
    assert list(truths(ast.parse(text), {"rate"})) == [2]


def test_a_number_that_is_compared_is_not() -> None:
    text = "def told(before: Decimal | None) -> int:\n    return 1 if before is not None else 0\n"
    assert list(truths(ast.parse(text), set())) == []
