"""`nhacviec run` as a process of its own."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import Self

import httpx

from tests.bot import warm
from tests.support.secrets_told import TOLD
from tests.support.waiting import wait_until

ROOT = Path(__file__).resolve().parents[2]


class Running:
    """A context manager: the bot runs inside it, and is ended with SIGTERM if it still does."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self.port = settings.pop("web_port", "") or str(free_port())
        self._module = settings.pop("module", "bot.__main__")
        self._home = settings.pop("home", str(ROOT))  # the program's, where it is not this one
        self.url = f"http://127.0.0.1:{self.port}"
        self._log = folder / "run.log"
        self._environment = warm.surroundings(
            folder,
            NHACVIEC_DATA=str(folder),
            NHACVIEC_WEB_PORT=self.port,
            NHACVIEC_LOG_LEVEL="DEBUG",
            PYTHONWARNINGS="error",
            **{f"NHACVIEC_{name.upper()}": value for name, value in settings.items()},
        )

    def __enter__(self) -> Self:
        self.process = self._warm() if self._home == str(ROOT) else self._cold()
        return self

    def _warm(self) -> warm.Process:
        self._log.touch()  # it may be looked at before the process has opened it
        return warm.start(["run"], self._environment, self._log, self._log, module=self._module)

    def _cold(self) -> subprocess.Popen[bytes]:
        with self._log.open("ab") as sink:
            return subprocess.Popen(
                [sys.executable, "-m", "bot", "run"],
                env=self._environment,
                cwd=self._home,
                stdout=sink,
                stderr=sink,
            )

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.terminate()
            self.process.wait(30)
        TOLD.tell("log of a process", self.log)

    def started(self) -> Self:
        """Wait until it says that it runs."""
        wait_until(lambda: "Bot đang chạy" in self.log or self.process.poll() is not None, 60)
        assert self.process.poll() is None, self.log
        return self

    process: warm.Process | subprocess.Popen[bytes]

    @property
    def log(self) -> str:
        return self._log.read_text("utf-8")

    def ended(self) -> int:
        """Its exit code."""
        return self.process.wait(30)

    def end(self, number: int = signal.SIGTERM) -> int:
        self.process.send_signal(number)
        return self.ended()

    def get(self, path: str, **headers: str) -> httpx.Response:
        return httpx.get(self.url + path, headers=headers, trust_env=False)


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port
