"""A folder's name as a dialog."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Input, Static

from reader.keywords.undoing import catch_up
from reader.text import clean_line
from reader.tui.controllers.library import Library
from reader.tui.render.cells import steady_text
from reader.tui.screens.form import Field, FormScreen, compose_field
from storage.archive import Archive
from storage.model import Change
from storage.subscriptions.feeds import clean_folder


@dataclass(frozen=True, slots=True)
class RenamedFolder:
    """The change, and the name that the folder has now; "" where it is dissolved."""

    change: Change
    name: str


class FolderFormScreen(FormScreen[RenamedFolder]):
    """Renames or moves a folder with all that is in it, and says before what will become of it."""

    def __init__(self, library: Library, folder: str, folders_of_feeds: Sequence[str]) -> None:
        """``folders_of_feeds``: of each feed its folder."""
        super().__init__()
        self._library = library
        self._folder = folder
        self._folders_of_feeds = folders_of_feeds
        self.title_of_form = f"Folder: {steady_text(folder)}"

    def compose_fields(self) -> ComposeResult:
        others = tuple(sorted({folder for folder in self._folders_of_feeds if folder}))
        yield compose_field(Field("name", "Name", self._folder, "left empty, it is dissolved", others))
        yield Static("", id="outlook", classes="explained")

    def on_mount(self) -> None:
        self._show_outlook()

    @on(Input.Changed)
    def _show_outlook(self) -> None:
        sentence = describe_outcome(self._folder, self._wanted(), self._folders_of_feeds)
        self.query_one("#outlook", Static).update(Content(steady_text(sentence)))

    def _wanted(self) -> str:
        return clean_folder(clean_line(self.text("name")))

    async def save(self) -> RenamedFolder:
        name = self._wanted()
        rename = partial(_rename, self._library.archive, self._folder, name)
        return RenamedFolder(await self._library.change(rename), name)


def describe_outcome(folder: str, name: str, folders_of_feeds: Sequence[str]) -> str:
    """What becomes of a folder's feeds when it gets another name."""
    count = sum(_is_in(other, folder) for other in folders_of_feeds)
    feeds = "its feed" if count == 1 else f"its {count} feeds"
    if name == folder:
        return f"{feeds[:1].upper()}{feeds[1:]} and all folders in it go along."
    if not name:
        outer = folder.rpartition("/")[0]
        place = f"in {outer}" if outer else "in no folder"
        return f"Dissolved: {feeds} {'stands' if count == 1 else 'stand'} {place} then."
    if any(_is_in(other, name) and not _is_in(other, folder) for other in folders_of_feeds):
        return f"There is a folder {name}: {feeds} {'joins' if count == 1 else 'join'} those in it."
    return f"{feeds[:1].upper()}{feeds[1:]} {'goes' if count == 1 else 'go'} along to {name}."


def _is_in(folder: str, outer: str) -> bool:
    return f"{folder}/".startswith(f"{outer}/")


def _rename(archive: Archive, folder: str, name: str) -> Change:
    change = archive.rename_folder(folder, name)
    catch_up(archive)
    return change
