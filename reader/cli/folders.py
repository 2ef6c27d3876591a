"""``folder``: renaming, moving and dissolving folders with all that is in them."""

from __future__ import annotations

import click

from reader.cli.session import Session, with_session
from reader.cli.typed import LINE
from reader.keywords.undoing import catch_up


@click.command("folder")
@click.argument("folder", required=False)
@click.argument("new_name", type=LINE, required=False)
@with_session
def folder_command(session: Session, folder: str | None, new_name: str | None) -> None:
    """List the folders, or give one another name: "World/Asia" stands in "World".

    An empty new name dissolves a folder into the one around it. Whatever is in a folder goes with it.
    """
    with session.open_archive() as archive:
        if folder is None:
            for name in archive.folders():
                session.console.data(name)
            return
        if new_name is None:
            raise click.UsageError('Give the new name too; "" dissolves the folder.')
        change = archive.rename_folder(folder, new_name)
        catch_up(archive)
    if change.change_id:
        session.console.data(change.sentence)
    else:
        session.console.fail(folder, "there is no such folder, or it is called so already")
