"""Two districts with their communes, and the desk of a superior by link."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import count

import httpx

from bot.links import PageLinks
from bot.web.look import look_routes
from bot.web.pages.opening import Opening
from bot.web.pages.routes import page_routes
from domain.dates.moments import parse_at
from domain.talk.messages import Address
from handlers.pages.give import give_desk
from handlers.work import Work
from storage.database.states import PagePurpose
from storage.messages.pages import make_page
from storage.people.officials import official
from tests.support.district import BAC_SON, District
from tests.support.remembered import This
from tests.web.pages_rig import BASE, LINK
from tests.web.serving import serving


class DistrictDesk(District):
    """The district with pages."""

    @property
    def links(self) -> PageLinks:
        return PageLinks("a key", BASE, lambda: self.now)

    def begin(self) -> None:
        """Bắc Sơn and Phù Ủng have given everything, Đa Lộc a little; two tasks, one of them done.
        It is the third day after the due day."""
        self.go_on(("begun", This(self.catalogue)), self._begin)
        self.now, self._numbers = parse_at("2024-09-18 09:00"), count(100)

    def _begin(self) -> None:
        self.move("2024-08-28 07:30")
        self.fill("lan", done=380)
        self.fill("hung", done=300, on_time=240)
        self.say("nam", "14 7 5 1 0 0")
        self.assign("giao xa-bac-son: rà soát thủ tục đất đai, báo cáo, hạn 30/8/2024")
        self.assign("giao xa-phu-ung: =lập danh sách đầu mối, hạn 27/9/2024")
        self.move("2024-09-18 09:00")
        self.say("hung", "xong 1")

    def opening(self) -> Opening:
        """What opens a link at the moment that it is there."""
        return Opening(self.database, self.catalogue, lambda: self.now, self.links, ("test",))

    def desk_of(self, who: str) -> str:
        """The path of somebody's desk; it is given in their chat."""
        with self.database.work() as session:
            work = Work(session, self.catalogue, self.now, page_link=self.links.to)
            reply = give_desk(work, official(session, who), Address("test", who))
        found = LINK.search(reply.text)
        assert found is not None, reply.text
        return found[1]

    def form_of(self, who: str, block: str = "") -> str:
        """The path of somebody's form: of their part of the report, or of one block."""
        report, until = self.report(BAC_SON).id, self.now + timedelta(days=1)
        with self.database.work() as session:
            chat = Address("test", who)
            made = make_page(session, PagePurpose.FORM, who, chat, self.now, until, report, block)
        return self.links.to(made).removeprefix(BASE)

    @contextmanager
    def served(self) -> Iterator[httpx.Client]:
        with serving([*look_routes(), *page_routes(self.opening(), lambda _: None)]) as client:
            client.headers["sec-fetch-site"] = "same-origin"
            yield client
