"""What may be typed after ``cutline``, for completion within the reader."""

from __future__ import annotations

import click

from reader.commands import CommandWords, Kind, Wanted

_KINDS = {
    "references": Kind.FEED,
    "folder": Kind.FOLDER,
    "tag": Kind.TAG,
    "query_text": Kind.QUERY,
    "words": Kind.QUERY,
}


def command_words(group: click.Group) -> CommandWords:
    """All commands of a group with their options and arguments. Imports the modules that hold them."""
    return _words_of(group, click.Context(group))


def _words_of(command: click.Command, context: click.Context) -> CommandWords:
    if isinstance(command, click.Group):
        inner = {name: command.get_command(context, name) for name in command.list_commands(context)}
        return CommandWords(
            {name: _words_of(found, context) for name, found in inner.items() if found},
            summary=_summary(command),
        )
    options: dict[str, Wanted | None] = {}
    arguments: list[click.Parameter] = []
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            names = [*parameter.opts, *parameter.secondary_opts]
            options |= dict.fromkeys(names, None if parameter.is_flag else _wanted(parameter, command))
        else:
            arguments.append(parameter)
    return CommandWords(
        options=options,
        arguments=tuple(_wanted(argument, command) for argument in arguments),
        is_endless=bool(arguments) and arguments[-1].nargs == -1,
        summary=_summary(command),
    )


def _summary(command: click.Command) -> str:
    return " ".join((command.help or "").partition("\n\n")[0].split())


def _wanted(parameter: click.Parameter, command: click.Command) -> Wanted:
    if isinstance(parameter.type, click.Choice):
        return tuple(map(str, parameter.type.choices))
    if command.name == "remove" and parameter.name == "pattern":
        return Kind.KEYWORD
    if isinstance(parameter.type, click.Path):
        return Kind.FILE
    return _KINDS.get(parameter.name or "", Kind.ANYTHING)
