"""Telling of new articles with watched words after a refresh: on the desktop, and to a person's command."""

from __future__ import annotations

import html
import json

from reader.cli.hooks import run_command, run_words
from reader.cli.session import Session
from reader.cli.shapes import row_shape
from reader.keywords.news import describe_news
from reader.text import clean_line
from storage.archive import Archive
from storage.watch.news import News

COMMAND_SETTING, DESKTOP_SETTING = "hooks.on_keyword_hits", "hooks.desktop"
_TITLE = "Cutline"
_MOST_CHARS = 300


class KeywordAlerts:
    """Tells once of all articles that came since this was made."""

    def __init__(self, session: Session, archive: Archive) -> None:
        """Notes where the archive ends now, where there is anyone to be told."""
        self._console = session.console
        self._archive = archive
        self._command = session.settings.hooks.on_keyword_hits.strip()
        self._desktop = session.settings.hooks.desktop
        self._is_wanted = bool(self._command) or self._desktop != "off"
        self._last_id = archive.last_article_id() if self._is_wanted else 0

    async def run(self) -> None:
        """Tell of the new articles, where there are any; a failure is one line on stderr."""
        if not self._is_wanted:
            return
        news = self._archive.keyword_news(self._last_id)
        if not news.keywords:
            return
        await self._tell_desktop(news)
        if self._command:
            reason = await run_command(self._command, self._as_json(news))
            if reason:
                self._console.fail(COMMAND_SETTING, reason)

    async def _tell_desktop(self, news: News) -> None:
        sentence = clean_line(describe_news(news.keywords), _MOST_CHARS)
        if self._desktop == "notify-send":
            # Desktops read the text as markup.
            words = ["notify-send", "--app-name=cutline", "--", _TITLE, html.escape(sentence, quote=False)]
            reason = await run_words(words, b"")
            if reason:
                self._console.fail(DESKTOP_SETTING, f"notify-send: {reason}")
        elif self._console.err.isatty():
            self._console.err.write(terminal_notice(self._desktop, sentence))
            self._console.err.flush()

    def _as_json(self, news: News) -> bytes:
        found = [
            {
                "keyword": one.pattern,
                "group": one.group,
                "articles": [row_shape(row) for row in self._archive.rows(one.article_ids)],
            }
            for one in news.keywords
        ]
        return json.dumps(found, ensure_ascii=False).encode()


def terminal_notice(kind: str, sentence: str) -> str:
    """What makes a terminal show a notice, "" for another way. The sentence has no control characters."""
    match kind:
        case "osc9":
            return f"\x1b]9;{sentence}\x07"
        case "osc777":
            # A semicolon parts title and text, and the text is the last part.
            return f"\x1b]777;notify;{_TITLE};{sentence}\x07"
        case _:
            return ""
