"""The settings: offline by default, explained one by one, and never telling a secret."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.fault import UsageFault
from bot.run_settings import CHANNELS, PREFIX, Settings, load_settings, need, web_secret
from bot.settings import database_url

ROOT = Path(__file__).parents[2]
EXAMPLE = (ROOT / ".env.example").read_text("utf-8")
ELSEWHERE = {
    "NHACVIEC_DATA",
    "POSTGRES_PASSWORD",
}  # read by storage.catalogue.folders, by docker-compose.yml
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
    known = {PREFIX + name.upper() for name in Settings.model_fields}
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
    assert load_settings() == Settings(_env_file=None)  # type: ignore[call-arg]


def test_no_secret_shows_in_what_is_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    secrets = [n for n, f in Settings.model_fields.items() if f.annotation is SecretStr]
    assert len(secrets) >= 6
    for name in secrets:
        monkeypatch.setenv(PREFIX + name.upper(), f"hidden-{name}")
    settings = load_settings()
    assert "hidden" not in repr(settings)
    assert "hidden" not in str(settings.model_dump())
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
