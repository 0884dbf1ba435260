"""The settings: offline by default, explained one by one, and never telling a secret."""

from __future__ import annotations

import os
import re
import stat
from dataclasses import asdict
from pathlib import Path

import pytest

from bot.fault import UsageFault
from bot.run_settings import CHANNELS, Settings, load_settings, need, web_secret
from bot.setting_kinds import Secret
from bot.settings import PREFIX, database_url

ROOT = Path(__file__).parents[2]
EXAMPLE = (ROOT / ".env.example").read_text("utf-8")
ELSEWHERE = {
    "NHACVIEC_DATA",
    "NHACVIEC_BACKUPS",
    "POSTGRES_PASSWORD",
}  # read by storage.catalogue.folders, by `nhacviec backup`, by docker-compose.yml
ENGLISH = re.compile(r"\b(should|must|input|Input|valid|error,|be|or)\b")
LINE = re.compile(r"^#?([A-Z_]+)=(.*)$", re.MULTILINE)


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in list(os.environ):
        if name.startswith(PREFIX):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NHACVIEC_DATA", str(tmp_path / "data"))


def test_without_any_setting_it_runs_offline() -> None:
    settings = load_settings()
    assert settings.channels == ("web",)
    assert settings.on_loopback
    assert settings.public_url == ""
    assert settings.secret_values() == []


def test_every_setting_is_in_the_example_and_nothing_else() -> None:
    explained = {name for name, _ in LINE.findall(EXAMPLE)}
    known = {PREFIX + name.upper() for name in Settings.names()}
    assert explained - ELSEWHERE == known


def test_every_line_of_the_example_is_explained_in_vietnamese() -> None:
    lines = EXAMPLE.splitlines()
    for number, line in enumerate(lines):
        if LINE.match(line):
            before = lines[number - 1]
            assert before.startswith("# "), line
            assert not before.isascii(), f"{line}: {before}"


def test_the_example_shows_the_defaults(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    shown_only = {"NHACVIEC_DB", "NHACVIEC_PUBLIC_URL"}  # an example, not a default
    plain = "\n".join(
        f"{name}={value}"
        for name, value in LINE.findall(EXAMPLE)
        if name not in ELSEWHERE | shown_only
    )
    (tmp_path / ".env").write_text(plain, "utf-8")
    assert load_settings() == Settings()


def test_no_secret_shows_in_what_is_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    nothing_set = Settings()
    secrets = [n for n in Settings.names() if isinstance(getattr(nothing_set, n), Secret)]
    assert len(secrets) >= 6
    for name in secrets:
        monkeypatch.setenv(PREFIX + name.upper(), f"hidden-{name}")
    settings = load_settings()
    assert "hidden" not in repr(settings)
    assert "hidden" not in str(asdict(settings))
    assert sorted(settings.secret_values()) == sorted(f"hidden-{name}" for name in secrets)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("NHACVIEC_CHANNELS", "telegram,viber"),
        ("NHACVIEC_WEB_PORT", "s3cret"),
        ("NHACVIEC_TELEGRAM_DRIVER", "s3cret"),
        ("NHACVIEC_PUBLIC_URL", "http://s3cret.example.vn"),
        ("NHACVIEC_SEND_SHARE", "0"),
        ("NHACVIEC_LINK_DAYS", "s3cret"),
    ],
)
def test_a_wrong_setting_is_one_line_that_names_it(
    monkeypatch: pytest.MonkeyPatch, key: str, value: str
) -> None:
    monkeypatch.setenv(key, value)
    with pytest.raises(UsageFault) as fault:
        load_settings()
    line = str(fault.value)
    assert key in line
    assert "\n" not in line
    assert "s3cret" not in line


@pytest.mark.parametrize(
    ("key", "value", "wanted"),
    [
        ("NHACVIEC_WEB_PORT", "tám", "cần một số nguyên từ 0 đến 65535"),
        ("NHACVIEC_WEB_PORT", "70000", "từ 0 đến 65535"),
        ("NHACVIEC_WEB_PORT", "-1", "từ 0 đến 65535"),
        ("NHACVIEC_LINK_DAYS", "0", "từ 1 đến 365"),
        ("NHACVIEC_KEEP_TEXTS", "7", "từ 30 trở lên"),
        ("NHACVIEC_SEND_SHARE", "nan", "ví dụ 0.5"),
        ("NHACVIEC_SEND_SHARE", "nửa", "ví dụ 0.5"),
        ("NHACVIEC_WEB_DEMO", "có", "true hoặc false"),
        ("NHACVIEC_TELEGRAM_DRIVER", "telethon", "aiogram, ptb"),
        ("NHACVIEC_LOG_LEVEL", "LOUD", "DEBUG, INFO, WARNING, ERROR"),
        ("NHACVIEC_PUBLIC_URL", "ftp://x", "https://…"),
        ("NHACVIEC_CHANNELS", "viber", "chọn một hay vài tên"),
    ],
)
def test_what_a_setting_should_be_is_said_in_vietnamese(
    monkeypatch: pytest.MonkeyPatch, key: str, value: str, wanted: str
) -> None:
    monkeypatch.setenv(key, value)
    with pytest.raises(UsageFault) as fault:
        load_settings()
    assert wanted in str(fault.value)
    assert not ENGLISH.search(str(fault.value)), fault.value


@pytest.mark.parametrize("in_file", [False, True])
@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("NHACVIEC_TELEGRAM_TOEKN", "NHACVIEC_TELEGRAM_TOKEN"),
        ("NHACVIEC_CHANELS", "NHACVIEC_CHANNELS"),
        ("NHACVEIC_WEB_PORT", "NHACVIEC_WEB_PORT"),
        ("NHACVIEC_DTAA", "NHACVIEC_DATA"),
    ],
)
def test_a_misspelt_setting_stops_the_start_and_names_the_near_one(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str, near: str, in_file: bool
) -> None:
    if in_file:
        (tmp_path / ".env").write_text(f"{name}=s3cret\nPOSTGRES_PASSWORD=x\n", "utf-8")
    else:
        monkeypatch.setenv(name, "s3cret")
    with pytest.raises(UsageFault, match=rf"{name}; gần nhất là {near}\.") as fault:
        load_settings()
    assert "s3cret" not in str(fault.value)


def test_a_setting_that_is_near_to_none_is_named_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("NHACVIEC_COLOUR_OF_CHARTS", "red")
    with pytest.raises(UsageFault, match="NHACVIEC_COLOUR_OF_CHARTS"):
        load_settings()


def test_no_command_opens_another_database_because_of_a_slip(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("NHACVIEC_BD", "sqlite:////x/y.db")
    with pytest.raises(UsageFault, match="NHACVIEC_BD; gần nhất là NHACVIEC_DB"):
        database_url(None)


def test_a_missing_setting_names_its_key_and_its_channel() -> None:
    with pytest.raises(UsageFault, match=r"NHACVIEC_ZALO_OA_APP_ID.*zalo_oa"):
        need(load_settings(), "zalo_oa_app_id", "zalo_oa")


@pytest.mark.parametrize(
    ("key", "value"), [("NHACVIEC_WEB_HOST", "0.0.0.0"), ("NHACVIEC_CHANNELS", "web,telegram")]
)
def test_the_two_phones_are_for_this_machine_and_for_nobody_real(
    monkeypatch: pytest.MonkeyPatch, key: str, value: str
) -> None:
    monkeypatch.setenv("NHACVIEC_WEB_DEMO", "1")
    load_settings()
    monkeypatch.setenv(key, value)
    with pytest.raises(UsageFault, match="NHACVIEC_WEB_DEMO"):
        load_settings()


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost", "127.3.3.3"])
def test_what_is_this_machine(monkeypatch: pytest.MonkeyPatch, host: str) -> None:
    monkeypatch.setenv("NHACVIEC_WEB_HOST", host)
    assert load_settings().on_loopback


def test_the_signing_key_is_made_once_and_readable_by_its_owner_alone(tmp_path: Path) -> None:
    first = web_secret(load_settings())
    assert len(first) >= 40
    assert web_secret(load_settings()) == first
    mode = stat.S_IMODE((tmp_path / "data" / "web-secret").stat().st_mode)
    assert mode == 0o600


def test_two_that_start_for_the_first_time_sign_with_one_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def late(_bytes: int) -> str:
        (tmp_path / "data" / "web-secret").write_text("of the first")
        return "of the second"

    monkeypatch.setattr("bot.run_settings.secrets.token_urlsafe", late)
    assert web_secret(load_settings()) == "of the first"
    assert [each.name for each in (tmp_path / "data").iterdir()] == ["web-secret"]


def test_a_signing_key_that_is_set_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NHACVIEC_WEB_SECRET", "mine")
    assert web_secret(load_settings()) == "mine"


def test_all_commands_find_the_database_of_the_settings_file(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("NHACVIEC_DB=sqlite:////x/y.db\n", "utf-8")
    assert database_url(None) == "sqlite:////x/y.db"
    assert database_url("other.db") == "sqlite:///other.db"


def test_limits_a_month_are_those_of_the_channels_in_use(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NHACVIEC_CHANNELS", ", ".join(CHANNELS))
    assert load_settings().month_limits() == {"zalo_bot": 3000}
    monkeypatch.setenv("NHACVIEC_ZALO_OA_MONTH", "500")
    assert load_settings().month_limits() == {"zalo_bot": 3000, "zalo_oa": 500}


@pytest.mark.parametrize(
    ("channels", "url", "api", "public"),
    [
        ("zalo_bot", "", "https://bot-api.zaloplatforms.com", False),
        ("zalo_bot", "https://bot.example.vn", "https://bot-api.zaloplatforms.com", True),
        ("zalo_bot", "http://127.0.0.1:8080", "https://bot-api.zaloplatforms.com", False),
        ("zalo_bot,web", "https://localhost", "https://bot-api.zaloplatforms.com", False),
        ("zalo_bot", "http://localhost:8080", "http://127.0.0.1:9", True),  # a test bench
        ("web", "http://localhost:8080", "https://bot-api.zaloplatforms.com", True),
    ],
)
def test_links_need_an_address_that_phones_reach(
    monkeypatch: pytest.MonkeyPatch, channels: str, url: str, api: str, public: bool
) -> None:
    monkeypatch.setenv("NHACVIEC_CHANNELS", channels)
    monkeypatch.setenv("NHACVIEC_PUBLIC_URL", url)
    monkeypatch.setenv("NHACVIEC_ZALO_BOT_API", api)
    assert load_settings().public is public
