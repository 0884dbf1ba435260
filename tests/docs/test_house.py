"""The house stays a house: what can be counted of its rules is counted here."""

from __future__ import annotations

import ast
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FLOORS = ("bot", "scheduler", "handlers", "reports", "storage", "charts", "domain")
MOST_FILES = 25
LONGEST_FUNCTION = 40
FLAT_IN_HANDLERS = {"__init__.py", "work.py", "turn.py", "question.py"}


def modules(*rooms: str) -> Iterator[Path]:
    for room in rooms:
        for path in sorted((ROOT / room).rglob("*.py")):
            if "versions" not in path.parts:
                yield path


@pytest.mark.parametrize("room", [*FLOORS, "benchmarks", "tests", "docs", "catalogue"])
def test_no_folder_holds_more_than_a_person_can_look_over(room: str) -> None:
    folders = [ROOT / room, *(path for path in (ROOT / room).rglob("*") if path.is_dir())]
    counts = {
        str(folder.relative_to(ROOT)): sum(path.is_file() for path in folder.iterdir())
        for folder in folders
        if "__pycache__" not in folder.parts
    }
    assert {name: count for name, count in counts.items() if count > MOST_FILES} == {}


def test_no_function_is_longer_than_a_screen() -> None:
    long = [
        f"{path.relative_to(ROOT)} {node.name}"
        for path in modules(*FLOORS)
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno + len(node.decorator_list) >= LONGEST_FUNCTION
    ]
    assert long == []


def test_nothing_lies_flat_in_handlers() -> None:
    flat = {path.name for path in (ROOT / "handlers").glob("*.py")}
    assert flat <= FLAT_IN_HANDLERS


def test_every_room_has_a_door_sign_and_hands_on_no_names() -> None:
    for path in modules(*FLOORS):
        folder = path.parent / "__init__.py"
        assert folder.is_file(), f"{path.parent} has no __init__.py"
    for face in (path for path in modules(*FLOORS) if path.name == "__init__.py"):
        (only,) = ast.parse(face.read_text("utf-8")).body
        assert isinstance(only, ast.Expr), face


def test_one_word_is_one_thing() -> None:
    """A second class of a name has a name of its own."""
    homes: dict[str, list[str]] = defaultdict(list)
    for path in modules(*FLOORS):
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                homes[node.name].append(str(path.relative_to(ROOT)))
    assert {name: paths for name, paths in homes.items() if len(paths) > 1} == {}


def test_a_name_is_imported_from_where_it_is_made() -> None:
    """No module is a face of another: what it imports it does not hand on."""
    made: dict[str, set[str]] = defaultdict(set)
    brought: dict[str, set[str]] = defaultdict(set)
    wanted: Counter[tuple[str, str]] = Counter()
    for path in modules(*FLOORS):
        module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module:
                brought[module] |= {alias.asname or alias.name for alias in node.names}
                wanted.update((node.module, alias.name) for alias in node.names)
            elif isinstance(node, ast.FunctionDef | ast.ClassDef):
                made[module].add(node.name)
            elif isinstance(node, ast.Assign | ast.AnnAssign):
                targets = node.targets if isinstance(node, ast.Assign) else [node.target]
                made[module] |= {each.id for each in targets if isinstance(each, ast.Name)}
    passed_on = {
        f"{module}.{name}"
        for module, name in wanted
        if name in brought[module] and name not in made[module]
    }
    assert passed_on <= {"storage.database.database.Session"}
