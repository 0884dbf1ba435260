"""What the fake networks share: an HTTP server on loopback in a thread of its own, and a script of
faults that it obeys before, instead of or after it does what was asked."""

from __future__ import annotations

import asyncio
import json
import socket
import threading
import time
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any, Literal, Self, TypeVar
from urllib.parse import parse_qsl, unquote, urlsplit

import h11
import httpx
from starlette.datastructures import Headers, UploadFile
from starlette.formparsers import MultiPartParser

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Upload:
    """A file of a multipart request."""

    name: str
    media: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Request:
    """What a client asked. Header names are in lower case; `at` is `time.monotonic()`."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes
    fields: dict[str, str] = field(default_factory=dict)  # of a form, text parts
    files: dict[str, Upload] = field(default_factory=dict)  # of a multipart form
    at: float = field(default_factory=time.monotonic)

    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server says; `Answer.of(data)` says it in JSON."""

    status: int = 200
    body: bytes = b""
    media: str = "application/json"

    @classmethod
    def of(cls, data: object, status: int = 200) -> Answer:
        return cls(status, json.dumps(data, ensure_ascii=False).encode())


@dataclass(frozen=True, slots=True)
class Fault:
    """What goes wrong with one request.

    `answer`: said instead of doing what was asked. `drop`: the connection is cut "before" the
    request is done (it has no effect) or "after" (it has its effect, the client never learns it).
    `delay`: seconds between doing and saying.
    """

    answer: Answer | None = None
    drop: Literal["", "before", "after"] = ""
    delay: float = 0.0


class Faults:
    """A script: the next faults of each operation, in the order in which they were added."""

    def __init__(self) -> None:
        self._next: defaultdict[str, deque[Fault]] = defaultdict(deque)

    def add(self, operation: str, fault: Fault, times: int = 1) -> None:
        """`operation` is what the server calls it ("sendMessage"), or "*" for whatever comes."""
        self._next[operation].extend([fault] * times)

    def take(self, operation: str) -> Fault:
        for key in (operation, "*"):
            if self._next[key]:
                return self._next[key].popleft()
        return Fault()


class FakeServer:
    """A context manager: `with FakeZalo() as fake: ... fake.url ...`.

    A subclass answers in `handle` (in the server's thread; a long poll may `await` there) and
    names the operation of a request in `operation`, so that faults can be addressed to it.
    Tests change the state of the fake only through `call`, which runs in the server's thread.
    """

    def __init__(self) -> None:
        self.faults = Faults()
        self.requests: list[Request] = []  # all that came, also those that met a fault
        self.answers: list[tuple[str, Answer]] = []  # what each operation was answered
        self.url = ""
        self._ready = threading.Event()

    async def handle(self, request: Request) -> Answer:
        raise NotImplementedError

    def operation(self, request: Request) -> str:
        return request.path

    def call(self, function: Callable[..., T], *args: object) -> T:
        """Run a plain function in the server's thread and wait for what it returns."""

        async def run() -> T:
            return function(*args)

        return asyncio.run_coroutine_threadsafe(run(), self._loop).result(timeout=10)

    def start(self, work: Coroutine[Any, Any, Any]) -> None:
        """From the server's thread: do this in the background until the server closes."""
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def post(self, url: str, data: object, headers: dict[str, str]) -> int:
        """From the server's thread: call a webhook with JSON; its status, or 0 when unreachable."""
        body = json.dumps(data, ensure_ascii=False).encode()
        try:
            answer = await self._client.post(
                url, content=body, headers={"content-type": "application/json", **headers}
            )
        except httpx.HTTPError:
            return 0
        return answer.status_code

    # -- the thread ------------------------------------------------------------------------------

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=asyncio.run, args=(self._serve(),), daemon=True)
        self._thread.start()
        if not self._ready.wait(timeout=10):
            raise RuntimeError("the fake server did not start")
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(timeout=10)

    async def _serve(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._stop = asyncio.Event()
        self._tasks: set[asyncio.Future[Any]] = set()
        self._writers: set[asyncio.StreamWriter] = set()
        server = await asyncio.start_server(self._take_connection, "127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        async with httpx.AsyncClient(timeout=10, trust_env=False, verify=False) as self._client:
            self._ready.set()
            await self._stop.wait()
            for _ in range(5):  # a line that is just being taken needs some rounds of the loop
                await asyncio.sleep(0)
            server.close()
            for task in self._tasks:
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)
        for writer in self._writers:
            writer.transport.abort()
        await asyncio.sleep(0)  # the aborted lines are closed in the next round of the loop

    def _take_connection(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.add(writer)
        self.start(self._converse(reader, writer))

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connection = h11.Connection(h11.SERVER)
        # A client that goes away in the middle is a client's right, not an error of the fake.
        with suppress(OSError, h11.RemoteProtocolError):
            while await self._exchange(connection, reader, writer):
                connection.start_next_cycle()
        writer.close()
        self._writers.discard(writer)

    async def _exchange(
        self, connection: h11.Connection, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> bool:
        """One request and its answer; False when the connection is over."""
        request = await _read_request(connection, reader)
        if request is None:
            return False
        self.requests.append(request)
        fault = self.faults.take(self.operation(request))
        if fault.drop == "before":
            writer.transport.abort()
            return False
        answer = fault.answer or await self.handle(request)
        self.answers.append((self.operation(request), answer))
        if fault.delay:
            await asyncio.sleep(fault.delay)
        if fault.drop == "after":
            writer.transport.abort()
            return False
        writer.write(_bytes_of(connection, answer))
        await writer.drain()
        return connection.our_state is h11.DONE and connection.their_state is h11.DONE


def closed_url() -> str:
    """An address of this machine where nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{free.getsockname()[1]}"


async def _read_request(connection: h11.Connection, reader: asyncio.StreamReader) -> Request | None:
    head: h11.Request | None = None
    body = b""
    while True:
        match connection.next_event():
            case h11.NEED_DATA:
                connection.receive_data(await reader.read(65536))
            case h11.Request() as head:
                pass
            case h11.Data(data=data):
                body += data
            case h11.EndOfMessage() if head is not None:
                return await _with_form(_request(head, body))
            case _:
                return None


def _request(head: h11.Request, body: bytes) -> Request:
    target = urlsplit(head.target.decode())
    return Request(
        method=head.method.decode(),
        path=unquote(target.path),
        query=dict(parse_qsl(target.query, keep_blank_values=True)),
        headers={name.decode().lower(): value.decode() for name, value in head.headers},
        body=body,
    )


async def _with_form(request: Request) -> Request:
    media = request.headers.get("content-type", "")
    if media.startswith("application/x-www-form-urlencoded"):
        pairs = parse_qsl(request.body.decode(), keep_blank_values=True)
        return replace(request, fields=dict(pairs))
    if not media.startswith("multipart/form-data"):
        return request

    async def stream() -> AsyncIterator[bytes]:
        yield request.body

    parser = MultiPartParser(Headers(request.headers), stream(), max_part_size=64 * 2**20)  # type: ignore[arg-type]
    form = await parser.parse()
    fields: dict[str, str] = {}
    files: dict[str, Upload] = {}
    for name, value in form.multi_items():
        if isinstance(value, UploadFile):
            content = await value.read()
            files[name] = Upload(value.filename or "", value.content_type or "", content)
        else:
            fields[name] = value
    await form.close()
    return replace(request, fields=fields, files=files)


def _bytes_of(connection: h11.Connection, answer: Answer) -> bytes:
    head = h11.Response(
        status_code=answer.status,
        headers=[("content-type", answer.media), ("content-length", str(len(answer.body)))],
    )
    parts = [connection.send(head), connection.send(h11.Data(data=answer.body))]
    parts.append(connection.send(h11.EndOfMessage()))
    return b"".join(part for part in parts if part)
