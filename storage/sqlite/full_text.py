"""The full-text index: the folded words of every article, without the texts themselves.

FTS5 tables with a text of their own would hold it twice, and those over another table read words as they
are published, which hides many from a search. This one is contentless: it is written by the functions here
alone, whenever a text is. SQLite before 3.43 has to be told what the words of an article were to forget
them, and a file has to work with every SQLite, so that they are always told.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence

from storage.sqlite.database import read_transaction
from storage.sqlite.folding import INDEX_FORM, index_form

TEXT_COLUMNS = ("title", "text", "captions", "credits", "alts", "author")
"""The columns of ``article_texts`` and of its index."""

CHUNK_ARTICLES = 2_000
"""Articles read at once: some megabytes of text."""

# Letters and numbers of ASCII and everything beyond it are words, whatever SQLite knows of Unicode: the
# index form has parted them. Measured, it also indexes a third faster than unicode61.
_OPTIONS = "content = '', tokenize = 'ascii'"
# The beginnings of words are indexed too: to put them together from the words they begin takes 0.2 s and
# more in a million articles. Measured, it takes 0.1 ms more per article and a third of an archive's size.
_PREFIXES = "prefix = '2 3 4'"
_NAMES = ", ".join(TEXT_COLUMNS)
_PLACES = ", ".join("?" * len(TEXT_COLUMNS))
_FORM_FACT = "index_form"
_HASH_BITS = (1 << 64) - 1

Texts = Sequence[str]
"""An article's texts in the order of ``TEXT_COLUMNS``."""

Reach = Callable[[int, int, str], None]
"""Gets how many articles are done and how many there are, and what is counted; may raise to end it."""


def create_index(connection: sqlite3.Connection) -> None:
    """Make the index, empty."""
    connection.execute(
        f"CREATE VIRTUAL TABLE article_texts_fts USING fts5({_NAMES}, {_OPTIONS}, {_PREFIXES})"
    )
    # A batch of 2,000 articles becomes one segment of the index, not four to be merged: 30 % quicker.
    connection.execute(
        "INSERT INTO article_texts_fts (article_texts_fts, rank) VALUES ('hashsize', ?)", (8 << 20,)
    )


def add_articles(connection: sqlite3.Connection, articles: Iterable[tuple[int, Texts]]) -> None:
    """Index articles that are not in the index, by ascending id: others cost a segment each."""
    _add(connection, "article_texts_fts", articles)


def write_texts(connection: sqlite3.Connection, article_id: int, texts: Texts) -> bool:
    """Write the texts of a stored article where they differ, and index them; gives whether they did."""
    stored = connection.execute(
        f"SELECT {_NAMES} FROM article_texts WHERE article_id = ?", (article_id,)
    ).fetchone()
    if stored is None or stored == tuple(texts):
        return False
    connection.execute(
        f"UPDATE article_texts SET ({_NAMES}) = ({_PLACES}) WHERE article_id = ?", (*texts, article_id)
    )
    old, new = _forms(stored), _forms(texts)
    if old != new:
        _forget(connection, article_id, old)
        connection.execute(
            f"INSERT INTO article_texts_fts (rowid, {_NAMES}) VALUES (?, {_PLACES})", (article_id, *new)
        )
    return True


def forget_articles(connection: sqlite3.Connection, article_ids: Iterable[int]) -> None:
    """Take articles out of the index that are about to be deleted; their texts have to be there still."""
    for article_id in article_ids:
        texts = connection.execute(
            f"SELECT {_NAMES} FROM article_texts WHERE article_id = ?", (article_id,)
        ).fetchone()
        if texts is not None:
            _forget(connection, article_id, _forms(texts))


def has_prefixes(connection: sqlite3.Connection) -> bool:
    """Whether the index gives the beginnings of words at once; before migration 11 none did."""
    (sql,) = connection.execute("SELECT sql FROM sqlite_schema WHERE name = 'article_texts_fts'").fetchone()
    return _PREFIXES in sql


def is_current(connection: sqlite3.Connection) -> bool:
    """Whether the index gives the beginnings of words and has the texts in today's form."""
    row = connection.execute("SELECT value FROM archive_facts WHERE name = ?", (_FORM_FACT,)).fetchone()
    return row is not None and row[0] == INDEX_FORM and has_prefixes(connection)


def rebuild_index(connection: sqlite3.Connection, reach: Reach | None = None) -> None:
    """Index all texts anew, whatever the index holds and whatever its age."""
    if has_prefixes(connection):
        connection.execute("INSERT INTO article_texts_fts (article_texts_fts) VALUES ('delete-all')")
    else:
        connection.execute("DROP TABLE article_texts_fts")
        create_index(connection)
    for chunk in _chunks(connection, reach):
        add_articles(connection, chunk)
    connection.execute("INSERT OR REPLACE INTO archive_facts VALUES (?, ?)", (_FORM_FACT, INDEX_FORM))


def is_index_true(connection: sqlite3.Connection, reach: Reach | None = None) -> bool:
    """Whether the index holds exactly the words of the texts.

    Each article's numbers of words are compared, and a sum over all words of how often each stands in
    which column. The texts are indexed once more for that, in memory and by chunks.
    """
    connection.execute(
        f"CREATE VIRTUAL TABLE temp.words_again USING fts5({_NAMES}, {_OPTIONS}, detail = 'column')"
    )
    connection.execute("CREATE VIRTUAL TABLE temp.again USING fts5vocab('temp', 'words_again', 'col')")
    connection.execute(
        "CREATE VIRTUAL TABLE temp.indexed USING fts5vocab('main', 'article_texts_fts', 'col')"
    )
    try:
        with read_transaction(connection):
            return _is_true(connection, reach)
    finally:
        for table in ("indexed", "again", "words_again"):
            connection.execute(f"DROP TABLE temp.{table}")


def _is_true(connection: sqlite3.Connection, reach: Reach | None) -> bool:
    (article_count,) = connection.execute("SELECT count(*) FROM article_texts").fetchone()
    (indexed_count,) = connection.execute("SELECT count(*) FROM article_texts_fts_docsize").fetchone()
    if article_count != indexed_count:
        return False
    expected = 0
    for chunk in _chunks(connection, reach):
        _add(connection, "words_again", chunk)
        (differing,) = connection.execute(
            "SELECT count(*) FROM temp.words_again_docsize AS again"
            " LEFT JOIN article_texts_fts_docsize AS indexed ON indexed.id = again.id"
            " WHERE indexed.sz IS NOT again.sz"
        ).fetchone()
        if differing:
            return False
        expected += _sum_words(connection, "again")
        connection.execute("INSERT INTO temp.words_again (words_again) VALUES ('delete-all')")
    return expected & _HASH_BITS == _sum_words(connection, "indexed")


def _sum_words(connection: sqlite3.Connection, vocabulary: str) -> int:
    """A sum that is the same however the articles are parted, and differs where any word's numbers do."""
    rows = connection.execute(f"SELECT term, col, doc FROM temp.{vocabulary}")
    total: int = sum(hash((term, column)) * articles for term, column, articles in rows)
    return total & _HASH_BITS


def _chunks(connection: sqlite3.Connection, reach: Reach | None) -> Iterator[list[tuple[int, Texts]]]:
    """All texts by ascending id."""
    last_id = done = 0
    total = 0
    if reach is not None:
        (total,) = connection.execute("SELECT count(*) FROM article_states").fetchone()
    while rows := connection.execute(
        f"SELECT article_id, {_NAMES} FROM article_texts WHERE article_id > ? ORDER BY article_id LIMIT ?",
        (last_id, CHUNK_ARTICLES),
    ).fetchall():
        yield [(article_id, texts) for article_id, *texts in rows]
        last_id = rows[-1][0]
        done += len(rows)
        if reach is not None:
            reach(done, total, "articles")


def _add(connection: sqlite3.Connection, table: str, articles: Iterable[tuple[int, Texts]]) -> None:
    connection.executemany(
        f"INSERT INTO {table} (rowid, {_NAMES}) VALUES (?, {_PLACES})",
        ((article_id, *_forms(texts)) for article_id, texts in articles),
    )


def _forget(connection: sqlite3.Connection, article_id: int, forms: Texts) -> None:
    connection.execute(
        f"INSERT INTO article_texts_fts (article_texts_fts, rowid, {_NAMES}) VALUES ('delete', ?, {_PLACES})",
        (article_id, *forms),
    )


def _forms(texts: Texts) -> tuple[str, ...]:
    return tuple(map(index_form, texts))
