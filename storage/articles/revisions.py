"""Revisions: what headlines and captions said before they were corrected."""

from __future__ import annotations

import sqlite3

from storage.articles.prepared import PreparedArticle
from storage.model import RevisedField, Revision
from storage.sqlite.values import time_of


def record_revisions(
    connection: sqlite3.Connection,
    article_id: int,
    stored_title: str,
    article: PreparedArticle,
    changed_at: int,
) -> None:
    """Keep what is about to be overwritten: another headline, other captions of the same pictures."""
    data = article.data
    rows: list[tuple[str, int, str, str]] = []
    if stored_title != data.title:
        rows.append((RevisedField.TITLE.value, 0, stored_title, data.title))
    captions_by_url: dict[str, list[str]] = {}
    for url, caption in connection.execute(
        "SELECT url, caption FROM pictures WHERE article_id = ? AND caption <> '' AND url <> ''",
        (article_id,),
    ):
        captions_by_url.setdefault(url, []).append(caption)
    for position, picture in enumerate(data.pictures):
        old_captions = captions_by_url.get(picture.url, [])
        # Where one address stood for several pictures nobody can say which was corrected.
        if len(old_captions) == 1 and picture.caption and picture.caption != old_captions[0]:
            rows.append((RevisedField.CAPTION.value, position, old_captions[0], picture.caption))
    connection.executemany(
        "INSERT INTO revisions (article_id, field, position, old_text, new_text, changed_at)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        [(article_id, *row, changed_at) for row in rows],
    )


def read_revisions(connection: sqlite3.Connection, article_id: int) -> tuple[Revision, ...]:
    """An article's revisions, the oldest first."""
    rows = connection.execute(
        "SELECT field, old_text, new_text, changed_at, position FROM revisions"
        " WHERE article_id = ? ORDER BY revision_id",
        (article_id,),
    )
    return tuple(
        Revision(RevisedField(field), old_text, new_text, time_of(changed_at), position)
        for field, old_text, new_text, changed_at, position in rows
    )
