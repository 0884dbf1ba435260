"""Every channel by its name in the settings. A library is imported only for a channel in use."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from bot.channels.port import Channel, Limits
from bot.fault import UsageFault
from bot.run_settings import Settings, need, web_secret
from bot.settings import TOKENS_FILE
from storage.catalogue.folders import data_folder

if TYPE_CHECKING:
    from bot.links import Links

TELEGRAM_TOKEN = re.compile(r"\d{5,}:[\w-]{20,}")

Clock = Callable[[], datetime]
Open = Callable[[Settings, "Links | None", Clock], Channel]


def open_channels(settings: Settings, links: Links | None, clock: Clock) -> dict[str, Channel]:
    """The channels that the settings name; a missing setting is one line that says which."""
    names = dict.fromkeys(settings.channels)
    return {name: OPENERS[name].open(settings, links, clock) for name in names}


def webhook_secret(settings: Settings, channel: str) -> str:
    """What a network has to bring with each call; made from the one secret of the web server."""
    key = web_secret(settings).encode()
    return hmac.new(key, f"webhook:{channel}".encode(), hashlib.sha256).hexdigest()


def webhook_url(settings: Settings, channel: str) -> str:
    """Where a network delivers what people write."""
    return f"{need(settings, 'public_url', channel)}/webhook/{channel.replace('_', '-')}"


def calls_folder(channel: str) -> Path:
    """Where what a network has delivered waits until it is handled."""
    return data_folder() / f"{channel.replace('_', '-')}-calls"


def _telegram(settings: Settings, _links: Links | None, clock: Clock) -> Channel:
    token = need(settings, "telegram_token", "telegram")
    if not TELEGRAM_TOKEN.fullmatch(token):
        raise UsageFault("run.setting", key="NHACVIEC_TELEGRAM_TOKEN", detail="123456789:AA…")
    if settings.telegram_webhook:
        need(settings, "public_url", "telegram")
    from bot.channels.telegram import TelegramChannel, open_driver

    driver = open_driver(settings.telegram_driver, token, settings.telegram_api)
    return TelegramChannel(driver, clock=clock)


def _zalo_bot(settings: Settings, links: Links | None, clock: Clock) -> Channel:
    token = need(settings, "zalo_bot_token", "zalo_bot")
    from bot.channels.zalo_bot import Webhook, ZaloBotChannel

    webhook = None
    if settings.zalo_bot_webhook:
        url = webhook_url(settings, "zalo_bot")
        webhook = Webhook(url, webhook_secret(settings, "zalo_bot"))
    return ZaloBotChannel(
        token,
        calls=calls_folder("zalo_bot"),
        base_url=settings.zalo_bot_api,
        link=links.of_file if links else None,
        webhook=webhook,
        clock=clock,
    )


def _zalo_oa(settings: Settings, links: Links | None, clock: Clock) -> Channel:
    app_id = need(settings, "zalo_oa_app_id", "zalo_oa")
    app_secret = need(settings, "zalo_oa_app_secret", "zalo_oa")
    secret = need(settings, "zalo_oa_secret", "zalo_oa")
    need(settings, "public_url", "zalo_oa")
    from bot.channels.zalo_oa import ZaloOaChannel
    from bot.channels.zalo_tokens import Access, FileTokenStore, Tokens, ask_zalo

    store = FileTokenStore(data_folder() / TOKENS_FILE)
    if store.load() is None:
        store.enter(Tokens(need(settings, "zalo_oa_refresh_token", "zalo_oa")))
    ask = ask_zalo(app_id, app_secret, clock, settings.zalo_oa_token_url)
    return ZaloOaChannel(
        Access(store, ask, clock),
        app_id,
        secret,
        base_url=settings.zalo_oa_api,
        link=links.of_file if links else None,
        enforce_signature=settings.zalo_oa_signature == "enforce",
        clock=clock,
    )


def _email(settings: Settings, _links: Links | None, clock: Clock) -> Channel:
    from bot.channels.email import EmailChannel, PostOffice

    server = PostOffice(
        host=need(settings, "email_host", "email"),
        port=settings.email_port,
        tls=settings.email_tls,
        user=settings.email_user,
        password=settings.email_password.value,
    )
    return EmailChannel(server, need(settings, "email_from", "email"), clock)


def _web(_settings: Settings, _links: Links | None, clock: Clock) -> Channel:
    from bot.channels.web import WebChannel

    return WebChannel(clock)


@dataclass(frozen=True, slots=True)
class Opener:
    """How a channel is opened, and the module whose LIMITS say what it carries."""

    open: Open
    module: str


OPENERS: Mapping[str, Opener] = {
    "telegram": Opener(_telegram, "telegram_calls"),
    "zalo_bot": Opener(_zalo_bot, "zalo_bot"),
    "zalo_oa": Opener(_zalo_oa, "zalo_oa"),
    "email": Opener(_email, "email"),
    "web": Opener(_web, "web"),
}


def limits_of(name: str) -> Limits:
    """What a channel carries, without opening it."""
    limits: Limits = import_module(f"{__package__}.{OPENERS[name].module}").LIMITS
    return limits
