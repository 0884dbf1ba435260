"""A round of a regime as it is kept: with the version of the form that its closing day has."""

from __future__ import annotations

from domain.dates.regimes import Round
from handlers.work import Work
from storage.reports.rounds import open_round


def write_round(work: Work, round_: Round) -> int:
    """Write a round with the form version of its closing date; its id."""
    form = work.catalogue.form(round_.form_id, round_.closing)
    return open_round(
        work.session,
        regime_id=round_.regime_id,
        form_id=round_.form_id,
        form_version=form.version,
        period_code=round_.period.code,
        starts=round_.period.start,
        closes=round_.closing,
        opens_on=round_.opens_on,
        legal_due=round_.legal_due,
        due_at=round_.due,
        last_working_day=round_.last_working_day,
    )
