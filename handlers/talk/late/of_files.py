"""What is done with a file, and with a word about one: the door to the rooms that read files.

Most messages bring none, and a program that is started for one line would read these rooms longer
than it answers.
"""

from __future__ import annotations

from domain.talk.messages import Reply
from handlers.question import Answering
from handlers.talk.intent import Request
from handlers.wording.say import say

# A file that has come


def workbook(request: Request) -> Reply | None:
    """A superior's workbook that is to become a form."""
    if request.incoming.file is None:
        return None
    from handlers.forms.sent import take_workbook

    return take_workbook(request.work, request.person, request.incoming)


def report_text(request: Request) -> Reply | None:
    """A report text in a Word file."""
    if request.incoming.file is None:
        return None
    from handlers.forms.words_sent import take_words

    return take_words(request.work, request.person, request.incoming)


def annex(request: Request) -> Reply | None:
    """A filled annex."""
    if request.incoming.file is None:
        return None
    from handlers.annex.sent import take_annex

    return take_annex(request.work, request.person, request.incoming)


def rows(request: Request) -> Reply | None:
    """The rows of a register."""
    if request.incoming.file is None:
        return None
    from handlers.text.rows_file import take_rows

    return take_rows(request.work, request.person, request.incoming)


def left_over(request: Request) -> Reply | None:
    """A word about a file that no question has taken, or a file that nothing could use."""
    from handlers.annex.sent import stale_word, unused_file

    stale = stale_word(request.work, request.person, request.incoming)
    return stale or unused_file(request.work, request.incoming)


def check(request: Request) -> Reply:
    """Of the annex that waits; beside a file that cannot be read, why."""
    return left_over(request) or Reply(say("annex.check.how"))


# What is asked about one


def annex_decided(turn: Answering) -> Reply | None:
    """Whether what an annex would write is written."""
    from handlers.annex.sent import decided

    return decided(turn)


def annex_chosen(turn: Answering) -> Reply | None:
    """Of which report an annex is."""
    from handlers.annex.sent import chosen

    return chosen(turn)


def form_decided(turn: Answering) -> Reply | None:
    """Whether a form that was made is loaded."""
    from handlers.forms.load_form import decided

    return decided(turn)


def text_decided(turn: Answering) -> Reply | None:
    """Whether a report text is loaded."""
    from handlers.forms.words_sent import decided

    return decided(turn)
