"""What users load into the catalogue: the newest text stands, none is overwritten."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, select

from storage.catalogue.sources import SOURCES, Source, save_source, standing_sources
from storage.database.database import Database
from storage.database.states import SourceKind
from tests.storage.small_district import NOW

LATER = NOW + timedelta(days=1)
FORM, TEMPLATE = SourceKind.FORM, SourceKind.TEMPLATE


def test_the_text_loaded_last_stands(database: Database) -> None:
    with database.work() as session:
        assert standing_sources(session) == ()
        assert save_source(session, FORM, "flood", "1", "tiêu đề = 'cũ'", NOW)
        assert not save_source(session, FORM, "flood", "1", "tiêu đề = 'cũ'", LATER)
        assert save_source(session, FORM, "flood", "2", "x", NOW)
        assert save_source(session, TEMPLATE, "flood", "", "@ trich_yeu: x", NOW)
        assert save_source(session, FORM, "flood", "1", "tiêu đề = 'mới'", LATER)
        assert standing_sources(session) == (
            Source(FORM, "flood", "1", "tiêu đề = 'mới'", LATER),
            Source(FORM, "flood", "2", "x", NOW),
            Source(TEMPLATE, "flood", "", "@ trich_yeu: x", NOW),
        )
        assert session.execute(select(func.count()).select_from(SOURCES)).scalar_one() == 4
        assert save_source(session, FORM, "flood", "1", "tiêu đề = 'cũ'", LATER)
