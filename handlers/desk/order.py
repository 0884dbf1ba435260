"""An order of the desk for which something is missing: a yes, a reason, a day.

quynh < gia hạn xã Bắc Sơn
bot   > Gia hạn Báo cáo … của xã Bắc Sơn đến khi nào? ...
quynh < 3 ngày
"""

from __future__ import annotations

from domain.talk.messages import Choice
from domain.talk.question import Question, Wanted
from handlers.question import ToAsk
from handlers.wording.say import Asking, say

ORDER = "desk.order"


def ask_to_complete(
    word: str,
    argument: str,
    wanted: Wanted,
    text: Asking,
    options: tuple[Choice, ...] = (),
    *,
    of: str = "",
) -> ToAsk:
    """Ask for what is missing behind an order; a yes gives the `argument` as it is. `of`: the unit
    that it is about."""
    verb = say(f"desk.verb.{word}")
    name = say("question.order", verb=verb, unit=of) if of else say("question.more_time")
    light = wanted is Wanted.YES_NO  # it tells how things stand: asked later that would be stale
    data = {"word": word, "argument": argument}
    return ToAsk(Question(ORDER, wanted, data, options, name, light=light), text)
