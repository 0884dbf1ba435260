"""Every relative link of the documentation leads to a file (and heading) that exists."""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FENCED = re.compile(r"^(```|~~~).*?^\1", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"`[^`\n]*`")
LINK = re.compile(r"\]\(<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\)|<img[^>]+src=\"([^\"]+)\"")
REFERENCE = re.compile(r"^\[[^\]]+\]:\s*(\S+)", re.MULTILINE)
HEADING = re.compile(r"^#+\s+(.*?)\s*#*$", re.MULTILINE)


def anchors(text: str) -> set[str]:
    """Heading anchors as code hosts make them; a repeated one gets a number."""
    seen: Counter[str] = Counter()
    found = set()
    for heading in HEADING.findall(FENCED.sub("", text)):
        words = re.sub(r"\]\([^)]*\)", "]", heading).lower()
        anchor = re.sub(r"[^\w\- ]", "", words).strip().replace(" ", "-")
        found.add(f"{anchor}-{seen[anchor]}" if seen[anchor] else anchor)
        seen[anchor] += 1
    return found


def targets(text: str) -> Iterator[str]:
    """What a page links to, examples in code left out."""
    plain = CODE.sub("", FENCED.sub("", text))
    for match in LINK.finditer(plain):
        yield match[1] or match[2]
    yield from REFERENCE.findall(plain)


def dead_links(root: Path = ROOT) -> list[str]:
    """`page: link` for every link that leads nowhere."""
    return [f"{page.relative_to(root)}: {target}" for page in pages(root) for target in _dead(page)]


def pages(root: Path) -> Iterable[Path]:
    """Every page of the documentation."""
    return [*sorted(root.glob("*.md")), *sorted(root.glob("docs/**/*.md"))]


def _dead(page: Path) -> Iterator[str]:
    for target in targets(page.read_text("utf-8")):
        if "://" in target or target.startswith("mailto:"):
            continue
        path, _, anchor = target.partition("#")
        file = (page.parent / path).resolve() if path else page
        if not file.exists() or (anchor and anchor not in _anchors_of(file)):
            yield target


def _anchors_of(file: Path) -> set[str]:
    return anchors(file.read_text("utf-8")) if file.suffix == ".md" else set()


if __name__ == "__main__":
    found = dead_links()
    sys.stderr.writelines(f"dead link: {line}\n" for line in found)
    sys.exit(1 if found else 0)
