"""Notes on articles, typed on the command line of the reader."""

from __future__ import annotations

from reader.tui.screens.finding import FindingScreen
from reader.tui.widgets.prompt import COMMAND

_NOTE = "note "
_NOTHING = "-"


class NotingScreen(FindingScreen):
    """Writing a note on the article that keys act on."""

    async def action_note(self) -> None:
        row = self.current_row
        if row is None:
            self.say("Pick an article to write a note on")
            return
        article = await self.attempt(self.library.read(self.library.archive.article, row.article_id))
        if article is not None:
            self.prompt.open(COMMAND, _NOTE + " ".join(article.note.split("\n")))

    async def run_line(self, line: str) -> None:
        """Write what follows ``note`` as it is typed, quotation marks and all; else as any command."""
        if line.startswith(_NOTE):
            await self._write_note(line.removeprefix(_NOTE))
        else:
            await super().run_line(line)

    async def _write_note(self, words: str) -> None:
        row = self.current_row
        if row is None:
            self.say("Pick an article to write a note on")
            return
        from reader.text import clean_text

        text = clean_text(words).strip()
        change = await self.attempt(
            self.library.change(
                self.library.archive.set_note, row.article_id, "" if text == _NOTHING else text
            )
        )
        if change is not None:
            self.say_change(change)
            await self.rows_changed(change.article_ids)
