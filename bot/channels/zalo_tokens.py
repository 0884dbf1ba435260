"""The keys of a Zalo Official Account: an access token for 25 hours, and a refresh token that
may be used once and is replaced by every answer.

Losing an answer means that an administrator must give consent again. So only one process asks at
a time, it asks in a thread that no cancelled task interrupts, and the answer lies on the disk,
flushed, before anything looks into it. One gap no program can close: killed between Zalo's answer
and the disk, the new pair is nobody's. So that it is asked is written down before; it is asked
hours before the access token ends; and while that one lives it is used, and an administrator told.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Protocol

import httpx

from bot.channels.json_in import read_json
from bot.channels.port import ChannelError, ErrorKind
from bot.durable_file import write_durably
from bot.file_lock import try_lock
from bot.lines import trusted

log = logging.getLogger(__name__)

TOKEN_URL = "https://oauth.zaloapp.com/v4/oa/access_token"
EARLY = timedelta(hours=6)  # renew so long before the end: time to mend what goes wrong
LAST = timedelta(minutes=5)  # so shortly before its end a token is not used any more
AGAIN = timedelta(minutes=10)  # after a failure, while the old token lives
LOST = "refresh_lost"  # the pair that a killed process had asked for
_NO_TIME = datetime.min.replace(tzinfo=UTC)
_LOCK_WAIT = 60.0  # seconds: longer than one request may take
_ASK_TIMEOUT = 20.0
_SHORT_LIFE = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Tokens:
    """A pair of tokens. The pair that an administrator enters has no access token yet."""

    refresh: str = field(repr=False)
    access: str = field(default="", repr=False)
    expires_at: datetime = _NO_TIME

    def good_at(self, now: datetime) -> bool:
        """True where the access token may be used and need not be renewed yet."""
        return bool(self.access) and now + EARLY < self.expires_at

    def lives_at(self, now: datetime) -> bool:
        """True where the access token can still be used."""
        return bool(self.access) and now + LAST < self.expires_at


@dataclass(frozen=True, slots=True)
class TokenAnswer:
    """What the token server said, as it came, and when."""

    body: bytes = field(repr=False)
    at: datetime


Ask = Callable[[Tokens], TokenAnswer]
"""Trades the refresh token for a new pair; raises ChannelError where no answer came."""


class TokenStore(Protocol):
    """Where the tokens lie, for all processes."""

    def load(self) -> Tokens | None:
        """The newest tokens; None before an administrator has entered any."""
        ...

    def refresh_under_lock(self, spent: str, ask: Ask) -> Tokens:
        """Replace the tokens whose access token is `spent`, calling `ask` at most once over all
        processes: who comes second gets what the first has brought. Blocks; raises ChannelError.
        The answer must be kept safe before it is read."""
        ...


class FileTokenStore:
    """Tokens in one file, a second file as their lock, a third for an answer not yet read."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._lock = file.with_name(f"{file.name}.lock")
        self._answer = file.with_name(f"{file.name}.answer")
        self._asked = file.with_name(f"{file.name}.asked")

    def load(self) -> Tokens | None:
        with suppress(FileNotFoundError, ChannelError):
            return read_answer(_answer_of(self._answer.read_bytes()))
        with suppress(FileNotFoundError):
            return _tokens_of(self._file.read_bytes())
        return None

    def enter(self, tokens: Tokens) -> None:
        """Keep the pair that an administrator has obtained by giving consent."""
        with _locked(self._lock):
            self._answer.unlink(missing_ok=True)
            self._asked.unlink(missing_ok=True)
            write_durably(self._file, _bytes_of(tokens))

    def refresh_under_lock(self, spent: str, ask: Ask) -> Tokens:
        with _locked(self._lock):
            self._recover()
            tokens = self.load()
            if tokens is None:
                raise ChannelError(ErrorKind.UNAUTHORISED, "no_tokens")
            if tokens.access != spent:
                return tokens
            return self._asked_with(tokens, ask)

    def _asked_with(self, tokens: Tokens, ask: Ask) -> Tokens:
        """One request, noted before it goes out: where the note is found, a process has died over
        it, and a refusal now means that what it got is lost."""
        mark = hashlib.sha256(tokens.refresh.encode()).hexdigest().encode()
        died = self._asked.exists() and self._asked.read_bytes() == mark
        write_durably(self._asked, mark)
        try:
            answer = ask(tokens)
        except ChannelError:
            if not died:  # no answer came: nothing can be lost by asking again
                self._asked.unlink(missing_ok=True)
            raise
        write_durably(self._answer, _answer_bytes(answer))
        try:
            return self._take_answer()
        except ChannelError as error:
            if died and error.kind is ErrorKind.UNAUTHORISED:
                raise ChannelError(ErrorKind.UNAUTHORISED, LOST) from None
            raise

    def _recover(self) -> None:
        """Use the answer of a process that died after asking; a refusal it got is asked again."""
        with suppress(FileNotFoundError, ChannelError):
            self._take_answer()

    def _take_answer(self) -> Tokens:
        """Turn the kept answer into the tokens. One that cannot be used is put aside for a person
        to look at: if it is but unreadable, it may hold the only refresh token there is."""
        answer = _answer_of(self._answer.read_bytes())
        try:
            tokens = read_answer(answer)
        except ChannelError:
            self._answer.replace(self._file.with_name(f"{self._file.name}.unread"))
            raise
        write_durably(self._file, _bytes_of(tokens))
        self._answer.unlink()
        self._asked.unlink(missing_ok=True)
        return tokens


def read_answer(answer: TokenAnswer) -> Tokens:
    """The pair in an answer of the token server. A refusal may come with HTTP 200; what is
    neither (the page of a proxy, say) is a passing trouble."""
    try:
        data = read_json(answer.body)
        if data.get("error"):
            raise ChannelError(ErrorKind.UNAUTHORISED, f"refresh_{abs(int(data['error']))}")
        return Tokens(
            refresh=_text(data, "refresh_token"),
            access=_text(data, "access_token"),
            expires_at=answer.at + _life(data),
        )
    except (ValueError, TypeError, KeyError, AttributeError):
        raise ChannelError(ErrorKind.TRANSIENT, "refresh_unreadable") from None


def ask_zalo(
    app_id: str, app_secret: str, clock: Callable[[], datetime], url: str = TOKEN_URL
) -> Ask:
    """How Zalo is asked for new tokens: one request, from a worker thread."""

    def ask(tokens: Tokens) -> TokenAnswer:
        form = {
            "refresh_token": tokens.refresh,
            "app_id": app_id,
            "grant_type": "refresh_token",
        }
        at = clock()  # before the request: better renewed early than late
        try:
            answer = httpx.post(
                url,
                data=form,
                headers={"secret_key": app_secret},
                timeout=_ASK_TIMEOUT,
                verify=trusted(),
            )
        except httpx.HTTPError as error:
            raise ChannelError(ErrorKind.TRANSIENT, f"refresh_{type(error).__name__}") from None
        if answer.status_code >= 500 or answer.status_code == 429:
            raise ChannelError(ErrorKind.TRANSIENT, f"refresh_http_{answer.status_code}")
        return TokenAnswer(answer.content, at)

    return ask


def _text(data: dict[str, Any], key: str) -> str:
    text = data[key]
    if not (isinstance(text, str) and text):
        raise KeyError(key)
    return text


def _life(data: dict[str, Any]) -> timedelta:
    """How long the access token lives: text as a rule. Unknown: a short time, never a lost pair."""
    try:
        return timedelta(seconds=int(data["expires_in"]))
    except (ValueError, TypeError, KeyError):
        return _SHORT_LIFE


class Access:
    """The access token in use, renewed when it is about to end or has been refused."""

    def __init__(self, store: TokenStore, ask: Ask, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._ask = ask
        self._clock = clock
        self._tokens: Tokens | None = None
        self._try_at = _NO_TIME
        self.trouble: ChannelError | None = None  # why the token in use could not be renewed

    async def token(self) -> str:
        """An access token to try; raises ChannelError where none can be had. One that cannot be
        renewed is used to its end."""
        now = self._clock()
        if self._tokens is None or not self._tokens.good_at(now):
            self._tokens = await asyncio.to_thread(self._store.load)
        tokens = self._tokens
        if tokens is None:
            raise ChannelError(ErrorKind.UNAUTHORISED, "no_tokens")
        lives = tokens.lives_at(now)
        if tokens.good_at(now) or (lives and now < self._try_at):
            return tokens.access
        try:
            return await self.renew(tokens.access)
        except ChannelError as error:
            if not lives:
                raise
            log.error("zalo_oa token not renewed: %s", error)
            self.trouble, self._try_at, self._tokens = error, now + AGAIN, tokens
            return tokens.access

    async def renew(self, spent: str) -> str:
        """The access token that replaces `spent`. Cancelling stops the waiting, not the asking."""
        self._tokens = await asyncio.to_thread(self._store.refresh_under_lock, spent, self._ask)
        self.trouble, self._try_at = None, _NO_TIME
        return self._tokens.access

    async def keep(self) -> None:
        """Renew in time, sent or not; raises ChannelError where an administrator has to act while
        the old token still lives."""
        while True:
            await self.token()
            if self.trouble and self.trouble.kind is ErrorKind.UNAUTHORISED:
                raise self.trouble
            await asyncio.sleep(AGAIN.total_seconds())


# -- files -----------------------------------------------------------------------------------------


def _bytes_of(tokens: Tokens) -> bytes:
    return json.dumps(asdict(tokens) | {"expires_at": tokens.expires_at.isoformat()}).encode()


def _tokens_of(content: bytes) -> Tokens:
    tokens = Tokens(**json.loads(content))
    return replace(tokens, expires_at=datetime.fromisoformat(str(tokens.expires_at)))


def _answer_bytes(answer: TokenAnswer) -> bytes:
    return answer.at.isoformat().encode() + b"\n" + answer.body


def _answer_of(content: bytes) -> TokenAnswer:
    at, _, body = content.partition(b"\n")
    return TokenAnswer(body, datetime.fromisoformat(at.decode()))


@contextmanager
def _locked(file: Path) -> Iterator[None]:
    """Hold the lock of all processes and threads; the system frees it when its holder dies."""
    file.parent.mkdir(parents=True, exist_ok=True)
    until = time.monotonic() + _LOCK_WAIT
    with file.open("ab") as handle:
        while not try_lock(handle.fileno()):
            if time.monotonic() > until:
                raise ChannelError(ErrorKind.TRANSIENT, "refresh_lock")
            time.sleep(0.02)
        yield  # closing the file gives the lock back
