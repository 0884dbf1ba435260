"""The settings of `nhacviec run`: `NHACVIEC_*` from the environment or from `.env`.

Every default runs offline. They stand apart from `bot.settings`, because pydantic's settings take a
while to import and no other command needs them.
"""

from __future__ import annotations

import ipaddress
import secrets
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.fault import UsageFault
from bot.port import LOOPBACK, USUAL
from bot.settings import ELSEWHERE, PREFIX, SECRET_FILE, named_settings, near_one
from domain.talk.networks import NETWORKS
from handlers.wording.say import say
from scheduler.letting_go import Keeping
from storage.catalogue.folders import data_folder

CHANNELS = tuple(name for name, network in NETWORKS.items() if network.runs)


class Settings(BaseSettings):
    """One frozen set of settings; secrets never show in its repr."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file=".env",
        env_file_encoding="utf-8",
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
        env_ignore_empty=True,
    )

    db: str = ""
    channels: Annotated[tuple[str, ...], NoDecode] = ("web",)

    telegram_token: SecretStr = SecretStr("")
    telegram_driver: Literal["aiogram", "ptb"] = "aiogram"
    telegram_webhook: bool = False
    telegram_api: str = "https://api.telegram.org"

    zalo_bot_token: SecretStr = SecretStr("")
    zalo_bot_webhook: bool = False
    zalo_bot_month: int = Field(default=3000, gt=0)
    zalo_bot_api: str = "https://bot-api.zaloplatforms.com"

    zalo_oa_app_id: str = ""
    zalo_oa_app_secret: SecretStr = SecretStr("")
    zalo_oa_secret: SecretStr = SecretStr("")
    zalo_oa_refresh_token: SecretStr = SecretStr("")
    zalo_oa_signature: Literal["enforce", "log"] = "enforce"
    zalo_oa_month: int = Field(default=0, ge=0)
    zalo_oa_api: str = "https://openapi.zalo.me"
    zalo_oa_token_url: str = "https://oauth.zaloapp.com/v4/oa/access_token"

    email_host: str = ""
    email_port: int = Field(default=587, ge=1, le=65535)
    email_tls: Literal["starttls", "tls", "none"] = "starttls"
    email_user: str = ""
    email_password: SecretStr = SecretStr("")
    email_from: str = ""

    web_host: str = LOOPBACK
    web_port: int = Field(default=USUAL, ge=0, le=65535)
    web_demo: bool = False
    web_secret: SecretStr = SecretStr("")
    public_url: str = ""
    link_days: int = Field(default=7, gt=0, le=365)

    send_at_once: int = Field(default=8, gt=0, le=100)
    send_share: float = Field(default=1.0, gt=0, le=1)

    keep_texts: int = Field(default=730, ge=30)  # days
    keep_files: int = Field(default=365, ge=30)

    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    log_format: Literal["text", "json"] = "text"

    @field_validator("channels", mode="before")
    @classmethod
    def _listed(cls, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        return tuple(name.strip() for name in value.split(",") if name.strip())

    @field_validator("channels")
    @classmethod
    def _known(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        if unknown := set(names) - set(CHANNELS):
            raise ValueError(f"{', '.join(sorted(unknown))}?")
        return names

    @field_validator("public_url")
    @classmethod
    def _reachable(cls, url: str) -> str:
        if url and not url.startswith(("https://", "http://127.0.0.1", "http://localhost")):
            raise ValueError("https://…")
        return url.rstrip("/")

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
        fields = {name: f"{name}_{what}" for name in self.channels}
        known = type(self).model_fields
        return {name: getattr(self, field) for name, field in fields.items() if field in known}

    def keeping(self) -> Keeping:
        """For how long words and files are kept."""
        return Keeping(timedelta(days=self.keep_texts), timedelta(days=self.keep_files))

    def secret_values(self) -> list[str]:
        """Every secret, to be kept out of the log."""
        values = (getattr(self, name) for name in type(self).model_fields)
        return [v.get_secret_value() for v in values if isinstance(v, SecretStr) and v]


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
    try:
        settings = Settings()
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        key = PREFIX + str(first["loc"][0]).upper()
        raise UsageFault("run.setting", key=key, detail=_wanted(first)) from None
    _check(settings)
    return settings


def _refuse_unknown() -> None:
    """A name that nothing reads is a slip: what was meant by it must not be left out unsaid."""
    known = {PREFIX + field.upper() for field in Settings.model_fields} | ELSEWHERE
    for name in sorted(set(named_settings()) - known):
        near = near_one(name, known)
        if near:
            raise UsageFault("run.unknown_setting", key=name, near=near)
        if name.startswith(PREFIX):
            raise UsageFault("run.unknown_setting_far", key=name)


_WANTED = {
    "int_parsing": "run.wanted.int",
    "int_from_float": "run.wanted.int",
    "float_parsing": "run.wanted.float",
    "bool_parsing": "run.wanted.bool",
    "greater_than": "run.wanted.above",
    "greater_than_equal": "run.wanted.least",
    "less_than_equal": "run.wanted.most",
    "literal_error": "run.wanted.one_of",
}
"""What to say of each kind of fault that pydantic finds; its own words are English."""


def _wanted(error: Mapping[str, Any]) -> str:
    found, context = error["type"], error.get("ctx", {})
    if found == "value_error":
        return str(context["error"])
    limit = next((context[name] for name in ("gt", "ge", "le", "expected") if name in context), "")
    shown = str(limit).replace("'", "").replace(" or ", ", ")
    return say(_WANTED.get(found, "run.wanted.other"), limit=shown)


def need(settings: Settings, field: str, channel: str) -> str:
    """The value of a setting without which a channel cannot run."""
    value = getattr(settings, field)
    plain: str = value.get_secret_value() if isinstance(value, SecretStr) else value
    if not plain:
        raise UsageFault("run.missing", key=PREFIX + field.upper(), channel=channel)
    return plain


def web_secret(settings: Settings) -> str:
    """The key that signs links; where none is set, one is made once and kept in the data folder."""
    if given := settings.web_secret.get_secret_value():
        return given
    file = data_folder() / SECRET_FILE
    if not file.exists():
        _write_private(file, secrets.token_urlsafe(32))
    return file.read_text("ascii").strip()


def _write_private(file: Path, text: str) -> None:
    draft = file.with_name(f"{file.name}.{secrets.token_hex(4)}")
    draft.touch(mode=0o600)
    draft.write_text(text, "ascii")
    draft.replace(file)


def _check(settings: Settings) -> None:
    if not settings.channels:
        raise UsageFault("run.setting", key=f"{PREFIX}CHANNELS", detail=", ".join(CHANNELS))
    if settings.web_demo and not settings.on_loopback:
        raise UsageFault("run.demo_open", host=settings.web_host)
    if settings.web_demo and settings.channels != ("web",):
        raise UsageFault("run.demo_alone", channels=", ".join(settings.channels))
