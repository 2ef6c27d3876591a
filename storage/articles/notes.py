"""Notes: what the reader wrote about articles, one text each."""

from __future__ import annotations

import sqlite3
from datetime import datetime

from storage.sqlite.values import seconds


def read_note(connection: sqlite3.Connection, article_id: int) -> str:
    """The note on an article, "" for none."""
    row = connection.execute("SELECT text FROM notes WHERE article_id = ?", (article_id,)).fetchone()
    return "" if row is None else str(row[0])


def write_note(connection: sqlite3.Connection, now: datetime, article_id: int, text: str) -> bool:
    """Write a note, or remove it (""); False where there is no such article."""
    if not text:
        connection.execute("DELETE FROM notes WHERE article_id = ?", (article_id,))
        return True
    written = connection.execute(
        "INSERT INTO notes (article_id, text, noted_at) SELECT article_id, ?, ? FROM articles"
        " WHERE article_id = ? ON CONFLICT (article_id) DO UPDATE SET"
        " text = excluded.text, noted_at = excluded.noted_at",
        (text, seconds(now), article_id),
    )
    return written.rowcount > 0
