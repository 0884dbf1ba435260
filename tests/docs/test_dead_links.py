"""The finder of dead links finds them, and the documentation has none."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.dead_links import anchors, dead_links

PAGE = """# Đầu đề
## Hai lần
## Hai lần
```sh
# no heading
[no link](nowhere.md)
```
`[no link either](nowhere.md)`
"""


def test_the_documentation_has_no_dead_link() -> None:
    assert dead_links() == []


def test_anchors_are_made_as_code_hosts_make_them() -> None:
    assert anchors(PAGE) == {"đầu-đề", "hai-lần", "hai-lần-1"}


@pytest.mark.parametrize(
    ("link", "dead"),
    [
        ("[a](docs/there.md)", False),
        ("[a](docs/there.md#hai-lần-1)", False),
        ("[a](docs/there.md#no-heading)", True),
        ("[a](docs/nowhere.md)", True),
        ("![a](docs/picture.png)", True),
        ('<img src="docs/picture.png">', True),
        ("[`a`](docs/nowhere.md)", True),
        ("[a]: docs/nowhere.md", True),
        ("[a](#đầu-đề)", True),
        ("[a](https://example.org/nowhere)", False),
    ],
)
def test_a_dead_link_is_found(link: str, dead: bool, tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "there.md").write_text(PAGE, "utf-8")
    (tmp_path / "README.md").write_text(f"text {link}\n" if "]:" not in link else link, "utf-8")
    assert bool(dead_links(tmp_path)) is dead
