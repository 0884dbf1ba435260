"""The command line in Vietnamese: the help pages, and what is said of a mistyped command."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

import click

from bot.fault import UsageFault
from handlers.wording.say import say


class Command(click.Command):
    """One command of `nhacviec`; its epilog is examples, a line each."""

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        """The first line."""
        _write_usage(self, ctx, formatter, "")

    def get_help_option(self, ctx: Any) -> Any:
        """`--help`, explained."""
        return _explained(super().get_help_option(ctx))

    def format_arguments(self, ctx: Any, formatter: Any) -> None:
        """What is given by its place, a line each."""
        _write_params(self, ctx, formatter, arguments=True)

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """What is given by its name, a line each."""
        _write_params(self, ctx, formatter, arguments=False)

    def format_epilog(self, ctx: Any, formatter: Any) -> None:
        """The examples."""
        _write_examples(self, formatter)


class Group(click.Group):
    """`nhacviec` itself, and each command that has commands."""

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        """The first line."""
        _write_usage(self, ctx, formatter, self.subcommand_metavar)

    def get_help_option(self, ctx: Any) -> Any:
        """`--help`, explained."""
        return _explained(super().get_help_option(ctx))

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """The options, then every command with its first sentence."""
        _write_params(self, ctx, formatter, arguments=False)
        rows = [
            (name, self.commands[name].get_short_help_str(200)) for name in self.list_commands(ctx)
        ]
        with formatter.section(say("command_line.commands")):
            formatter.write_dl(rows)

    def format_epilog(self, ctx: Any, formatter: Any) -> None:
        """The examples."""
        _write_examples(self, formatter)

    def list_commands(self, ctx: Any) -> list[str]:
        """In the order in which they were given, what one begins with first."""
        return list(self.commands)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command of that name; UsageFault names the nearest one where there is none."""
        name = args[0]
        if name.startswith("-") or self.get_command(ctx, name) is not None:
            return super().resolve_command(ctx, args)
        from storage.catalogue.toml_table import nearest

        if near := nearest(name, self.commands):
            raise UsageFault("command_line.no_command_near", name=name, near=near)
        known = ", ".join(self.commands)
        raise UsageFault("command_line.no_command", name=name, known=known)


def command(*examples: str, name: str | None = None) -> Callable[[Callable[..., Any]], Command]:
    """A command of the function's name, with examples of its use."""
    return click.command(
        name, cls=Command, epilog="\n".join(examples), options_metavar="[TÙY CHỌN]"
    )


def group(name: str, words: str, commands: Iterable[click.Command], *examples: str) -> Group:
    """A command that has commands."""
    return Group(
        name,
        {each.name or "": each for each in commands},
        help=words,
        epilog="\n".join(examples),
        options_metavar="",
        subcommand_metavar="LỆNH …",
    )


def _write_usage(command: Any, ctx: Any, formatter: Any, rest: str) -> None:
    arguments = [_name(param) for param in command.get_params(ctx) if _is_argument(param)]
    pieces = " ".join(word for word in (command.options_metavar, *arguments, rest) if word)
    formatter.write_usage(ctx.command_path, pieces, prefix=say("command_line.usage") + " ")


def _write_params(command: Any, ctx: Any, formatter: Any, *, arguments: bool) -> None:
    listed = [param for param in command.get_params(ctx) if _is_argument(param) is arguments]
    if listed:
        title = say("command_line.arguments" if arguments else "command_line.options")
        with formatter.section(title):
            formatter.write_dl([_row(param, ctx) for param in listed])


def _row(param: Any, ctx: Any) -> tuple[str, str]:
    """One line of a help page."""
    words, _ = param.get_help_record(ctx)
    told = f"{param.help} {say('command_line.required')}" if param.required else param.help
    return (_name(param) if _is_argument(param) else words), told


def _write_examples(command: Any, formatter: Any) -> None:
    with formatter.section(say("command_line.example")):
        for line in (command.epilog or "").splitlines():
            formatter.write(f"{'':>{formatter.current_indent}}{line}\n")


def _explained(option: Any) -> Any:
    if option is not None:
        option.help = say("command_line.help")
    return option


def _is_argument(param: Any) -> bool:
    return bool(param.param_type_name == "argument")


def _name(param: Any) -> str:
    return str(param.metavar or param.name) if _is_argument(param) else " / ".join(param.opts)


def usage_words(error: click.ClickException) -> str:
    """What is wrong with the words after `nhacviec`, and where to read how they go."""
    ctx = getattr(error, "ctx", None)
    command = ctx.command_path if ctx else "nhacviec"
    return say("command_line.see", what=_what(error), command=command)


def _what(error: Any) -> str:
    match type(error).__name__:
        case "MissingParameter":
            return say("command_line.missing", name=_name(error.param))
        case "NoSuchOption":
            near = next(iter(error.possibilities or ()), "")
            text_id = "command_line.no_option_near" if near else "command_line.no_option"
            return say(text_id, name=error.option_name, near=near)
        case "BadOptionUsage":
            return say("command_line.needs_value", name=error.option_name)
        case "BadParameter":
            return say("command_line.strange_value", name=_name(error.param))
    if extra := re.search(r"extra argument.*? \((.+)\)", error.format_message()):
        return say("command_line.extra", words=extra[1])
    return str(error.format_message())
