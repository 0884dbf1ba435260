"""The answer to a question of the bot: yes, no, or a reason for keeping a figure.

bot  > Hiểu là 3,5 triệu đồng, đúng không?
hoa  < đúng
"""

from __future__ import annotations

from domain.people.permissions import Action
from domain.talk.conversation import Asked, Held, Pending, Settled, Waiting, step
from domain.talk.messages import Incoming, Reply
from domain.talk.yes_no import NO_WORDS, SHORTEST_REASON, YES_WORDS
from domain.words import fold
from handlers.figures.ask_block import ask_block
from handlers.figures.record import go_on, keep_choice, record, write
from handlers.figures.report_turn import ReportTurn
from handlers.wording.refuse import refuse
from handlers.wording.say import say
from storage.reports.overrides import save_override

KEEP_WORDS = ("giu nguyen", "giu")
_BY_A_YES = (Waiting.CONFIRM, Waiting.REPLACE, Waiting.AGAIN)


def settle(turn: ReportTurn, pending: Pending) -> Reply | None:
    """Take a yes, a no or a reason; None where the text is something else, a new answer say."""
    words = fold(turn.incoming.text).strip(" .!,")
    said_yes = turn.incoming.choice == "yes" or words in YES_WORDS
    said_no = turn.incoming.choice == "no" or words in NO_WORDS
    if pending.waiting is Waiting.RULE:
        reason = kept_reason(turn.incoming)
        if reason is not None:
            return _keep(turn, pending, reason)
        if said_yes:
            return Reply(say("answer.still_differs"), (keep_choice(),))
        return _ask_again(turn, pending) if said_no else None
    if pending.waiting not in _BY_A_YES:
        return None
    if said_yes:
        settled = turn.moved(step(turn.conversation, Settled()))
        return record(settled, pending.held, sure=True)
    if said_no and pending.waiting is Waiting.REPLACE:
        settled = turn.moved(step(turn.conversation, Settled()))
        return go_on(settled, (), [say("answer.stays")])
    return _ask_again(turn, pending) if said_no else None


def _ask_again(turn: ReportTurn, pending: Pending) -> Reply:
    """The same figures again; of several blocks ("V kps") the first, the others come in turn."""
    sheet = turn.part.sheet
    block = sheet.form.block_of[pending.codes[0]]
    codes = tuple(code for code in pending.codes if code in block.codes)
    conversation = step(turn.conversation, Asked(sheet.obligation.id, block.id))
    turn.moved(step(conversation, Held(Pending(Waiting.ASK, (), codes))))
    again = pending.waiting is Waiting.AGAIN
    intro = say("answer.stays" if again else "answer.say_again")
    return Reply(intro + "\n\n" + ask_block(sheet, block, codes))


def kept_reason(incoming: Incoming) -> str | None:
    """The reason behind the word "giữ", as the person spelt it; None without that word."""
    if incoming.choice == "keep":
        return say("answer.keep_reason")
    folded = fold(incoming.text).replace(":", " ").strip()
    word = next((w for w in KEEP_WORDS if folded == w or folded.startswith(w + " ")), None)
    if word is None:
        return None
    spelt = incoming.text.replace(":", " ").split(maxsplit=len(word.split()))
    return spelt[-1].strip(" ,-.") if len(spelt) > len(word.split()) else ""


def _may_keep(turn: ReportTurn) -> bool:
    """The person, or a colleague who is away and stood in for."""
    unit_id = turn.part.sheet.obligation.unit_id
    people = (turn.person, *turn.part.absent)
    return any(turn.work.may(person, Action.OVERRIDE_RULE, unit_id) for person in people)


def _keep(turn: ReportTurn, pending: Pending, reason: str) -> Reply:
    work, sheet = turn.work, turn.part.sheet
    if not _may_keep(turn):
        return refuse(work, turn.person, f"keep {', '.join(pending.rules)}", "answer.may_not_keep")
    if len(reason) < SHORTEST_REASON:
        return Reply(say("answer.reason_needed"))
    settled = turn.moved(step(turn.conversation, Settled()))
    changes = write(settled, pending.held)
    for rule in pending.rules:
        save_override(
            work.session,
            sheet.obligation.id,
            rule,
            tuple(figure.code for figure in pending.held),
            reason,
            turn.person.id,
            work.now,
        )
    return go_on(settled, changes, [say("answer.kept", reason=reason)])
