"""Where the files of the product lie: the bundled catalogue and the user's own data."""

from __future__ import annotations

import os
import sys
from pathlib import Path

CATALOGUE = Path(__file__).resolve().parents[2] / "catalogue"
KEPT_AHEAD = CATALOGUE / "kept"
"""What can be worked out again and was so ahead, by whoever built an image; else not there."""


def data_folder() -> Path:
    """The user's data folder for this product, created when missing."""
    if chosen := os.environ.get("NHACVIEC_DATA"):
        folder = Path(chosen)
    elif sys.platform == "win32":
        folder = Path(os.environ.get("LOCALAPPDATA", Path.home())) / "nhacviec"
    elif sys.platform == "darwin":
        folder = Path.home() / "Library" / "Application Support" / "nhacviec"
    else:
        home = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
        folder = Path(home) / "nhacviec"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def cache_folder() -> Path:
    """The user's folder for what can be worked out again at any time; it may not exist yet."""
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home())) / "nhacviec" / "cache"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "nhacviec"
    home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(home) / "nhacviec"
