"""The settings of `nhacviec run`: `NHACVIEC_*` from the environment or from `.env`.

Every default runs offline. They stand apart from `bot.settings`: no other
command needs them.
"""

from __future__ import annotations

import ipaddress
import os
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import timedelta
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from bot.fault import UsageFault
from bot.port import LOOPBACK, USUAL
from bot.setting_kinds import (
    Secret,
    address,
    flag,
    one_of,
    read,
    secret,
    share,
    some_of,
    whole,
)
from bot.settings import ELSEWHERE, PREFIX, SECRET_FILE, named_settings, near_one, values_of
from domain.talk.networks import NETWORKS
from scheduler.letting_go import Keeping
from storage.catalogue.folders import data_folder

CHANNELS = tuple(name for name, network in NETWORKS.items() if network.runs)


@dataclass(frozen=True, slots=True)
class Settings:
    """One frozen set of settings; secrets never show in its repr."""

    db: str = ""
    channels: tuple[str, ...] = some_of(CHANNELS, default=("web",))

    telegram_token: Secret = secret()
    telegram_driver: Literal["aiogram", "ptb"] = one_of("aiogram", "ptb")
    telegram_webhook: bool = flag()
    telegram_api: str = "https://api.telegram.org"

    zalo_bot_token: Secret = secret()
    zalo_bot_webhook: bool = flag()
    zalo_bot_month: int = whole(3000, 1)
    zalo_bot_api: str = "https://bot-api.zaloplatforms.com"

    zalo_oa_app_id: str = ""
    zalo_oa_app_secret: Secret = secret()
    zalo_oa_secret: Secret = secret()
    zalo_oa_refresh_token: Secret = secret()
    zalo_oa_signature: Literal["enforce", "log"] = one_of("enforce", "log")
    zalo_oa_month: int = whole(0, 0)
    zalo_oa_api: str = "https://openapi.zalo.me"
    zalo_oa_token_url: str = "https://oauth.zaloapp.com/v4/oa/access_token"

    email_host: str = ""
    email_port: int = whole(587, 1, 65535)
    email_tls: Literal["starttls", "tls", "none"] = one_of("starttls", "tls", "none")
    email_user: str = ""
    email_password: Secret = secret()
    email_from: str = ""

    web_host: str = LOOPBACK
    web_port: int = whole(USUAL, 0, 65535)
    web_demo: bool = flag()
    web_secret: Secret = secret()
    public_url: str = address()
    link_days: int = whole(7, 1, 365)

    send_at_once: int = whole(8, 1, 100)
    send_share: float = share(1.0)

    keep_texts: int = whole(730, 30)  # days
    keep_files: int = whole(365, 30)

    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = one_of(
        "DEBUG", "INFO", "WARNING", "ERROR", default="INFO"
    )
    log_format: Literal["text", "json"] = one_of("text", "json")

    @property
    def on_loopback(self) -> bool:
        """True where nobody but this machine can reach the web server."""
        try:
            return ipaddress.ip_address(self.web_host).is_loopback
        except ValueError:
            return self.web_host == "localhost"

    @property
    def public(self) -> bool:
        """True where people's phones reach the links that the bot gives: not by an address that
        only this machine has, unless the networks are on this machine as well."""
        if not self.public_url:
            return False
        return not _is_here(self.public_url) or all(map(_is_here, self._each("api").values()))

    def month_limits(self) -> dict[str, int]:
        """Messages a month, of the channels that have such a limit."""
        return {name: most for name, most in self._each("month").items() if most}

    def _each(self, what: str) -> dict[str, Any]:
        """The setting of that ending of each channel that runs and has one: `zalo_bot_month`."""
        known = {name: f"{name}_{what}" for name in self.channels}
        return {name: getattr(self, of) for name, of in known.items() if of in self.names()}

    @classmethod
    def names(cls) -> tuple[str, ...]:
        """The name of every setting, as a field; in the environment it is in capitals."""
        return tuple(each.name for each in fields(cls))

    def keeping(self) -> Keeping:
        """For how long words and files are kept."""
        return Keeping(timedelta(days=self.keep_texts), timedelta(days=self.keep_files))

    def secret_values(self) -> list[str]:
        """Every secret, to be kept out of the log."""
        values = (getattr(self, name) for name in self.names())
        return [each.value for each in values if isinstance(each, Secret) and each.value]


def _is_here(url: str) -> bool:
    """True for an address that means this very machine, wherever it is opened."""
    host = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def load_settings() -> Settings:
    """The settings, or one line that names the wrong key and never its value."""
    _refuse_unknown()
    given = values_of(PREFIX + name.upper() for name in Settings.names())
    settings = Settings(**dict(_read(given)))
    _check(settings)
    return settings


def _read(given: Mapping[str, str]) -> Iterator[tuple[str, Any]]:
    """Each setting that is given; UsageFault names the first that is no value of its kind."""
    for each in fields(Settings):
        key = PREFIX + each.name.upper()
        if word := given[key]:
            try:
                yield each.name, read(each.metadata, word)
            except ValueError as wanted:
                raise UsageFault("run.setting", key=key, detail=str(wanted)) from None


def _refuse_unknown() -> None:
    """A name that nothing reads is a slip: what was meant by it must not be left out unsaid."""
    known = {PREFIX + field.upper() for field in Settings.names()} | ELSEWHERE
    for name in sorted(set(named_settings()) - known):
        near = near_one(name, known)
        if near:
            raise UsageFault("run.unknown_setting", key=name, near=near)
        if name.startswith(PREFIX):
            raise UsageFault("run.unknown_setting_far", key=name)


def need(settings: Settings, field: str, channel: str) -> str:
    """The value of a setting without which a channel cannot run."""
    value = getattr(settings, field)
    plain: str = value.value if isinstance(value, Secret) else value
    if not plain:
        raise UsageFault("run.missing", key=PREFIX + field.upper(), channel=channel)
    return plain


def web_secret(settings: Settings) -> str:
    """The key that signs links; where none is set, one is made once and kept in the data folder."""
    if given := settings.web_secret.value:
        return given
    file = data_folder() / SECRET_FILE
    if not file.exists():
        _write_first(file, secrets.token_urlsafe(32))
    return file.read_text("ascii").strip()


def _write_first(file: Path, text: str) -> None:
    """Whole, readable by its owner alone, and only where there is none: of two processes that
    start for the first time both sign with the key of the first."""
    draft = file.with_name(f"{file.name}.{secrets.token_hex(4)}")
    draft.touch(mode=0o600)
    draft.write_text(text, "ascii")
    try:
        os.link(draft, file)
    except FileExistsError:
        pass  # somebody was first
    except OSError:  # a disk that knows no second name of a file
        draft.replace(file)
    draft.unlink(missing_ok=True)


def _check(settings: Settings) -> None:
    if not settings.channels:
        raise UsageFault("run.setting", key=f"{PREFIX}CHANNELS", detail=", ".join(CHANNELS))
    if settings.web_demo and not settings.on_loopback:
        raise UsageFault("run.demo_open", host=settings.web_host)
    if settings.web_demo and settings.channels != ("web",):
        raise UsageFault("run.demo_alone", channels=", ".join(settings.channels))
