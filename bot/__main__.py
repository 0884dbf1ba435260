"""`nhacviec` and `python -m bot`: the command line, with one-line errors."""

from __future__ import annotations

import gc
import os
import sys

YOUNG = 200_000
"""New objects between two searches for garbage: modules make many, none of which is any."""


def main() -> None:
    """Run a command; a fault that the person can mend is one line and exit code 2."""
    gc.set_threshold(YOUNG)
    import click

    from bot.cli.app import app
    from bot.cli.words import usage_words
    from bot.fault import UsageFault, file_fault

    for name in ("stdin", "stdout", "stderr"):
        _make_usable(name)
    try:
        sys.exit(app.main(standalone_mode=False))
    except UsageFault as fault:
        _stop(str(fault))
    except click.ClickException as error:
        if type(error).__name__ == "NoArgsIsHelpError":
            sys.stdout.write(error.format_message() + "\n")
            sys.exit(0)
        _stop(usage_words(error))
    except BrokenPipeError:
        sys.exit(0)
    except (KeyboardInterrupt, click.Abort):
        sys.exit(130)
    except OSError as error:
        _stop(str(file_fault(error)))
    except Exception as error:
        words = _database_words(error)
        if words is None:
            raise
        _stop(words)


def _make_usable(name: str) -> None:
    """Vietnamese goes in and out whatever the locale; a closed stream becomes an empty one."""
    stream = getattr(sys, name)
    if stream is None:
        mode = "r" if name == "stdin" else "w"
        setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115 - until the end
    else:
        stream.reconfigure(encoding="utf-8", errors="replace")


def _database_words(error: Exception) -> str | None:
    """What to say of a database that fails in the middle of a command; None for anything else."""
    from handlers.wording.say import say
    from storage.database.database import DatabaseUnavailable, UnusableDatabase

    if isinstance(error, UnusableDatabase):
        return say(f"fault.database.{error.reason}", url="NHACVIEC_DB")
    return say("fault.database.later") if isinstance(error, DatabaseUnavailable) else None


def _stop(words: str) -> None:
    sys.stderr.write(f"nhacviec: {words}\n")
    sys.exit(2)


if __name__ == "__main__":
    main()
