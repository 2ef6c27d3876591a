"""The command tree. Which module holds which command is written here, so that none is loaded in vain."""

from __future__ import annotations

import difflib
import os
from importlib import import_module
from pathlib import Path

import click

from reader import __version__, paths
from reader.cli.session import Session

_MODULES = {
    "add": "adding",
    "remove": "subscriptions",
    "feeds": "subscriptions",
    "edit": "editing",
    "folder": "folders",
    "save": "saving",
    "refresh": "refreshing",
    "read": "linear",
    "list": "articles",
    "show": "articles",
    "mark": "marking",
    "tag": "marking",
    "note": "marking",
    "keyword": "keywords",
    "search": "searches",
    "captions": "captions",
    "import": "transfer",
    "export": "transfer",
    "undo": "maintenance",
    "redo": "maintenance",
    "check": "maintenance",
    "backup": "maintenance",
    "clean": "cleaning",
    "config": "config",
    "demo": "demo",
    "completion": "completion",
}


class LazyGroup(click.Group):
    """A group whose commands live in modules that are imported when they are asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """In the order of a reader's day, not of the alphabet."""
        return list(_MODULES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name, None where there is none."""
        module_name = _MODULES.get(cmd_name)
        if module_name is None:
            return None
        command = getattr(import_module(f"reader.cli.{module_name}"), f"{cmd_name}_command")
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that the words begin with. Click would name the nearest of those that are loaded."""
        name = args[0]
        if name in _MODULES or name.startswith("-"):
            return super().resolve_command(ctx, args)
        near = difflib.get_close_matches(name, _MODULES, n=1)
        hint = f" Did you mean '{near[0]}'?" if near else ""
        raise click.UsageError(f"No such command '{name}'.{hint}", ctx)


@click.group(cls=LazyGroup, invoke_without_command=True)
@click.option(
    "--database",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The archive's file, in the place of the usual one.",
)
@click.option(
    "--config",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The settings' file, in the place of the usual one.",
)
@click.version_option(__version__, prog_name="cutline")
@click.pass_context
def cutline(context: click.Context, database: Path | None, config: Path | None) -> None:
    """A news reader for the terminal that shows every caption and credit.

    Without a command the reader opens.
    """
    if context.obj is None:
        context.obj = Session(
            database or paths.database_path(os.environ), config or paths.config_path(os.environ)
        )
    if context.invoked_subcommand is None:
        from reader.cli.interface import open_interface

        context.exit(open_interface(context.obj))
