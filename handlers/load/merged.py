"""What becomes of a unit that a file lets end: where its open work goes, and who of its people has
no post there yet.

$ nhacviec load don-vi.xlsx
xã Mẫu Một nhập vào xã Mẫu Mới từ 17/9/2024: chuyển theo 1 báo cáo chưa đủ, 2 việc đang mở. ...
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date, timedelta

from domain.people.people import Official
from domain.people.units import Unit, successors
from handlers.names.people import unit_name
from handlers.wording.say import say
from handlers.wording.show_moments import show_date
from handlers.work import Work, addressed
from storage.catalogue.people_files import People
from storage.reports.rounds import open_obligations
from storage.tasks.tasks import open_tasks

DAY = timedelta(days=1)


def ended_lines(work: Work, files: Iterable[People]) -> list[str]:
    """A line for each unit of these files that has a last day."""
    units = (unit for file in files for unit in file.units if unit.valid_to)
    return [line for unit in units for line in _ended(work, unit)]


def _ended(work: Work, unit: Unit) -> Iterator[str]:
    """Nothing of a unit that ended long ago and has left nothing open."""
    last = unit.valid_to or date.max
    reports, tasks = open_obligations(work.session, [unit.id]), open_tasks(work.session, [unit.id])
    if last < work.today and not reports and not tasks:
        return
    told = {"unit": unit.name, "reports": len(reports), "tasks": len(tasks)}
    into = [each for each in successors(work.successions, unit.id, last + DAY) if each != unit.id]
    if not into:
        yield say("load.ended.nowhere", day=show_date(last), **told)
        return
    names = ", ".join(unit_name(work, each) for each in into)
    text_id = "load.ended.merged" if len(into) == 1 else "load.ended.split"
    yield say(text_id, into=names, day=show_date(last + DAY), **told)
    left = [
        person
        for person in work.people.staff(unit.id)
        if _serves(person, [unit.id], last) and not _serves(person, into, last + DAY)
    ]
    if left:
        people = ", ".join(map(addressed, left))
        yield say("load.ended.no_post", people=people, unit=unit.name, into=names)


def _serves(person: Official, unit_ids: Collection[str], day: date) -> bool:
    return any(post.unit_id in unit_ids for post in person.posts_on(day))
