"""Hooks: a command of the person's own that is told what a refresh brought."""

from __future__ import annotations

import asyncio
import contextlib
import io
import os
import shlex
import signal
import tempfile
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Sequence
from typing import IO

from reader.cli.session import Console, Session
from reader.cli.shapes import row_shape, write_array
from reader.text import clean_line
from storage.archive import Archive

SETTING = "hooks.on_new_articles"
LIMIT_SECONDS = 30.0

_BATCH_ROWS = 256
_REASON_CHARS = 200


class NewArticlesHook:
    """Runs ``hooks.on_new_articles`` once for all articles that came since this was made."""

    def __init__(self, session: Session, archive: Archive, *, limit_seconds: float = LIMIT_SECONDS) -> None:
        """Notes where the archive ends now, where a command is set."""
        self._console = session.console
        self._archive = archive
        self._command = session.settings.hooks.on_new_articles.strip()
        self._limit_seconds = limit_seconds
        self._last_id = archive.last_article_id() if self._command else 0

    async def run(self) -> None:
        """Give the new articles to the command, where there are any; a failure is one line on stderr."""
        if not self._command:
            return
        article_ids = self._archive.arrived_ids(self._last_id)
        if not article_ids:
            return
        reason = await run_command(self._command, self._as_json(article_ids), self._limit_seconds)
        if reason:
            self._console.fail(SETTING, reason)

    def _as_json(self, article_ids: Sequence[int]) -> bytes:
        text = io.StringIO()
        rows = (
            row
            for start in range(0, len(article_ids), _BATCH_ROWS)
            for row in self._archive.rows(article_ids[start : start + _BATCH_ROWS])
        )
        write_array(Console(out=text), (row_shape(row) for row in rows))
        return text.getvalue().encode()


async def run_command(command: str, given: bytes, limit_seconds: float = LIMIT_SECONDS) -> str:
    """Run a command as a person wrote it, without a shell; gives why it failed, "" where it did not."""
    try:
        return await run_words(shlex.split(command), given, limit_seconds)
    except ValueError as error:
        return f"its words cannot be told apart ({str(error).lower()})"


async def run_words(words: Sequence[str], given: bytes, limit_seconds: float = LIMIT_SECONDS) -> str:
    """The same for a command that is taken apart already."""
    try:
        return await _run(words, given, limit_seconds)
    except OSError as error:
        return f"it cannot be started ({error.strerror})"


async def _run(words: Sequence[str], given: bytes, limit_seconds: float) -> str:
    """Run a command to its end; gives why it failed, "" where it did not.

    Raises:
        OSError: It cannot be started.
    """
    # A file and no pipe: what the command leaves running in the background must not keep us waiting.
    with tempfile.TemporaryFile() as said:
        process = await asyncio.create_subprocess_exec(
            *words, stdin=PIPE, stdout=DEVNULL, stderr=said, start_new_session=True
        )
        try:
            async with asyncio.timeout(limit_seconds):
                await process.communicate(given)
        except TimeoutError:
            return f"it was still running after {limit_seconds:g} s and was ended"
        finally:
            await _end(process)
        return _failure(process.returncode or 0, said)


async def _end(process: Process) -> None:
    """Kill a command that still runs, with all that it started."""
    if process.returncode is None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        await process.wait()


def _failure(code: int, said: IO[bytes]) -> str:
    if not code:
        return ""
    said.seek(0)
    first_line = said.read(4 * _REASON_CHARS).decode("utf-8", "replace").strip().partition("\n")[0]
    detail = f" ({clean_line(first_line, _REASON_CHARS)})" if first_line else ""
    return f"it ended with signal {-code}{detail}" if code < 0 else f"it ended with code {code}{detail}"
