"""What is a sentence of a report, what is said to the bot around one, and what never is one."""

from __future__ import annotations

import pytest

from handlers.text.around import read_around
from handlers.text.beside import is_for_the_bot, is_sentence

AROUND = {
    "ghi giùm chị: thủ tục thay đổi thường xuyên": "thủ tục thay đổi thường xuyên",
    "mục I.1.T2 và I.1.T6 giống nhau, viết chung một câu: bà con ngại nộp": "bà con ngại nộp",
    "à quên, có: người già không quen máy, ghi vào mục đầu nhé": "người già không quen máy",
    "à quên ghi vào mục sau nhé: nhiều người già không biết chữ": "nhiều người già không biết chữ",
    "dich vu cong loi hoai, may cho them dau giup chi": "dich vu cong loi hoai",
    "em chinh chinh ta giup anh: tuyen truyen chua deu": "tuyen truyen chua deu",
    "dịch ra tiếng việt có dấu: nguoi dan chua quen": "nguoi dan chua quen",
    "ghi vào phần nguyên nhân: công chức ít người": "công chức ít người",
    "y ma thieu, them o muc truoc la nhieu nguoi gia": "nhieu nguoi gia",
    "thôi viết lại: người dân ngại nộp vì sợ sai": "người dân ngại nộp vì sợ sai",
    "chị viết thế này: người dân không có máy tính": "người dân không có máy tính",
}


@pytest.mark.parametrize("said", AROUND)
def test_the_sentence_stands_without_what_was_said_to_the_bot(said: str) -> None:
    around = read_around(said)
    assert around is not None
    assert around.words == AROUND[said]


NEVER = [
    "con may muc nua em",
    "con may muc nua",
    "còn mấy mục nữa vậy",
    "I.2.T2 thi lay nhu ky truoc",
    "cái cuối thì chưa làm, quý sau mới kiểm tra",
    "ai chưa xong",
    "nhắc hết đi",
    "xóa cái câu tôi vừa viết",
    "mai toi nghi, co Hanh thay",
    "giống quý trước",
    "lấy lại đoạn của kỳ trước",
    "muc nay bo di",
    "sao bot không trả lời",
    "bỏ cái vd đi",
    "bản này gửi được chưa",
    "thêm dấu chấm cuối câu",
]


@pytest.mark.parametrize("said", NEVER)
def test_what_is_for_the_bot_is_never_offered_as_a_sentence(said: str) -> None:
    assert is_for_the_bot(said)


SENTENCES = [
    "thủ tục thay đổi luôn, phải làm tay rất vất vả",
    "thu tuc thay doi hoai lam khong kip tro tay",
    "can bo cong chuc con chua quan tam kiem soat thu tuc",
    "ba con it nop qua mang vi khong co dien thoai thong minh",
    "nhiều người già không biết dùng điện thoại thông minh",
    "hướng dẫn người dân nộp hồ sơ mất nhiều thời gian",
    "kiểm tra chưa thường xuyên",
    "tiếp nhận hồ sơ qua mạng còn ít",
    "nhắc nhở nhiều lần nhưng dân chưa quen",
    "chưa có máy quét",
    "không phát sinh hồ sơ trực tuyến mức 4",
    "sửa đổi thủ tục nhiều lần",
    "nghỉ lễ nhiều nên hồ sơ dồn",
    "trình độ công chức chưa đồng đều",
    "báo cáo số liệu chậm",
    "lịch trực chưa hợp lý",
    "mẫu đơn thay đổi liên tục",
    "còn thiếu trang thiết bị",
    "huong dan moi nguoi mat ca buoi",
    "loa hỏng, chưa có kinh phí sửa",
    "máy móc cũ hay hỏng",
    "hệ thống hay lỗi, dân phải chờ lâu",
    "phần mềm hộ tịch hay lỗi, có hôm phải hẹn dân hôm sau quay lại",
    "các ngành, đoàn thể tuyên truyền pháp luật chưa đều",
    "kinh phí cho công chức trực Bộ phận Một cửa chỉ đủ hai người",
    "người dân chưa có tài khoản ngân hàng nên biên lai điện tử không trả được",
    "Mạng chậm, phần mềm đổi liên tục, nhiều lúc lỗi nên hồ sơ phải chờ.",
    "Ứng dụng công nghệ thông tin, công khai thủ tục, phục vụ tốt hơn tại trụ sở.",
    "Nguyên nhân: công chức kiêm nhiệm nhiều việc",
    "Hạn chế: hồ sơ trực tuyến còn ít",
    "Tập huấn cho cán bộ, công chức; khai thác tốt phần mềm đang dùng.",
    "cấp ủy và UBND cùng chỉ đạo, mỗi tháng nghe báo cáo một lần",
    "rà soát thủ tục, công khai đầy đủ tại trụ sở",
    "đôn đốc các bộ phận thực hiện kế hoạch cải cách hành chính",
    "Việc 2 tổ phối hợp còn chậm, chưa rõ ai chủ trì từng phần.",
    "đường truyền chậm, buổi sáng hay mất kết nối với hệ thống tỉnh",
    "thủ tục đất đai đổi ba lần trong quý",
    "Trên địa bàn còn nhiều người già, người khuyết tật phải có người làm thay.",
    "biên chế thiếu một người nên hồ sơ đất đai trả chậm",
    "Thiếu công chức Địa chính từ tháng 3, đã đề nghị huyện bổ sung.",
]


@pytest.mark.parametrize("said", SENTENCES)
def test_a_sentence_of_a_report_is_taken_without_a_question(said: str) -> None:
    assert is_sentence(said)
    assert not is_for_the_bot(said)
    assert read_around(said) is None
