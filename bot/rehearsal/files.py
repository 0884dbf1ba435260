"""Files of the bot put into a folder."""

from __future__ import annotations

from pathlib import Path

from bot.drawn import drawn
from domain.talk.messages import Attachment


def write_files(files: tuple[Attachment, ...], out: Path) -> list[Path]:
    """Put files into a folder."""
    out.mkdir(parents=True, exist_ok=True)
    paths = []
    for file in files:
        path = out / file.name
        path.write_bytes(drawn(file).content)
        paths.append(path)
    return paths
