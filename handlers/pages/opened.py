"""Whether a page still opens anything, and for whom: asked anew each time it is fetched or sent."""

from __future__ import annotations

from dataclasses import dataclass

from domain.people.people import Official
from domain.people.permissions import Action
from domain.report.forms import Block, Indicator
from domain.talk.conversation import from_plain
from domain.talk.messages import Incoming
from handlers.figures.report_turn import ReportTurn
from handlers.report.parts import Part, part_of
from handlers.report.whole import whole_report
from handlers.work import Work
from storage.database.states import PagePurpose
from storage.messages import conversations
from storage.messages.pages import Page
from storage.people.officials import official_at
from storage.reports.rounds import obligation


class PageGone(Exception):
    """The page opens nothing (any more); the text is the id of the words for it."""


@dataclass(frozen=True, slots=True)
class OpenedForm:
    """A form page of a person who may give its figures now."""

    page: Page
    person: Official
    part: Part

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The block that the link is about, or all of the person's part."""
        chosen = self.page.block_id
        return tuple(block for block in self.part.blocks if chosen in ("", block.id))

    @property
    def optional(self) -> tuple[Indicator, ...]:
        """What nobody is asked and who has something to say may write: where the link is about the
        whole part."""
        if self.page.block_id:
            return ()
        written, fields = self.part.sheet.form.written, self.part.fields
        return tuple(line for line in written if line.optional and line.owner in fields)

    @property
    def codes(self) -> tuple[str, ...]:
        """What may be filled in, in the order of the page."""
        asked = (code for block in self.blocks for code in block.codes)
        return (*asked, *(line.code for line in self.optional))

    @property
    def open_codes(self) -> tuple[str, ...]:
        """What is asked on the page and not there yet."""
        asked = (code for block in self.blocks for code in block.codes)
        return tuple(code for code in asked if code not in self.part.sheet.figures)

    def turn(self, work: Work) -> ReportTurn:
        """What is sent, as a message of the person from the chat in which the link was given."""
        name = f"page-{self.page.id}"
        incoming = Incoming(name, self.page.address, name, work.now, message_id=name)
        stored = conversations.load(work.session, self.page.address)
        return ReportTurn(work, self.person, incoming, self.part, from_plain(stored))


def open_form(work: Work, page: Page) -> OpenedForm:
    """The form as it stands now; PageGone."""
    person = owner(work, page, PagePurpose.FORM)
    owed = obligation(work.session, page.obligation_id or 0)
    if owed is None:
        raise PageGone("bad")
    part = part_of(work, person, owed) or whole_report(work, person, owed)
    if part is None or (page.block_id and page.block_id not in {b.id for b in part.blocks}):
        raise PageGone("revoked")
    return OpenedForm(page, person, part)


def open_desk(work: Work, page: Page) -> Official:
    """Whose desk it is, who still oversees something; PageGone."""
    person = owner(work, page, PagePurpose.DESK)
    if not work.below(person, Action.SEE_STATUS):
        raise PageGone("revoked")
    return person


def owner(work: Work, page: Page, purpose: PagePurpose) -> Official:
    """To whom the page was given, while the chat in which it was given is still theirs."""
    if page.purpose is not purpose:
        raise PageGone("bad")
    if page.used_at is not None:
        raise PageGone("used")
    if page.revoked_at is not None:
        raise PageGone("revoked")
    if page.expires_at <= work.now:
        raise PageGone("expired")
    person = official_at(work.session, page.address, work.today)
    if person is None or person.id != page.official_id:
        raise PageGone("revoked")
    return person
