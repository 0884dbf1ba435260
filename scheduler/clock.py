"""APScheduler as a clock: it says when to look, the rows say what is due.

No job store: a restart or a day of outage loses nothing, because a tick finds all that is due.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

JOB_DEFAULTS: Mapping[str, Any] = {
    "coalesce": True,  # after a pause one look is enough
    "max_instances": 1,
    "misfire_grace_time": None,  # a late look is still wanted; the default drops it after 1 s
}
EVERY: Mapping[str, int] = {
    "beat": 15,
    "tick": 60,
    "menus": 60,
    "checkpoint": 300,
    "quota": 600,
    "watch": 1800,
    "unanswered": 1800,
    "sweep": 3600,
    "let_go": 6 * 3600,
}
"""Job -> seconds between two looks."""


def start_clock(jobs: Mapping[str, Callable[[], object]]) -> Any:
    """Run each job now and then every so many seconds, in worker threads; `.shutdown()` stops."""
    from apscheduler.executors.pool import ThreadPoolExecutor
    from apscheduler.schedulers.background import BackgroundScheduler

    clock = BackgroundScheduler(
        executors={"default": ThreadPoolExecutor(2)},
        job_defaults=dict(JOB_DEFAULTS),
        timezone="Asia/Ho_Chi_Minh",
    )
    now = datetime.now(UTC)
    for name, job in jobs.items():
        clock.add_job(job, "interval", seconds=EVERY[name], id=name, next_run_time=now)
    clock.start()
    return clock
