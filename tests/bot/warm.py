"""Processes of the bot that begin with its modules and the bundled forms read: a second less for
each start of hundreds.

One process reads them and forks for each start. What comes of it is a process of its own, with its
own folder, environment, files and end, as `nhacviec` would be. How the program reads its
modules is left to the tests that start it cold.
"""

from __future__ import annotations

import atexit
import gc
import json
import os
import selectors
import signal
import subprocess
import sys
import tempfile
import threading
import warnings
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from handlers.entrance.rooms import OF_FILES, OF_LOOKS, OF_WORDS
from storage.catalogue.catalogue import load_catalogue
from storage.catalogue.folders import cache_folder
from tests.catalogue.parsed_once import read_files_once
from tests.channels.certificates_once import read_certificates_once
from tests.storage.on_the_disk import do_not_wait

ROOT = Path(__file__).resolve().parents[2]
MODULES = (
    *("bot.__main__", "bot.cli.app", "bot.cli.loading", "bot.cli.reading", "bot.cli.reporting"),
    *("bot.cli.ticking", "bot.cli.verifying", "bot.cli.inviting", "bot.rehearsal.chat"),
    *("bot.cli.migrating", "bot.cli.care.restoring", "bot.service.run", "bot.rehearsal.rehearse"),
    *("bot.channels.telegram_ptb", "bot.channels.zalo_bot", "bot.channels.zalo_oa"),
    *("apscheduler.schedulers.background", "reports.incoming.read_annex", "alembic.command"),
    *("reports.patching.fill", *OF_FILES, *OF_LOOKS, *OF_WORDS),
)
LONG = 300.0  # seconds: not a measure of anything, by then something is wrong
AIOGRAM = ("bot.channels.telegram_aiogram",)  # three seconds, so only where it is wanted


class Process:
    """One start, used as `subprocess.Popen` is."""

    def __init__(self, nursery: Nursery, pid: int) -> None:
        self.pid = pid
        self._nursery = nursery

    def poll(self) -> int | None:
        """Its exit code; None while it runs."""
        return self._nursery.ended.get(self.pid)

    def wait(self, timeout: float | None = None) -> int:
        """Its exit code, when it has ended; TimeoutExpired where it does not."""
        with self._nursery.news:
            if not self._nursery.news.wait_for(lambda: self.poll() is not None, timeout):
                raise subprocess.TimeoutExpired("bot", timeout or 0)
        return self._nursery.ended[self.pid]

    @property
    def returncode(self) -> int | None:
        return self.poll()

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)


class Nursery:
    """The process that forks, as seen from the tests."""

    def __init__(self) -> None:
        self._server = subprocess.Popen(
            [sys.executable, "-m", "tests.bot.warm"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=ROOT,
        )
        self.ended: dict[int, int] = {}
        self.news = threading.Condition()
        self._begun: list[int] = []
        threading.Thread(target=self._listen, daemon=True).start()
        atexit.register(self._close)

    def start(self, **request: object) -> Process:
        assert self._server.stdin is not None
        with self.news:
            self._server.stdin.write(json.dumps(request).encode() + b"\n")
            self._server.stdin.flush()
            assert self.news.wait_for(lambda: self._begun, 120), "no process is begun"
            return Process(self, self._begun.pop())

    def _listen(self) -> None:
        assert self._server.stdout is not None
        for line in self._server.stdout:
            told = json.loads(line)
            with self.news:
                if "code" in told:
                    self.ended[told["pid"]] = told["code"]
                else:
                    self._begun.append(told["pid"])
                self.news.notify_all()

    def _close(self) -> None:
        assert self._server.stdin is not None
        self._server.stdin.close()
        self._server.wait(30)
        assert self._server.stdout is not None
        self._server.stdout.close()


@cache
def nursery() -> Nursery:
    """One for all tests of this process."""
    return Nursery()


def surroundings(home: Path, **more: str) -> dict[str, str]:
    """The environment of somebody with a home of their own. Only the words that every bot learns
    from the same files (four seconds) are kept where those of the tests are."""
    cache = str(cache_folder().parent)
    here = {"PATH": os.environ["PATH"], "HOME": str(home), "XDG_CACHE_HOME": cache}
    return {**here, **more}


def start(
    words: Sequence[str],
    environment: Mapping[str, str],
    out: Path,
    err: Path,
    given: str = "",
    folder: Path = ROOT,
    module: str = "bot.__main__",
) -> Process:
    """`nhacviec` with these words in a folder, or a module that is the bot and something more; what
    it prints is added to files."""
    files = {"in": given or os.devnull, "out": str(out), "err": str(err), "folder": str(folder)}
    needs = AIOGRAM if environment.get("NHACVIEC_TELEGRAM_DRIVER") == "aiogram" else ()
    return nursery().start(
        words=[*words], environment=dict(environment), files=files, module=module, needs=needs
    )


def run(
    words: Sequence[str],
    environment: Mapping[str, str],
    given: str = "",
    folder: Path = ROOT,
    module: str = "bot.__main__",
) -> subprocess.CompletedProcess[str]:
    """The same until its end, with what it printed."""
    with tempfile.TemporaryDirectory() as beside:
        asked, out, err = (Path(beside) / name for name in ("in", "out", "err"))
        asked.write_text(given, "utf-8")
        code = start(words, environment, out, err, str(asked), folder, module).wait(LONG)
        printed = (file.read_text("utf-8") for file in (out, err))
        return subprocess.CompletedProcess(words, code, *printed)


# -- in the process that forks ---------------------------------------------------------------------


def serve() -> dict[str, Any]:
    """Fork for each line that comes; returns in the process that is to be the bot."""
    asked, told = os.dup(0), os.dup(1)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    wake, woken = os.pipe()
    os.set_blocking(woken, False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(woken)
    selector = selectors.DefaultSelector()
    for each in (asked, wake):
        selector.register(each, selectors.EVENT_READ)
    waiting = b""
    while True:
        ready = {key.fd for key, _ in selector.select()}
        if wake in ready:
            os.read(wake, 4096)
            _tell_ended(told)
        if asked not in ready:
            continue
        came = os.read(asked, 65536)
        if not came:
            sys.exit(0)
        *lines, waiting = (waiting + came).split(b"\n")
        for line in lines:
            request = json.loads(line)
            _read_modules(request["needs"])
            pid = os.fork()
            if pid == 0:
                signal.set_wakeup_fd(-1)
                signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                selector.close()
                for each in (asked, told, wake, woken):
                    os.close(each)
                return dict(request)
            os.write(told, json.dumps({"pid": pid}).encode() + b"\n")


def _read_modules(names: Sequence[str]) -> None:
    """So that the garbage collector of whoever is forked looks through none of them."""
    for name in names:
        import_module(name)
    gc.freeze()


def _tell_ended(told: int) -> None:
    while True:
        try:
            pid, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if pid == 0:
            return
        code = os.waitstatus_to_exitcode(status)
        os.write(told, json.dumps({"pid": pid, "code": code}).encode() + b"\n")


def become(request: dict[str, Any]) -> None:
    """The bot, as it would have been started."""
    files = request["files"]
    flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND
    opened = [
        os.open(files["in"], os.O_RDONLY),
        *(os.open(files[n], flags) for n in ("out", "err")),
    ]
    for target, source in enumerate(opened):
        os.dup2(source, target)
        os.close(source)
    os.chdir(files["folder"])
    os.environ.clear()
    os.environ.update(request["environment"])
    if request["environment"].get("PYTHONWARNINGS") == "error":
        warnings.simplefilter("error")
    sys.argv = ["nhacviec", *request["words"]]
    import_module(request["module"]).main()


if __name__ == "__main__":
    do_not_wait()
    read_files_once()
    read_certificates_once()
    load_catalogue()
    _read_modules(MODULES)
    become(serve())
