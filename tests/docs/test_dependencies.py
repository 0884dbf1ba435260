"""What the code imports is declared, and what is declared is imported or says why not."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
ROOMS = ("bot", "scheduler", "handlers", "reports", "storage", "charts", "domain", "catalogue")
TESTS = ("tests", "benchmarks", "docs")
NOT_IMPORTED = {
    "sniffio": "httpx looks for it on every request and is slower without it",
    "psycopg": "the driver that SQLAlchemy loads by the name in the address",
}
LOADED_BY_NAME = {"python-multipart"}  # by Starlette's form parser, in the fake servers
TOOLS = {
    "schemathesis",
    "ruff",
    "mypy",
    "codespell",
    "import-linter",
    "pytest-xdist",
    "hatchling",
    "editables",
}


@cache
def imported(folders: tuple[str, ...]) -> dict[str, str]:
    """Top-level package -> a file that imports it; our own rooms and the standard library aside."""
    ours = {*ROOMS, *TESTS, *sys.stdlib_module_names}
    found: dict[str, str] = {}
    for folder in folders:
        for file in sorted((ROOT / folder).rglob("*.py")):
            for name in _names(ast.parse(file.read_text("utf-8"))):
                if name not in ours:
                    found.setdefault(name, str(file.relative_to(ROOT)))
    return found


def _names(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
            yield node.module.partition(".")[0]


def plain(requirement: str) -> str:
    """`psycopg[binary]>=3.2` -> `psycopg`."""
    return re.split(r"[\s\[<>=;!~]", requirement, maxsplit=1)[0].lower().replace("_", "-")


@cache
def installed() -> Mapping[str, list[str]]:
    """The distributions that bring each package that is installed: hundreds of files are read."""
    return packages_distributions()


def distributions(package: str) -> set[str]:
    """The distributions that bring a package; of one that is not installed yet, its own name."""
    found = installed().get(package, (package,))
    return {name.lower().replace("_", "-") for name in found}


RUN = {plain(each) for each in PROJECT["project"]["dependencies"]}
DEV = {plain(each) for each in PROJECT["dependency-groups"]["dev"]}


@pytest.mark.parametrize(("folders", "declared"), [(ROOMS, RUN), (TESTS, RUN | DEV)])
def test_what_is_imported_is_declared(folders: tuple[str, ...], declared: set[str]) -> None:
    undeclared = {
        package: file
        for package, file in imported(folders).items()
        if not distributions(package) & declared
    }
    assert undeclared == {}


def test_what_is_declared_is_imported_or_explained() -> None:
    used = {name for package in imported(ROOMS) for name in distributions(package)}
    assert sorted(RUN - used - NOT_IMPORTED.keys()) == []
    tested = {name for package in imported(TESTS) for name in distributions(package)}
    assert sorted(DEV - tested - TOOLS - LOADED_BY_NAME) == []


@pytest.mark.parametrize("lock", ["run.lock", "dev.lock"])
def test_a_lock_holds_every_dependency_and_no_address(lock: str) -> None:
    text = (ROOT / "requirements" / lock).read_text("utf-8")
    locked = set(re.findall(r"^([a-z0-9-]+)==", text, re.M))
    assert sorted((RUN if lock == "run.lock" else RUN | DEV) - locked) == []
    assert "://" not in text
    assert "--index-url" not in text
