"""A unit is found however its name is typed, and asked about wherever two could be meant."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from domain.people.people import Post, Role
from domain.people.units import COMMUNE_KINDS, Unit
from handlers.names.units import find_unit, unit_and_rest
from storage.database.database import Database, open_database
from tests.support.district import District, filler, person
from tests.support.real_units import AN_THI, BAC_SON, HUNG_YEN, PHAM_NGU_LAO, an_thi, every_bac_son

DAY = date(2024, 9, 11)
TODAY = date(2026, 3, 2)
UNITS, _ = an_thi()
UNITS[BAC_SON] = replace(UNITS[BAC_SON], aliases=("bac son an thi", "xbs"))
DISTRICT = {id_: unit for id_, unit in UNITS.items() if id_.startswith(AN_THI)}
SIXTEEN, _ = every_bac_son()


def commune(name: str) -> str:
    return f"{AN_THI}/{name}"


ONE = {
    # slug, path, code
    "xa-bac-son": "xa-bac-son",
    "XA-BAC-SON": "xa-bac-son",
    "xa_bac_son": "xa-bac-son",
    "an-thi/xa-bac-son": "xa-bac-son",
    "hung-yen/an-thi/xa-bac-son": "xa-bac-son",
    "12148": "xa-bac-son",
    "12142": "thi-tran-an-thi",
    # the name with and without marks, with and without its kind, together and apart
    "xã Bắc Sơn": "xa-bac-son",
    "Xã  Bắc  Sơn": "xa-bac-son",
    "XÃ BẮC SƠN": "xa-bac-son",
    "xa bac son": "xa-bac-son",
    "Bắc Sơn": "xa-bac-son",
    "bac son": "xa-bac-son",
    "bacson": "xa-bac-son",
    "xabacson": "xa-bac-son",
    "Bắc sơn.": "xa-bac-son",
    "“Bắc Sơn”": "xa-bac-son",
    "ba\u0306\u0301c so\u031bn": "xa-bac-son",
    "hoàng hoa thám": "xa-hoang-hoa-tham",
    "hoanghoatham": "xa-hoang-hoa-tham",
    "đa lộc": "xa-da-loc",
    "da loc": "xa-da-loc",
    "Hạ Lễ": "xa-ha-le",
    # abbreviations of the kind and of the name
    "x. Bắc Sơn": "xa-bac-son",
    "X.Bắc Sơn": "xa-bac-son",
    "x bac son": "xa-bac-son",
    "UBND xã Bắc Sơn": "xa-bac-son",
    "ubnd x.bac son": "xa-bac-son",
    "Ủy ban nhân dân xã Bắc Sơn": "xa-bac-son",
    "TT. Ân Thi": "thi-tran-an-thi",
    "tt an thi": "thi-tran-an-thi",
    "thị trấn ân thi": "thi-tran-an-thi",
    "h. Ân Thi": "",
    "huyện ân thi": "",
    "xbs": "xa-bac-son",
    "b.son": "xa-bac-son",
    "b. Sơn": "xa-bac-son",
    "bắc s": "xa-bac-son",
    "hht": "xa-hoang-hoa-tham",
    "H.H.Thám": "xa-hoang-hoa-tham",
    "h.t. mau": "xa-ho-tung-mau",
    "x. trúc": "xa-xuan-truc",
    "t phong": "xa-tien-phong",
    "q vinh": "xa-quang-vinh",
    # with its superiors
    "xã Bắc Sơn, huyện Ân Thi": "xa-bac-son",
    "xã Bắc Sơn huyện Ân Thi tỉnh Hưng Yên": "xa-bac-son",
    "Bắc Sơn (Ân Thi)": "xa-bac-son",
    "bac son - an thi": "xa-bac-son",
    "bac son h.an thi": "xa-bac-son",
    "xa quang vinh, hung yen": "xa-quang-vinh",
    # the keyboard program was off
    "bawcs sown": "xa-bac-son",
    "xax Bawcs Sown": "xa-bac-son",
    "ba8c1 so7n": "xa-bac-son",
    "ddaof duwowng": "xa-dao-duong",
    # a slip or two
    "bac sonn": "xa-bac-son",
    "bắc sonw": "xa-bac-son",
    "xa bcason": "xa-bac-son",
    "bac xon": "xa-bac-son",
    "nguyen trai": "xa-nguyen-trai",
    "nguyễn chãi": "xa-nguyen-trai",
    "hoang hoa tam": "xa-hoang-hoa-tham",
    "phu ung": "xa-phu-ung",
    "phu hung": "xa-phu-ung",
    "vân zu": "xa-van-du",
    "hong quan": "xa-hong-quang",
}

SEVERAL = {
    "ân thi": {"", "thi-tran-an-thi"},  # the district or its town
    "an thi": {"", "thi-tran-an-thi"},
    "an-thi": {"", "thi-tran-an-thi"},
    "xa": set(),
    "phường Bắc Sơn": {"xa-bac-son"},  # not the same kind: perhaps meant, never taken
    "quang": set(),
    "bs": {"xa-bac-son", "xa-bai-say"},
    "B.S": {"xa-bac-son", "xa-bai-say"},
}

NOBODY = ("hà nội", "thị trấn", "", "   ", "?", "son", "xã Minh Châu", "12145678", "00379", "/")


def test_there_are_sixty_spellings_of_one_unit_each() -> None:
    assert len(ONE) >= 60


# The same through the running bot


@pytest.fixture(scope="module")
def superior(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[District]:
    """The staff of huyện Ân Thi, with all its communes."""
    file = tmp_path_factory.mktemp("names") / "names.db"
    shutil.copy(migrated_file, file)
    people = [person("quynh", "Hoàng Thu Quỳnh", Post(AN_THI, Role.SUPERIOR_STAFF))]
    communes = [unit for id_, unit in DISTRICT.items() if unit.kind in COMMUNE_KINDS]
    people += [filler(f"p{n}", f"Nguyễn Văn {n}", unit.id) for n, unit in enumerate(communes)]
    district = District(
        open_database(f"sqlite:///{file}"), units=tuple(UNITS.values()), people=people
    )
    district.move("2024-09-11 08:00")
    yield district
    district.database.close()


@pytest.mark.parametrize(("typed", "name"), ONE.items())
def test_status_answers_for_the_unit_that_is_meant(
    superior: District, typed: str, name: str
) -> None:
    unit = UNITS[commune(name) if name else AN_THI]
    first = superior.say("quynh", f"/status {typed}").splitlines()[0]
    assert first.startswith(f"{unit.name[:1].upper()}{unit.name[1:]} – "), first


@pytest.mark.parametrize(("typed", "names"), SEVERAL.items())
def test_status_asks_wherever_several_could_be_meant(
    superior: District, typed: str, names: set[str]
) -> None:
    answer = superior.answer("quynh", f"/status {typed}")
    if len(names) < 2:
        assert "–" not in answer.text.splitlines()[0]
        assert len(answer.choices) == len(names)
        return
    assert answer.text.startswith("Có nhiều đơn vị phù hợp, anh/chị chọn một:")
    offered = {choice.words for choice in answer.choices}
    wanted = {UNITS[commune(name) if name else AN_THI].name for name in names}
    assert {words.removeprefix("status ").partition(" (")[0] for words in offered} == wanted


@pytest.mark.parametrize("typed", [each for each in NOBODY if each.strip(" ?/")])
def test_status_says_that_it_knows_no_such_unit(superior: District, typed: str) -> None:
    assert "Không thấy đơn vị" in superior.say("quynh", f"/status {typed}")


def test_status_asks_which_of_sixteen_and_a_tap_answers(memory_database: Database) -> None:
    """Whoever oversees the whole country, which nobody does today, is asked."""
    root = Unit("vn", "tinh", "cả nước", "ca-nuoc")
    country = {
        id_: unit if unit.parent_id else replace(unit, parent_id=root.id)
        for id_, unit in SIXTEEN.items()
    }
    boss = person("chi", "Lê Thị Chi", Post(root.id, Role.SUPERIOR_STAFF))
    communes = [u.id for u in country.values() if u.name == "xã Bắc Sơn" and u.valid_on(DAY)]
    fillers = [filler(f"p{n}", f"Trần Văn {n}", id_) for n, id_ in enumerate(communes)]
    desk = District(memory_database, units=(root, *country.values()), people=[boss, *fillers])
    desk.move("2024-09-11 08:00")
    for typed in ("xa-bac-son", "xã bắc sơn", "Xa Bac Son", "X. Bắc Sơn", "xabacson"):
        asked = desk.answer("chi", f"/status {typed}")
        assert asked.text.startswith("Có nhiều đơn vị phù hợp, anh/chị chọn một:"), typed
        assert asked.text.count("xã Bắc Sơn") == len(communes) > 8, typed
        assert len(asked.choices) == 8
    for typed in ("bắc sơn", "Bac Son", "bawcs sown"):  # wards and towns of that name too
        assert desk.say("chi", f"/status {typed}").count("Bắc Sơn") >= 16, typed
    assert desk.answer("chi", choice=asked.choices[0].data).text.startswith("Xã Bắc Sơn – ")
    assert desk.say("chi", "/status 12148").startswith("Xã Bắc Sơn – ")
    assert desk.say("chi", "/status xã Bắc Sơn, Ân Thi, Hưng Yên").startswith("Xã Bắc Sơn – ")


@pytest.mark.parametrize(("typed", "name"), ONE.items())
def test_a_spelling_means_one_unit(typed: str, name: str) -> None:
    found = find_unit(typed, DISTRICT, DAY, UNITS)
    assert found.unit_id == (commune(name) if name else AN_THI)


@pytest.mark.parametrize(("typed", "names"), SEVERAL.items())
def test_what_may_be_several_is_asked(typed: str, names: set[str]) -> None:
    found = find_unit(typed, DISTRICT, DAY, UNITS)
    if len(names) == 1 and found.unit_id:
        assert found.guessed
        return
    assert found.unit_id is None
    assert set(found.candidates) == {commune(name) if name else AN_THI for name in names}


@pytest.mark.parametrize("typed", NOBODY)
def test_nothing_is_guessed_out_of_thin_air(typed: str) -> None:
    found = find_unit(typed, DISTRICT, DAY, UNITS)
    assert (found.unit_id, found.candidates) == (None, ())


def test_two_names_within_a_slip_of_what_was_typed_are_both_offered() -> None:
    units = {
        "a": Unit("a", "xa", "xã Tân Phong", "xa-tan-phong"),
        "b": Unit("b", "xa", "xã Tân Phòng", "xa-tan-phong-2"),
        "c": Unit("c", "xa", "xã Tiên Phong", "xa-tien-phong"),
    }
    assert set(find_unit("tin phong", units, DAY).candidates) == {"a", "b", "c"}
    assert set(find_unit("tan phong", units, DAY).candidates) == {"a", "b"}
    assert find_unit("Tân Phòng", units, DAY).unit_id == "b"
    assert find_unit("tiên phong", units, DAY).unit_id == "c"


def test_numbers_are_never_slips() -> None:
    wards = {str(n): Unit(str(n), "phuong", f"phường {n}", f"phuong-{n}") for n in (1, 2, 10, 12)}
    assert find_unit("P.10", wards, DAY).unit_id == "10"
    assert find_unit("p10", wards, DAY).unit_id == "10"
    assert find_unit("phường 11", wards, DAY).unit_id is None


def test_a_bare_name_may_begin_like_a_kind() -> None:
    units = {"q": Unit("q", "xa", "xã Quan Lạn", "xa-quan-lan")}
    assert find_unit("quan lạn", units, DAY).unit_id == "q"


def test_every_bac_son_is_told_apart_by_its_superiors_and_offered_without_them() -> None:
    communes = {id_: unit for id_, unit in SIXTEEN.items() if unit.name.endswith("Bắc Sơn")}
    old = [unit for unit in communes.values() if unit.valid_on(DAY) and unit.kind != "huyen"]
    assert len(old) == 16
    for unit in old:
        district = SIXTEEN[unit.parent_id or ""]
        province = SIXTEEN[district.parent_id or ""]
        for typed in (
            f"{unit.name}, {district.name}, {province.name}",
            f"Bắc Sơn {district.name} {province.name}",
            unit.code,
        ):
            assert find_unit(typed, SIXTEEN, DAY).unit_id == unit.id, typed
    asked = find_unit("bac son", SIXTEEN, DAY).candidates
    assert {unit.id for unit in old} <= set(asked)
    kinds = {SIXTEEN[id_].kind for id_ in find_unit("xa-bac-son", SIXTEEN, DAY).candidates}
    assert kinds == {"xa"}


def test_the_own_scope_decides_before_the_country_does() -> None:
    own = {id_: unit for id_, unit in SIXTEEN.items() if id_.startswith("hung-yen/an-thi")}
    assert find_unit("xa-bac-son", own, DAY, SIXTEEN).unit_id == BAC_SON


def test_a_code_names_a_unit_only_together_with_a_date() -> None:
    assert find_unit("12148", UNITS, DAY).unit_id == BAC_SON
    assert find_unit("12148", UNITS, date(2025, 6, 30)).unit_id == BAC_SON
    assert find_unit("12148", UNITS, date(2025, 7, 1)).unit_id == PHAM_NGU_LAO
    assert find_unit("12145", UNITS, TODAY).unit_id == commune("xa-phu-ung")


def test_names_of_the_present_win_and_those_of_the_past_are_still_known() -> None:
    assert find_unit("xuân trúc", UNITS, TODAY).unit_id == "hung-yen/xa-xuan-truc"
    assert find_unit("ân thi", UNITS, TODAY).unit_id == "hung-yen/xa-an-thi"
    assert find_unit("xa-bac-son", UNITS, TODAY).unit_id == BAC_SON
    assert find_unit("huyện ân thi", UNITS, TODAY).unit_id == AN_THI


def test_an_old_name_that_two_merged_districts_had_is_asked() -> None:
    """Two of the sixteen lie in today's Hưng Yên."""
    both = {id_: u for id_, u in SIXTEEN.items() if id_.startswith((HUNG_YEN, "thai-binh"))}
    assert len(find_unit("xa-bac-son", both, TODAY).candidates) == 2


@pytest.mark.parametrize(
    ("typed", "unit_id", "rest"),
    [
        ("xa-bac-son: số liệu 4.2 chưa đúng", "xa-bac-son", "số liệu 4.2 chưa đúng"),
        ("xa-bac-son số liệu 4.2 chưa đúng", "xa-bac-son", "số liệu 4.2 chưa đúng"),
        ("xã Bắc Sơn số liệu chưa đúng", "xa-bac-son", "số liệu chưa đúng"),
        ("Bắc Sơn, huyện Ân Thi: thiếu", "xa-bac-son", "thiếu"),
        ("hht thiếu ký", "xa-hoang-hoa-tham", "thiếu ký"),
        ("hoàng hoa thám sai", "xa-hoang-hoa-tham", "sai"),
        ("xa-bac-son", "xa-bac-son", ""),
        ("xa-bac-sonn sai số", "xa-bac-son", "sai số"),
    ],
)
def test_a_unit_is_told_from_the_words_behind_it(typed: str, unit_id: str, rest: str) -> None:
    found, words = unit_and_rest(typed, DISTRICT, DAY, UNITS)
    assert (found.unit_id, words) == (commune(unit_id), rest)


def test_words_behind_a_name_of_several_do_not_choose_one() -> None:
    found, words = unit_and_rest("ân thi chậm quá", DISTRICT, DAY, UNITS)
    assert len(found.candidates) == 2
    assert words == "chậm quá"
