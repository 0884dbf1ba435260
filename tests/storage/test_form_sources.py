"""Forms that users load: the newest text of each version stands, none is overwritten."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, select

from storage.database import Database
from storage.form_sources import SOURCES, FormSource, form_sources, save_form_source
from tests.storage.small_district import NOW

LATER = NOW + timedelta(days=1)


def test_the_text_loaded_last_stands(database: Database) -> None:
    with database.work() as session:
        assert form_sources(session) == ()
        assert save_form_source(session, "flood", "1", "tiêu đề = 'cũ'", NOW)
        assert not save_form_source(session, "flood", "1", "tiêu đề = 'cũ'", LATER)
        assert save_form_source(session, "flood", "2", "x", NOW)
        assert save_form_source(session, "flood", "1", "tiêu đề = 'mới'", LATER)
        assert form_sources(session) == (
            FormSource("flood", "1", "tiêu đề = 'mới'", LATER),
            FormSource("flood", "2", "x", NOW),
        )
        assert session.execute(select(func.count()).select_from(SOURCES)).scalar_one() == 3
        assert save_form_source(session, "flood", "1", "tiêu đề = 'cũ'", LATER)
