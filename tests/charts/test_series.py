"""The text of a chart says what its picture shows, one line a bar."""

from dataclasses import replace
from decimal import Decimal

from charts.series import Rate, TaskBar, Tone, text_of


def test_the_text_of_a_progress_has_a_line_for_each_bar(progress):
    assert text_of(progress).splitlines() == [
        "Tiến độ báo cáo",
        "xã Bắc Sơn, quý III năm 2024",
        "Theo phần:",
        "I. Công tác chỉ đạo, điều hành: 13/13",
        "II. Cải cách thể chế: 8/9",
        "III. Cải cách thủ tục hành chính: 11/11",
        "IV. Cải cách tổ chức bộ máy: 0/11",
        "V. Cải cách chế độ công vụ: 12/13",
        "VI. Cải cách tài chính công: 11/12",
        "VII. Xây dựng và phát triển chính quyền điện tử, chính quyền số: 9/29",
        "Theo bộ phận:",
        "Văn phòng: 60/62",
        "Tư pháp: 9/9",
        "Tài chính: 0/12 (chưa gửi số nào)",
        "Văn hóa: 9/18",
        "Số liệu lúc 14:05 ngày 15/9/2024",
    ]


def test_the_text_of_rates_names_both_periods_and_tells_missing_from_zero(rates):
    lines = text_of(rates).splitlines()
    assert lines[2:7] == [
        "hoàn thành kế hoạch CCHC: 71,43% (6 tháng đầu năm 2024: 42,86%)",
        "hồ sơ giải quyết đúng hạn: 100% (6 tháng đầu năm 2024: 98,3%)",
        "giải quyết phản ánh, kiến nghị: chưa có (6 tháng đầu năm 2024: chưa có)",
        "giải ngân vốn đầu tư công: 20,6% (6 tháng đầu năm 2024: chưa có)",
        "hồ sơ tiếp nhận trực tuyến: 0% (6 tháng đầu năm 2024: 112,5%)",
    ]


def test_without_a_period_before_only_the_present_rate_is_told(rates):
    alone = replace(rates, before="", rates=(Rate("đúng hạn", Decimal("98.3"), None),))
    assert "đúng hạn: 98,3%" in text_of(alone).splitlines()


def test_the_text_of_tasks_begins_with_their_total(tasks):
    assert text_of(tasks).splitlines()[2:7] == [
        "Tổng số nhiệm vụ: 16",
        "hoàn thành đúng hạn: 8",
        "hoàn thành nhưng quá hạn: 0",
        "quá hạn, chưa hoàn thành: 2",
        "đang thực hiện, còn hạn: 6",
    ]


def test_no_tasks_at_all_is_a_sentence(tasks):
    none = replace(tasks, total=0, bars=(TaskBar("hoàn thành đúng hạn", 0, Tone.ON_TIME),))
    assert text_of(none).splitlines()[2] == "Không có nhiệm vụ được giao trong kỳ."


def test_the_text_of_a_trend_has_a_line_for_each_period(measured):
    assert text_of(measured).splitlines()[2:7] == [
        "quý III năm 2023: 350",
        "năm 2023: chưa có số liệu",
        "quý I năm 2024: 0",
        "6 tháng 2024: 12.345",
        "quý III 2024: 376",
    ]
    assert "quý III 2024: 376%" in text_of(replace(measured, percent=True))


def test_counts_are_grouped_as_vietnamese_write_them(tasks):
    many = replace(tasks, total=12345)
    assert "Tổng số nhiệm vụ: 12.345" in text_of(many)


def test_a_count_that_nobody_gave_is_missing_and_not_zero(tasks):
    late = TaskBar("hoàn thành nhưng quá hạn", None, Tone.LATE)
    lines = text_of(replace(tasks, total=None, bars=(tasks.bars[0], late))).splitlines()
    assert lines[2:5] == [
        "Tổng số nhiệm vụ: chưa có số",
        "hoàn thành đúng hạn: 8",
        "hoàn thành nhưng quá hạn: chưa có số",
    ]
