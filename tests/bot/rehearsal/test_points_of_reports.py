"""What each of the real reports needs, point by point: under which heading of the made report it
stands, in the order of the form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest

from tests.bot.rehearsal.conftest import Rehearse
from tests.bot.rehearsal.seed_facts import blocks_of

Points = Mapping[str, tuple[str, ...]]
"""By heading, what it holds."""

BAC_SON: Points = {
    "I. CÔNG TÁC CHỈ ĐẠO, ĐIỀU HÀNH CẢI CÁCH HÀNH CHÍNH": (
        "đã ban hành 14 văn bản chỉ đạo",
        "01/KH-UBND | 03/01/2024 | Kiểm soát thủ tục hành chính",
        "19/QĐ-UBND | 15/01/2024",
        "18/KH-UBND | 16/5/2024",
        "09 tin bài trên hệ thống đài truyền thanh",
        "đã hoàn thành 05 nhiệm vụ trên tổng số 07 nhiệm vụ đề ra, đạt tỷ lệ 71,43%",
        "hoàn thành đúng hạn 14 nhiệm vụ",
    ),
    "1. Cải cách thể chế": (
        "cấp xã ban hành: không có",
        "theo dõi tình hình thi hành pháp luật",
        "an ninh trật tự, an toàn giao thông, dân số và gia đình",
    ),
    "2. Cải cách thủ tục hành chính": (
        "không nhận được phản ánh, kiến nghị",
        "thuộc 11 lĩnh vực",
        "đã tiếp nhận 376 hồ sơ thủ tục hành chính",
        "kỳ trước chuyển qua: 05 hồ sơ",
        "đang trong hạn giải quyết: 04 hồ sơ",
        "261 hồ sơ trên tổng số 261 hồ sơ phát sinh phí",
        "Tỷ lệ hài lòng của người dân, tổ chức đạt 100%",
        "đạt tối thiểu 98%",
        "56 m²",
        "Máy scan | 2",
        "Ghế chờ | 10",
    ),
    "3. Cải cách tổ chức bộ máy": (
        "Biên chế được giao trong năm: 20 người; có mặt tại thời điểm báo cáo: 19 người",
        "công chức xã: được giao 09 người, có mặt 08 người, thiếu 01 người",
        "Còn thiếu 01 công chức Địa chính",
        "được giao 11 người, đã bố trí 09 người",
    ),
    "4. Cải cách chế độ công vụ": (
        "trên đại học 01/11 người (9,09%)",
        "Trình độ công chức xã: đại học 08/08 người (100%)",
        "từ trung cấp trở lên: 100%",
    ),
    "5. Cải cách tài chính công": ("17.465 triệu đồng", "02 quyết định trong 90 ngày"),
    "6. Xây dựng và phát triển chính quyền điện tử, chính quyền số": ("đạt tỷ lệ 100%",),
    "III. ĐÁNH GIÁ CHUNG": ("Kết quả nhận 376 hồ sơ trực tuyến, đạt 100%", "kiêm nhiều việc"),
    "IV. PHƯƠNG HƯỚNG, NHIỆM VỤ CẢI CÁCH HÀNH CHÍNH TRỌNG TÂM": ("Nghị định số 61/2018/NĐ-CP",),
    "V. KIẾN NGHỊ, ĐỀ XUẤT": ("khen thưởng công chức đầu mối",),
}

NGOC_KY: Points = {
    "I. CÔNG TÁC LÃNH ĐẠO, CHỈ ĐẠO, ĐIỀU HÀNH": (),
    "1. Việc quán triệt, triển khai các văn bản của cấp trên về công tác cải cách thủ tục hành "
    "chính, dịch vụ công trực tuyến": (
        "Quyết định số 1217/QĐ-UBND ngày 12/5/2022 của UBND tỉnh",
        "số hóa hồ sơ, thu phí trực tuyến, ký số, mỗi quý báo cáo huyện",
        "đăng ký tài khoản dịch vụ công trực tuyến: 93/93 người, đạt 100%",
        "định danh điện tử mức độ 2: 93/93 người, đạt 100%",
        "nộp hồ sơ trực tuyến: 78/93 người, đạt 83,87%",
    ),
    "2. Việc ban hành các văn bản chỉ đạo, điều hành của UBND xã": (
        "năm 2021: 11 văn bản; năm 2022: 52 văn bản; 5 tháng đầu năm 2023: 37 văn bản",
        "(chi tiết tại Phụ lục I)",
    ),
    "3. Công tác thông tin, tuyên truyền về cải cách thủ tục hành chính và hỗ trợ người dân, doanh "
    "nghiệp trong thực hiện cải cách thủ tục hành chính, nhất là thực hiện dịch vụ công trực "
    "tuyến": (
        "đến từng nhà giúp bà con lập tài khoản",
        "Đài truyền thanh phát thường xuyên; ở quầy một cửa",
        "05 tổ tiếp nhận, hướng dẫn nhân dân lập tài khoản ở 05 thôn, gồm 25 người",
        "đã hướng dẫn 663 người",
        "03 hội nghị hướng dẫn với 93 người",
        "06 thư mục tuyên truyền",
        "phát 102 tin bài trên đài truyền thanh; đăng 60 tin bài",
        "4 | Bản đồ thực thi bộ chỉ số",
    ),
    "4. Tổ chức thực hiện việc lấy ý kiến đánh giá sự hài lòng của người dân, doanh nghiệp đã giải "
    "quyết thủ tục hành chính tại địa phương theo quy định tại Thông tư số 01/2018/TT-VPCP ngày "
    "23/11/2018": (
        "ai đến giải quyết thủ tục cũng được đánh giá",
        "phiếu điện tử trên Cổng dịch vụ công",
        "năm 2021: 731 phiếu; năm 2022: 1.639 phiếu; 5 tháng đầu năm 2023: 685 phiếu",
    ),
    "5. Việc tổ chức tiếp xúc, đối thoại với cá nhân, tổ chức về thực hiện thủ tục hành chính và "
    "giải quyết thủ tục hành chính": ("Không có.",),
    "6. Công tác kiểm tra, giám sát của UBND xã trong thực hiện công tác cải cách thủ tục hành "
    "chính": ("Không có.",),
    "II. KẾT QUẢ THỰC HIỆN": (),
    "1. Tình hình tổ chức và hoạt động của Bộ phận Tiếp nhận và Trả kết quả": (
        "Chủ tịch UBND xã phụ trách Bộ phận Một cửa",
        "Lịch trực lập theo tuần",
        "02 người, mức hỗ trợ 300.000 đồng/người/tháng",
        "dự đủ các lớp tập huấn của huyện",
        "1 | Máy tính | 3 | xã mua",
        "5 | Máy scan | 1 | UBND huyện trang bị",
        "căn cước không khớp số điện thoại",
    ),
    "2. Cập nhật, niêm yết công khai danh mục thủ tục hành chính": (
        "năm 2021: được công bố 119 TTHC, được công khai 119 TTHC",
        "năm 2022: được công bố 132 TTHC, được công khai 132 TTHC",
        "5 tháng đầu năm 2023: được công bố 138 TTHC, được công khai 138 TTHC",
        "139 thủ tục",
        "niêm yết công khai kịp thời: 100%",
        "731/2.196 hồ sơ, đạt 33,29%",
        "1.639/1.639 hồ sơ, đạt 100%",
        "685/685 hồ sơ, đạt 100%",
        "108 thủ tục (mức độ 3: 65, mức độ 4: 43)",
        "Công an 12 thủ tục, Quân sự 14 thủ tục",
    ),
    "3. Việc thực hiện rà soát, đơn giản hóa thủ tục hành chính": (
        "Kế hoạch số 23/KH-UBND ngày 28/02/2023",
        "năm 2021: không có; năm 2022: không có; 5 tháng đầu năm 2023: không có",
    ),
    "4. Cập nhật, công khai tiến độ, kết quả giải quyết hồ sơ thủ tục hành chính trên Cổng dịch vụ "
    "công của tỉnh": (
        "Sổ theo dõi tiếp nhận, trả kết quả: có",
        "trước hạn 2.192, đúng hạn 0, quá hạn 04",
        "trước hạn 1.635, đúng hạn 02; đang giải quyết trong hạn 02",
        "tiếp nhận 681 hồ sơ, trong đó mới tiếp nhận 679, kỳ trước chuyển qua 02",
        "chứng thực 1.790, hộ tịch 391, bảo trợ xã hội (BTXH) 15",
        "mức độ 3, 4, năm 2021: không có",
        "1.164/1.639 hồ sơ, đạt 71,02%; hộ tịch 327/388 hồ sơ, đạt 84,28%",
        "675/679 hồ sơ, đạt 99,41%",
        "Xin lỗi khi trễ hẹn, năm 2021: không có",
    ),
    "5. Thực hiện giải quyết thủ tục hành chính trên môi trường điện tử": (
        "Kế hoạch số 764/UBND-VP ngày 23/3/2022 của UBND tỉnh",
        "số 26/KH-UBND ngày 14/02/2023 của UBND huyện và số 11/KH-UBND ngày 15/02/2023",
        "1.161/1.639 hồ sơ, đạt 70,84%",
        "1.132/1.639 hồ sơ, đạt 69,07%",
        "453/1.637 hồ sơ, đạt 27,67%",
        "5 tháng đầu năm 2023: hồ sơ có số hóa kết quả đạt 100%",
    ),
    "6. Kết quả tiếp nhận, xử lý những phản ánh, kiến nghị của tổ chức, cá nhân liên quan đến quy "
    "định về thủ tục hành chính": (
        "Quyết định số 50/2020/QĐ-UBND ngày 16/10/2020",
        "5 tháng đầu năm 2023: không có",
    ),
    "7. Đánh giá việc giải quyết thủ tục hành chính tại Bộ phận Một cửa": (
        "Điều 15 Thông tư số 01/2018/TT-VPCP",
        "Mức độ hài lòng của tổ chức, cá nhân: tốt",
    ),
    "8. Kết quả tự kiểm tra việc thực hiện kiểm soát thủ tục hành chính, thực hiện cơ chế một cửa, "
    "một cửa liên thông": ("năm 2022 không tự kiểm tra; năm 2023 chưa thực hiện",),
    "9. Ứng dụng công nghệ thông tin trong cải cách thủ tục hành chính": (
        "Trang thông tin điện tử của xã đăng văn bản",
        "trên phần mềm: 100%; dùng hòm thư điện tử: 100%",
        "năm 2021: 67 văn bản; năm 2022: 610 văn bản; 5 tháng đầu năm 2023: 348 văn bản",
        "tổng số tin bài, văn bản đã đăng: 2.073",
    ),
    "III. ĐÁNH GIÁ CHUNG": (),
    "1. Ưu điểm": ("đỡ đi lại, đỡ tốn kém",),
    "2. Khó khăn, hạn chế": ("đường truyền chậm", "thư công vụ còn ít dùng"),
    "3. Nguyên nhân của những khó khăn, hạn chế": ("Zalo nhanh hơn thư công vụ",),
    "IV. NHIỆM VỤ, GIẢI PHÁP TRONG THỜI GIAN TỚI": (
        "Xin lỗi khi để hồ sơ quá hạn",
        "Dùng nhiều hơn chữ ký số và thư công vụ",
    ),
    "V. ĐỀ XUẤT, KIẾN NGHỊ": (),
    "1. HĐND huyện": ("Tăng cường giám sát các xã",),
    "2. UBND huyện": ("Mở thêm lớp tập huấn", "Nâng phụ cấp, trang bị thêm"),
    "3. Các đề xuất, kiến nghị khác": ("chỉ tiêu chứng thực điện tử sát thực tế",),
    "Phụ lục I": (
        "1 | 23/KH-UBND | 28/02/2023 | Rà soát",
        "2 | 11/KH-UBND | 15/02/2023",
    ),
    "Phụ lục II": (
        "2.13 | Số thủ tục giải quyết theo cơ chế một cửa liên thông | Thủ tục | | | |",
        "4.8 | Giải quyết quá hạn | Hồ sơ | 4 | | 0 |",
        "4.1 | Có sổ theo dõi tiếp nhận, trả kết quả | Có = 1; Không = 0",
        "7.1 | Mức độ hài lòng chung | Không tốt = 0; Bình thường = 1; Tốt = 2; Rất tốt = 3",
        "8.1 | Có tự kiểm tra | Có = 1; Không = 0 | 0 | 0 | 0",
        "9.6 | Tổng số tin bài, văn bản đã đăng",
    ),
}

QUANG_KHAI: Points = {
    "I. NHỮNG HẠN CHẾ, VƯỚNG MẮC VÀ NGUYÊN NHÂN": (),
    "1. Những hạn chế, vướng mắc": (
        "chưa kịp đưa lên cổng nên phải làm tay, cuối tháng tổng hợp rất vất vả.",
        "- Bà con ít nộp hồ sơ qua mạng",
        "chưa có tài khoản ngân hàng",
        "tuyên truyền pháp luật chưa đều",
        "phần mềm đổi liên tục",
        "mất cả buổi",
        "người khuyết tật nặng do người nhà nộp thay",
        "chỉ đủ hai người",
        "300.000 đồng/người/tháng cho 02 người",
        "Quyết định số 28/2016/QĐ-UBND ngày 20/10/2016 của UBND tỉnh Hải Dương",
    ),
    "2. Nguyên nhân của những hạn chế, vướng mắc": (
        "một người kiêm nhiều việc",
        "chưa thấy cần dịch vụ công trực tuyến",
        "còn nhiều người già, người khuyết tật",
        "Phần mềm hộ tịch hay lỗi",
    ),
    "II. BIỆN PHÁP KHẮC PHỤC, THÁO GỠ TRONG 6 THÁNG CUỐI NĂM": (
        "1. Cấp ủy và UBND cùng chỉ đạo, mỗi tháng nghe báo cáo một lần.",
        "2. Tiếp tục rà soát thủ tục",
        "3. Thực hiện đủ sáu nội dung cải cách hành chính",
        (
            "4. Tuyên truyền chương trình cải cách hành chính giai đoạn 2021-2030 theo Nghị quyết "
            "số 76/NQ-CP ngày 15/7/2021"
        ),
        "5. Đôn đốc, hướng dẫn các bộ phận",
        "6. Kiểm tra, tự kiểm tra",
        "7. Ứng dụng công nghệ thông tin",
        "8. Tập huấn cho cán bộ, công chức",
        "kính đề nghị UBND huyện Tứ Kỳ và các phòng, ban chuyên môn quan tâm, giúp đỡ./.",
    ),
}

BINH_PHUOC: Points = {
    "1. Công tác chỉ đạo, điều hành": (
        "Tuần lễ Chuyển đổi số tỉnh Quảng Ngãi năm 2023",
        "Kế hoạch số 66/KH-UBND ngày 31/8/2023",
        "giải quyết đúng hạn đạt 100%",
        "một phần và toàn trình đạt 100%",
        "kiện toàn Tổ công nghệ số cộng đồng",
        "05 công chức Bộ phận Một cửa",
        "19/19 hoàn thành, đạt 100%",
        "35 thành viên Tổ công nghệ số cộng đồng",
        "trên Zalo, Facebook có bài hướng dẫn",
    ),
    "2. Kết quả thực hiện (số liệu tính từ ngày 24/8/2023 đến ngày 24/9/2023)": (),
    "- Kết quả tiếp nhận và giải quyết thủ tục hành chính trên Hệ thống thông tin giải quyết thủ "
    "tục hành chính của tỉnh:": (
        (
            "314 hồ sơ, trong đó tiếp nhận trực tiếp 70 hồ sơ, tiếp nhận trực tuyến 219 hồ sơ, kỳ "
            "trước chuyển qua 25 hồ sơ"
        ),
        "293 hồ sơ, trong đó giải quyết trước hạn, đúng hạn 288 hồ sơ, đạt tỷ lệ 98,29%",
        (
            "quá hạn 05 hồ sơ (do công chức xã chậm kết thúc trên phần mềm 03 hồ sơ, do cơ quan "
            "cấp trên 02 hồ sơ)"
        ),
        "đang trong hạn giải quyết 18 hồ sơ; công dân rút 03 hồ sơ",
        "người dân đã nhận kết quả trước hạn",
    ),
    "- Việc thực hiện xin lỗi người dân khi để xảy ra hồ sơ quá hạn:": (
        "chưa thực hiện việc xin lỗi người dân",
        "đều đã nhận kết quả trước ngày hẹn",
    ),
    "- Kết quả thực hiện số hóa hồ sơ, giấy tờ:": (
        "được cấp chứng thư số",
        "302 hồ sơ, đạt tỷ lệ 96,18%",
        "244 hồ sơ, đạt tỷ lệ 83,28%",
    ),
    "- Kết quả tiếp nhận, giải quyết thủ tục hành chính qua hình thức trực tuyến:": (
        "Quyết định số 906/QĐ-UBND ngày 14/6/2023",
        "51 thủ tục (một phần 44 thủ tục, toàn trình 07 thủ tục)",
        "10/51 thủ tục (một phần 09 thủ tục, toàn trình 01 thủ tục)",
        "218/218 hồ sơ được tiếp nhận, đạt tỷ lệ 100%",
        "205/205 hồ sơ, mức độ toàn trình 13/13 hồ sơ",
    ),
    "- Kết quả thực hiện 02 nhóm thủ tục hành chính liên thông:": (
        "trẻ em dưới 6 tuổi: tiếp nhận và giải quyết qua hình thức trực tuyến 09/09 hồ sơ",
        "01/01 hồ sơ được tiếp nhận, đạt tỷ lệ 100%",
    ),
    "- Kết quả thực hiện thanh toán trực tuyến qua Cổng Dịch vụ công quốc gia:": (
        "189 lượt, số tiền 2.318.000 đồng",
    ),
    "3. Đánh giá chung": (),
    "a) Ưu điểm": ("05 hồ sơ quá hạn trên phần mềm", "đạt 100%, đạt chỉ tiêu đề ra"),
    "b) Tồn tại, hạn chế và nguyên nhân": (
        "03 hồ sơ do công chức chuyên môn của xã chậm kết thúc trên phần mềm, 02 hồ sơ",
        "kiêm nhiều việc, máy tính cũ",
        "Hồ sơ đất đai liên thông giữa huyện và xã",
        "không có điện thoại thông minh",
    ),
    "4. Đề xuất, kiến nghị": ("hỗ trợ kinh phí mua sắm trang thiết bị", "kính báo cáo./."),
}

DUC_PHO: Points = {
    "1. Về công tác chỉ đạo, điều hành cải cách hành chính": (),
    "a) Việc thực hiện các nhiệm vụ được UBND tỉnh, Chủ tịch UBND tỉnh giao": (
        (
            "15 nhiệm vụ; đã hoàn thành 09 nhiệm vụ, trong đó đúng hạn 08 nhiệm vụ, trễ hạn 01 "
            "nhiệm vụ; đang thực hiện, còn thời hạn 06 nhiệm vụ; quá hạn chưa hoàn thành 0 nhiệm vụ"
        ),
        "danh sách tại Phụ lục I, số liệu tại Phụ lục II kèm theo",
        "chờ ý kiến của sở",
    ),
    "b) Việc xây dựng, ban hành các văn bản về kiểm soát thủ tục hành chính năm 2024": (
        "1 | 764/QĐ-UBND | 12/3/2024",
        "5 | 54/KH-UBND | 12/3/2024",
    ),
    "2. Cải cách thủ tục hành chính": (),
    "a) Việc rà soát, cắt giảm, đơn giản hóa thủ tục hành chính": (
        "Kế hoạch số 52/KH-UBND",
        "trước ngày 01/9/2024",
    ),
    "b) Tổng hợp, cập nhật số lượng thủ tục hành chính thuộc thẩm quyền giải quyết": (
        "UBND thị xã: 281 thủ tục; của UBND cấp xã: 143 thủ tục",
    ),
    "c) Kết quả thực hiện cơ chế một cửa, một cửa liên thông trong giải quyết thủ tục hành chính": (
        "sửa chữa, trang bị, bố trí đủ người",
        "1.320 hồ sơ (trong kỳ 1.304, từ kỳ trước chuyển sang 16)",
        "trước hạn 1.275 hồ sơ (99,84%), trễ hạn 02 hồ sơ (0,16%)",
        "15.205 hồ sơ (trong kỳ 15.028, từ kỳ trước chuyển sang 177)",
        "trước hạn 14.901 hồ sơ (99,95%), trễ hạn 08 hồ sơ (0,05%)",
        "đã tiếp nhận 8.055 hồ sơ; đã giải quyết 6.338 hồ sơ",
        "trước hạn 6.204 hồ sơ (97,89%), trễ hạn 134 hồ sơ (2,11%)",
        "1.142 hồ sơ (trong hạn 1.014, quá hạn 128)",
        (
            "Cộng toàn thị xã: đã tiếp nhận 24.580 hồ sơ; đã giải quyết 22.524 hồ sơ, trong đó "
            "trước hạn 22.380 hồ sơ (99,36%), trễ hạn 144 hồ sơ (0,64%); đang giải quyết 1.321 hồ "
            "sơ (trong hạn 1.193, quá hạn 128); hồ sơ rút 735 hồ sơ"
        ),
        "pakn.dichvucong.gov.vn",
        "02 phản ánh; đã giải quyết 02 phản ánh",
        "Hầu hết người dân hài lòng",
        "3.693 lượt; rất hài lòng 3.603 lượt, hài lòng 87 lượt, bình thường 03 lượt",
        "3.989 lượt; rất hài lòng 3.894 lượt, hài lòng 92 lượt",
    ),
    "3. Xây dựng và phát triển Chính phủ điện tử": (
        "mức độ 3 là 258/260 hồ sơ (99,23%); mức độ 4 là 28/28 hồ sơ (100%)",
        "11.730/11.739 hồ sơ (99,92%); mức độ 4 là 3.203/3.206 hồ sơ (99,91%)",
        "toàn thị xã: 99,91%",
        "hồ sơ khi tiếp nhận 99,69%; kết quả giải quyết 99,52%",
        "hồ sơ khi tiếp nhận 99,92%; kết quả giải quyết 99,71%",
        "950 lượt",
        "423 lượt",
        "9.580 lượt",
        "99,99%",
        "trên 5,2 tỷ đồng",
        "gần 10 triệu đồng",
        "gần 196 triệu đồng",
    ),
    "4. Đánh giá chung": (),
    "a) Kết quả đạt được": ("có trách nhiệm", "hỗ trợ lẫn nhau"),
    "b) Tồn tại, hạn chế và nguyên nhân": (
        "- Tồn tại, hạn chế:",
        "Cấp giấy chứng nhận lần đầu còn tồn",
        "- Nguyên nhân của tồn tại, hạn chế:",
        "Các cơ quan chưa phối hợp tốt",
    ),
    "5. Một số nhiệm vụ trọng tâm trong thời gian đến": (
        "Thông báo kết luận số 270/TB-UBND ngày 02/6/2023: người, việc, kết quả, trách nhiệm",
        "Phối hợp cấp giấy chứng nhận",
    ),
    "6. Đề xuất, kiến nghị": (
        "Cục Chứng thực số và Bảo mật thông tin",
        "Bộ Tư pháp khắc phục phần mềm hộ tịch",
        "kính gửi Phòng Nội vụ tổng hợp./.",
    ),
    "Phụ lục I": (
        "STT | Nhiệm vụ | Hạn | Kết quả",
        "9 | Báo cáo việc cấp giấy chứng nhận quyền sử dụng đất lần đầu | 15/4/2024",
        "15 | Rà soát, đơn giản hóa thủ tục hành chính năm 2024 | 31/8/2024",
    ),
    "Phụ lục II": (
        "4.1 | Đã tiếp nhận | Hồ sơ | 1.320 | 15.205 | 8.055",
        "4.2 | Tiếp nhận trong kỳ | Hồ sơ | 1.304 | 15.028 | |",
        "6.1 | Lượt đánh giá sự hài lòng bằng thiết bị điện tử | Lượt | 296 | | 3.693",
    ),
}

VAN_TUONG: Points = {
    "I. CÔNG TÁC CHỈ ĐẠO, ĐIỀU HÀNH CẢI CÁCH HÀNH CHÍNH": (
        "đã ban hành 12 văn bản chỉ đạo",
        "12 | 34/UBND-VP | 27/02/2026",
        "02 nhiệm vụ trên tổng số 09 nhiệm vụ đề ra, đạt tỷ lệ 22,22%",
        "UBND tỉnh, Chủ tịch UBND tỉnh giao: tổng số 18 nhiệm vụ; hoàn thành đúng hạn 17 nhiệm vụ",
        "đối thoại với 86 người dân",
    ),
    "II. KẾT QUẢ THỰC HIỆN CÔNG TÁC CẢI CÁCH HÀNH CHÍNH": (),
    "1. Cải cách thể chế": ("không ban hành", "trong các hội nghị thôn"),
    "2. Cải cách thủ tục hành chính": (
        "03 phản ánh, kiến nghị về quy định thủ tục hành chính",
        "Trung tâm Phục vụ hành chính công xã Vạn Tường đã tiếp nhận 2.940 hồ sơ",
        "quá hạn 13 hồ sơ",
        "Trung tâm đã gửi thư xin lỗi người dân",
    ),
    "3. Cải cách tổ chức bộ máy": ("62 người; có mặt tại thời điểm báo cáo: 57 người",),
    "4. Cải cách chế độ công vụ": (),
    "5. Cải cách tài chính công": ("48.250 triệu đồng, đã thực hiện 6.130 triệu đồng",),
    "6. Xây dựng và phát triển chính quyền điện tử, chính quyền số": ("là 99,2%",),
    "III. ĐÁNH GIÁ CHUNG": ("dịch vụ bưu chính", "đường truyền ở một số thôn"),
    "IV. PHƯƠNG HƯỚNG, NHIỆM VỤ CẢI CÁCH HÀNH CHÍNH TRỌNG TÂM": ("Nghị định số 118/2025/NĐ-CP",),
    "V. KIẾN NGHỊ, ĐỀ XUẤT": ("UBND tỉnh Quảng Ngãi quan tâm", "mở thêm lớp tập huấn"),
}

REPORTS = {
    "bac-son": BAC_SON,
    "ngoc-ky": NGOC_KY,
    "quang-khai": QUANG_KHAI,
    "binh-phuoc": BINH_PHUOC,
    "duc-pho": DUC_PHO,
    "van-tuong-2026": VAN_TUONG,
}


@pytest.mark.parametrize("sample", REPORTS)
def test_every_point_stands_under_its_heading(sample: str, rehearse: Rehearse) -> None:
    text = [*map(_final, blocks_of(rehearse(sample).report))]
    places = list(_places(text, REPORTS[sample]))
    headings = zip(REPORTS[sample].items(), places, [*places[1:], len(text)], strict=True)
    for (heading, points), begin, end in headings:
        here = "\n".join(text[begin:end])
        assert [point for point in points if point not in here] == [], heading


def _places(text: list[str], points: Points) -> Iterator[int]:
    """Where the headings stand, each behind the one before it."""
    at = 0
    for heading in points:
        at = text.index(heading, at)
        yield at


def _final(line: str) -> str:
    """Without the marks of estimates: nobody of Bắc Sơn has said that they still stand."""
    return line.replace(" (ước)", "").replace("\u00a0", " ")
