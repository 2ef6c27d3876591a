"""What the reader says: in passing, and when something failed."""

from __future__ import annotations

from collections.abc import Awaitable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from textual.notifications import Notification, Notify

from reader.tui.commands import shown_key
from reader.tui.screens.arranging import ArrangingScreen
from storage.errors import CutlineError

if TYPE_CHECKING:
    from textual.widget import Widget

    from reader.tui.keymap import KeysById
    from storage.model import Change

    _Base = Widget
else:
    # A screen takes its style sheet from the first of its bases that is a widget.
    _Base = object

_T = TypeVar("_T")

_SAID_SECONDS = 4
_SAID_AFTER_SECONDS = 0.4
"""That something has begun is said of what takes longer: else it would stand beside what came of it."""

_LASTING_SECONDS = 24 * 60 * 60


class Telling(_Base):
    """A screen that says what was done, and how it is taken back."""

    @property
    def undo_key(self) -> str:
        """What takes the last change back."""
        return "u"

    async def attempt(self, work: Awaitable[_T]) -> _T | None:
        """The result of work on the archive; a failure is said in a sentence, and gives None."""
        try:
            return await work
        except CutlineError as error:
            self.complain(str(error))
            return None

    def say(self, sentence: str) -> None:
        """Tell something in passing."""
        self.notify(sentence, markup=False, timeout=_SAID_SECONDS)

    @contextmanager
    def saying(self, sentence: str) -> Iterator[None]:
        """Tell what is being done, from a moment after its beginning until its end."""
        notification = Notification(sentence, timeout=_LASTING_SECONDS, markup=False)
        is_told = False

        def tell() -> None:
            nonlocal is_told
            is_told = True
            self.app.post_message(Notify(notification))

        beginning = self.set_timer(_SAID_AFTER_SECONDS, tell)
        try:
            yield
        finally:
            beginning.stop()
            if is_told:
                # When told of one more, Textual drops those that have expired: so this one is told again.
                notification.timeout = 0
                self.app.post_message(Notify(notification))

    def complain(self, sentence: str) -> None:
        """Tell what failed."""
        self.notify(sentence, severity="error", markup=False, timeout=8)

    def say_done(self, sentence: str) -> None:
        """Tell what one change did, and how it is taken back."""
        self.say(self.with_way_back(sentence, 1))

    def with_way_back(self, told: str, change_count: int) -> str:
        """What is told of changes, with the key that takes them back; of none as it is."""
        from reader.commands import way_back

        return f"{told} · {way_back(change_count, self.undo_key)}" if change_count else told


class TellingScreen(Telling, ArrangingScreen):
    """A screen of panes, which says by which keys more can be done, too."""

    keys_by_id: KeysById

    @property
    def is_typed(self) -> bool:
        """What is done now was asked for by its name, and not by a key."""
        return False

    @property
    def undo_key(self) -> str:
        return self.key_of("undo")

    def key_of(self, name: str) -> str:
        """The key of a command as it is written; the command where it has none."""
        keys = self.keys_by_id.get(name, ())
        return shown_key(keys[0]) if keys else f":{name}"

    def say_change(self, change: Change) -> None:
        """Tell what was done, and how it is taken back."""
        self.say(self.with_way_back(change.sentence, 1 if change.change_id else 0))
