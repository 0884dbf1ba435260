"""What the running process knows of itself; nothing of it stands in the database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Vitals:
    """`channels`: name -> "" or a code for what is wrong; `month_limits`: name -> messages."""

    last_tick: datetime | None = None
    channels: Mapping[str, str] = field(default_factory=dict)
    month_limits: Mapping[str, int] = field(default_factory=dict)
