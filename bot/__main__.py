"""`nhacviec` and `python -m bot`: the command line, with one-line errors."""

from __future__ import annotations

import sys


def main() -> None:
    """Run a command; a fault that the person can mend is one line and exit code 2."""
    from bot.cli import app
    from bot.fault import UsageFault

    for stream in (sys.stdin, sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    try:
        app()
    except UsageFault as fault:
        sys.stderr.write(f"nhacviec: {fault}\n")
        sys.exit(2)
    except BrokenPipeError:
        sys.exit(0)


if __name__ == "__main__":
    main()
