"""An assignment in a sentence: what is to be done, with what, and until when."""

from __future__ import annotations

import pytest

from storage.database.database import Database
from tests.support.district import District


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        (
            "bảo xã bắc sơn làm báo cáo tình hình bão số 3, thứ 6 xong, kèm ảnh",
            "Làm báo cáo tình hình bão số 3, kèm ảnh\n",
        ),
        (
            "giao bắc sơn rà soát hộ nghèo xong trước 20/9, báo cáo kèm danh sách",
            "Rà soát hộ nghèo\n",
        ),
    ],
)
def test_a_task_keeps_what_is_to_come_with_it_and_not_until_when(
    memory_database: Database, words: str, shown: str
) -> None:
    district = District(memory_database)
    district.move("2024-08-20 14:00")
    preview = district.say("quynh", words)
    assert f"- Nội dung nhiệm vụ: {shown}" in preview
    assert "- Thời hạn: thứ" in preview
