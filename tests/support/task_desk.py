"""A district with three communes, in which people write to the bot about tasks."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from itertools import count

from bot.inbox.inbox import receive
from domain.dates.moments import parse_at
from domain.people.people import Official, Post, Role
from domain.people.units import Unit
from domain.talk.messages import Address, Attachment, Incoming, Reply
from domain.tasks.tasks import Task
from scheduler.tick import tick
from storage.catalogue.catalogue import Catalogue, load_catalogue
from storage.database.database import Database
from storage.messages.outbox import Message
from storage.people.officials import link_address, save_official
from storage.people.units import save_units
from storage.tasks.tasks import TaskEvent, events, task, tasks_by_id
from tests.storage.messages.mailbox import taken
from tests.support.remembered import Beginning, This

PROVINCE, DISTRICT = "hung-yen", "hung-yen/an-thi"
BAC_SON, HA_LE, TAN_PHUC = (f"{DISTRICT}/xa-{name}" for name in ("bac-son", "ha-le", "tan-phuc"))

UNITS = (
    Unit(PROVINCE, "tinh", "tỉnh Hưng Yên", "tinh-hung-yen"),
    Unit(DISTRICT, "huyen", "huyện Ân Thi", "huyen-an-thi", PROVINCE),
    Unit(BAC_SON, "xa", "xã Bắc Sơn", "xa-bac-son", DISTRICT),
    Unit(HA_LE, "xa", "xã Hạ Lễ", "xa-ha-le", DISTRICT),
    Unit(TAN_PHUC, "xa", "xã Tân Phúc", "xa-tan-phuc", DISTRICT),
)


def person(id_: str, name: str, unit_id: str, role: Role, *fields: str) -> Official:
    """Somebody with one post."""
    return Official(id_, name, "chị", posts=(Post(unit_id, role, fields),))


PEOPLE = (
    person("quynh", "Hoàng Thu Quỳnh", DISTRICT, Role.SUPERIOR_STAFF),
    person("lan", "Nguyễn Thị Lan", BAC_SON, Role.OFFICIAL, "office"),
    person("tuan", "Trần Văn Tuấn", BAC_SON, Role.OFFICIAL, "justice"),
    person("dung", "Đỗ Thị Dung", BAC_SON, Role.OFFICE_HEAD),
    person("thanh", "Vũ Đình Thành", BAC_SON, Role.CHAIRMAN),
    person("mai", "Lê Thị Mai", HA_LE, Role.OFFICIAL, "office"),
    person("huong", "Phạm Thị Hương", TAN_PHUC, Role.OFFICIAL, "office"),
)


@cache
def bundled() -> Catalogue:
    """The catalogue as it is shipped, read once for all tests."""
    return load_catalogue()


@dataclass
class Desk:
    """The bot and its store at a moment that stands still until `move`."""

    database: Database
    catalogue: Catalogue = field(default_factory=bundled)
    now: datetime = field(default_factory=lambda: parse_at("2024-08-20 08:00"))
    _numbers: count[int] = field(default_factory=lambda: count(1))
    _begun: Beginning = field(init=False)

    def __post_init__(self) -> None:
        self._begun = Beginning(self.database)
        self._begun.go_on((type(self), self.now, *self._who()), self._settle)

    def move(self, at: str) -> None:
        """The clock goes on and what is due is queued."""
        self.now = parse_at(at)
        step = ("tick", This(self.catalogue), self.now)
        self._begun.go_on(step, lambda: tick(self.database, self.catalogue, self.now))

    def go_on(self, step: Hashable, act: Callable[[], object]) -> None:
        """Something is done, or brought back as it was once done after the same beginning."""
        self._begun.go_on(step, act)

    def _who(self) -> tuple[object, ...]:
        """What `_settle` writes, where that is not the same for every one of its class."""
        return ()

    def _settle(self) -> None:
        """The units and the people, each at an address."""
        with self.database.work() as session:
            save_units(session, UNITS)
            for official in PEOPLE:
                save_official(session, official, self.now)
                link_address(session, official.id, Address("test", official.id), self.now)

    def say(
        self, who: str, text: str = "", *, choice: str = "", file: Attachment | None = None
    ) -> str:
        """A person writes or taps; the words of the answer. What came before is taken away."""
        return self.answer(who, text, choice=choice, file=file).text

    def answer(
        self, who: str, text: str = "", *, choice: str = "", file: Attachment | None = None
    ) -> Reply:
        """The whole answer."""
        self.mail(who)
        event = f"{who}-{next(self._numbers)}"
        incoming = Incoming(event, Address("test", who), text, self.now, choice=choice, file=file)
        assert receive(self.database, self.catalogue, incoming, self.now)
        replies = [message for message in self.mail(who) if message.kind == "reply"]
        return replies[-1].reply

    def mail(self, who: str) -> list[Message]:
        """What waits for a person, taken away."""
        return taken(self.database, Address("test", who), self.now)

    def told(self, who: str) -> list[str]:
        """The words of what waits for a person, taken away."""
        return [message.reply.text for message in self.mail(who)]

    def task(self, task_id: int) -> Task:
        """One task as it stands."""
        with self.database.read() as session:
            found = task(session, task_id)
        assert found is not None
        return found

    def tasks(self) -> list[Task]:
        """Every task that was ever assigned."""
        with self.database.read() as session:
            return list(tasks_by_id(session, range(1, 2000)).values())

    def history(self, task_id: int) -> list[TaskEvent]:
        """What was done to a task."""
        with self.database.read() as session:
            return list(events(session, task_id))

    def assign(self, line: str, word: str = "giao") -> str:
        """Quỳnh assigns by a typed line and sends it."""
        self.say("quynh", line)
        return self.say("quynh", word)
