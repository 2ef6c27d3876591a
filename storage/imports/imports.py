"""Imports: feeds, articles and keywords from elsewhere, one undoable step however many transactions.

The step's facts are the ids of the feeds it subscribed to, runs of article ids ([first, last]), runs of
those that were deleted in the other reader (kept hidden, so that no refresh brings them back), the
patterns of keywords, and saved searches by name. Taken back, the feeds are removed and the articles
hidden, not deleted, so that the step can be made again; tags and keywords, which nothing hides, move into
the facts meanwhile.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from storage import searches
from storage.articles.inserting import NewRow, finish_insert, insert_rows, next_article_id
from storage.articles.prepared import PreparedArticle
from storage.errors import FeedNotFound, StaleKeywords
from storage.history import journal
from storage.history.journal import Facts, Kind
from storage.imports.imported import ImportedArticle, NewFeed
from storage.listings import counts
from storage.model import Change
from storage.sqlite.values import seconds, text_list
from storage.subscriptions import feeds
from storage.watch import keywords

PreparedImport = Sequence[tuple[ImportedArticle, PreparedArticle]]
Runs = list[list[int]]

_NOTHING = "Nothing to change"
_IN_RUNS = (
    "json_each(?) AS run CROSS JOIN article_states AS s ON s.article_id"
    " BETWEEN json_extract(run.value, '$[0]') AND json_extract(run.value, '$[1]')"
)


@dataclass(frozen=True, slots=True)
class _Additions:
    """What one call adds to the step; ``sentence`` says what the step is, "" counts what was imported."""

    feed_ids: Collection[int] = ()
    article_ids: Collection[int] = ()
    deleted_ids: Collection[int] = ()
    patterns: Collection[str] = ()
    searches: Collection[tuple[str, str]] = ()
    sentence: str = ""


def import_feeds(connection: sqlite3.Connection, now: datetime, new_feeds: Iterable[NewFeed]) -> Change:
    """Subscribe to the feeds that are not subscribed to; the others stay as they are."""
    known = {url for (url,) in connection.execute("SELECT url FROM feeds WHERE removed_at IS NULL")}
    feed_ids: list[int] = []
    restored: list[int] = []
    for feed in new_feeds:
        if feed.url in known:
            continue
        known.add(feed.url)
        removed = connection.execute("SELECT feed_id FROM feeds WHERE url = ?", (feed.url,)).fetchone()
        if removed is not None:
            restored += feeds.show_imported(connection, removed[0])
        feed_id = feeds.subscribe(connection, feed.url, now, user_title=feed.title, folder=feed.folder)
        if feed.is_muted:
            feeds.set_muted(connection, [feed_id], True)
        feed_ids.append(feed_id)
    return _extend(connection, now, 0, _Additions(feed_ids=feed_ids, article_ids=restored))


def import_articles(
    connection: sqlite3.Connection,
    path: Path,
    now: datetime,
    url: str,
    articles: PreparedImport,
    keywords_version: int,
    change_id: int,
) -> Change:
    """Store articles of a subscribed feed whose guids are not stored.

    Those that an undone import has hidden, or that came back with their feed in this step, are shown
    and get their state again.

    Raises:
        FeedNotFound: The feed is not subscribed to.
        StaleKeywords: Hits were found with other keywords than the stored ones.
    """
    expected = keywords.keywords_version(connection)
    if keywords_version != expected:
        raise StaleKeywords(keywords_version, expected)
    row = connection.execute(
        "SELECT feed_id FROM feeds WHERE url = ? AND removed_at IS NULL", (url,)
    ).fetchone()
    if row is None:
        raise FeedNotFound(path, url)
    stored = _stored(connection, row[0], [article.data.guid for _, article in articles])
    ids, deleted_ids = _insert(
        connection, row[0], [pair for pair in articles if pair[1].data.guid not in stored]
    )
    entry = journal.done_change(connection, change_id)
    own_runs = entry.facts["articles"] if entry is not None and entry.kind is Kind.IMPORTED else []
    again = {
        stored_id: imported
        for imported, article in articles
        for stored_id, hidden_by in [stored.get(article.data.guid, (0, 0))]
        if not imported.is_deleted
        and (hidden_by & feeds.HIDDEN_BY_UNDO or any(first <= stored_id <= last for first, last in own_runs))
    }
    hidden = {
        guid: stored_id for guid, (stored_id, hidden_by) in stored.items() if hidden_by & feeds.HIDDEN_BY_UNDO
    }
    deleted = {article.data.guid for imported, article in articles if imported.is_deleted}
    gone = sorted(stored_id for guid, stored_id in hidden.items() if guid in deleted)
    back = sorted(stored_id for guid, stored_id in hidden.items() if guid not in deleted)
    if again:
        _restore(connection, again)
    _hide(connection, gone, feeds.HIDDEN_BY_DELETION, feeds.HIDDEN_BY_UNDO)
    shown = [*ids, *back]
    # What came back with its feed is a part of the step already.
    sentence = f"Saved {articles[0][1].data.title}" if url == feeds.SAVED_URL and (shown or again) else ""
    new = _Additions(article_ids=shown, deleted_ids=[*deleted_ids, *gone], sentence=sentence)
    return _extend(connection, now, change_id, new)


def import_keywords(
    connection: sqlite3.Connection, now: datetime, patterns: Collection[str], change_id: int
) -> Change:
    """Make keywords that are new a part of the step, so that undo removes them with it."""
    return _extend(connection, now, change_id, _Additions(patterns=patterns))


def import_searches(
    connection: sqlite3.Connection, now: datetime, found: Iterable[tuple[str, str]], change_id: int
) -> Change:
    """Save searches as part of the step: (name, query); names that are taken are left as they are."""
    unknown = [pair for pair in dict(found).items() if searches.query_text_of(connection, pair[0]) is None]
    for name, query_text in unknown:
        searches.set_search(connection, name, query_text)
    return _extend(connection, now, change_id, _Additions(searches=unknown))


def take_back(connection: sqlite3.Connection, now: datetime, facts: Facts) -> tuple[Facts, tuple[int, ...]]:
    """Undo a step; gives its facts with what redo needs, and the articles that were hidden.

    In feeds that stay, articles that a refresh has brought as well are their feed's own by now, and stay.
    """
    counts.touch(
        connection,
        f"SELECT DISTINCT s.article_id FROM {_IN_RUNS}"
        " CROSS JOIN articles AS a ON a.article_id = s.article_id"
        " WHERE a.entry_hash = 0 OR a.feed_id IN (SELECT value FROM json_each(?))",
        (json.dumps(facts["articles"]), json.dumps(facts["feed_ids"])),
    )
    with counts.kept_true(connection):
        connection.execute(
            "UPDATE article_states SET hidden_by = hidden_by | ?"
            " WHERE article_id IN (SELECT article_id FROM temp.touched)",
            (feeds.HIDDEN_BY_UNDO,),
        )
        tags = connection.execute(
            "SELECT g.article_id, g.tag FROM temp.touched AS t"
            " CROSS JOIN article_tags AS g ON g.article_id = t.article_id"
        ).fetchall()
        connection.execute(
            "DELETE FROM article_tags WHERE article_id IN (SELECT article_id FROM temp.touched)"
        )
        feeds.hide_removed(connection)
    hidden = counts.touched_ids(connection)
    # Until their feed says them again: then they are news, as if nothing had been imported.
    _hide(connection, _ids_in(facts.get("deleted", ())), feeds.HIDDEN_BY_UNDO, feeds.HIDDEN_BY_DELETION)
    feeds.set_removed(connection, facts["feed_ids"], now)
    dropped = [keywords.drop_keyword(connection, pattern) for pattern in facts["keywords"]]
    for name, query_text in facts.get("searches", ()):
        if searches.query_text_of(connection, name) == query_text:
            searches.set_search(connection, name, None)
    return {**facts, "tags": tags, "dropped": [one for one in dropped if one is not None]}, hidden


def make_again(connection: sqlite3.Connection, facts: Facts) -> tuple[Facts, tuple[int, ...]]:
    """Redo a step that was taken back; gives its facts and the articles that are shown again."""
    feeds.set_removed(connection, facts["feed_ids"], None)
    counts.touch(
        connection,
        f"SELECT DISTINCT s.article_id FROM {_IN_RUNS} WHERE s.hidden_by & ?",
        (json.dumps(facts["articles"]), feeds.HIDDEN_BY_UNDO),
    )
    with counts.kept_true(connection):
        connection.executemany(
            "INSERT OR IGNORE INTO article_tags (article_id, tag) VALUES (?, ?)", facts["tags"]
        )
        _show_touched(connection)
    shown = counts.touched_ids(connection)
    _hide(connection, _ids_in(facts.get("deleted", ())), feeds.HIDDEN_BY_DELETION, feeds.HIDDEN_BY_UNDO)
    for dropped in facts["dropped"]:
        keywords.restore_keyword(connection, dropped)
    for name, query_text in facts.get("searches", ()):
        if searches.query_text_of(connection, name) is None:
            searches.set_search(connection, name, query_text)
    return {key: value for key, value in facts.items() if key not in ("tags", "dropped")}, shown


def _stored(connection: sqlite3.Connection, feed_id: int, guids: Sequence[str]) -> dict[str, tuple[int, int]]:
    """Id and hiding of the stored articles by guid."""
    rows = connection.execute(
        "SELECT a.guid, a.article_id, s.hidden_by FROM json_each(?) AS wanted"
        " CROSS JOIN articles AS a ON a.feed_id = ? AND a.guid = wanted.value"
        " CROSS JOIN article_states AS s ON s.article_id = a.article_id",
        (text_list(guids), feed_id),
    )
    return {guid: (article_id, hidden_by) for guid, article_id, hidden_by in rows}


def _insert(
    connection: sqlite3.Connection, feed_id: int, articles: PreparedImport
) -> tuple[list[int], list[int]]:
    """Insert new articles with their state, the first of a guid; gives the ids of those that are shown
    and of those that were deleted, both ascending."""
    by_guid: dict[str, tuple[ImportedArticle, PreparedArticle]] = {}
    for pair in articles:
        by_guid.setdefault(pair[1].data.guid, pair)
    if not by_guid:
        return [], []
    first_id = next_article_id(connection)
    # As in a feed's document, the first is the newest and gets the highest id.
    with_ids = list(enumerate(reversed(by_guid.values()), first_id))
    insert_rows(
        connection,
        feed_id,
        [
            NewRow(
                article_id,
                seconds(imported.first_seen_at),
                article,
                is_read=imported.is_read,
                is_starred=imported.is_starred,
                hidden_by=feeds.HIDDEN_BY_DELETION if imported.is_deleted else 0,
            )
            for article_id, (imported, article) in with_ids
        ],
    )
    _add_tags(connection, {article_id: imported for article_id, (imported, _) in with_ids})
    finish_insert(connection, first_id)
    shown = [article_id for article_id, (imported, _) in with_ids if not imported.is_deleted]
    return shown, [article_id for article_id, (imported, _) in with_ids if imported.is_deleted]


def _ids_in(runs: Iterable[Sequence[int]]) -> list[int]:
    return [article_id for first, last in runs for article_id in range(first, last + 1)]


def _hide(connection: sqlite3.Connection, article_ids: Collection[int], bit: int, instead_of: int) -> None:
    """Hide articles for one reason instead of another; what is shown by then stays shown."""
    connection.execute(
        "UPDATE article_states SET hidden_by = (hidden_by & ~?2) | ?1"
        " WHERE article_id IN (SELECT value FROM json_each(?3)) AND hidden_by & ?2",
        (bit, instead_of, json.dumps(list(article_ids))),
    )


def _restore(connection: sqlite3.Connection, state_by_id: dict[int, ImportedArticle]) -> None:
    counts.touch_ids(connection, state_by_id)
    with counts.kept_true(connection):
        connection.executemany(
            "UPDATE article_states SET is_read = ?, is_starred = ? WHERE article_id = ?",
            [
                (imported.is_read, imported.is_starred, article_id)
                for article_id, imported in state_by_id.items()
            ],
        )
        _add_tags(connection, state_by_id)
        _show_touched(connection)


def _add_tags(connection: sqlite3.Connection, state_by_id: dict[int, ImportedArticle]) -> None:
    connection.executemany(
        "INSERT OR IGNORE INTO article_tags (article_id, tag) VALUES (?, ?)",
        [
            (article_id, name)
            for article_id, imported in state_by_id.items()
            for tag in imported.tags
            if (name := " ".join(tag.split()))
        ],
    )


def _show_touched(connection: sqlite3.Connection) -> None:
    connection.execute(
        "UPDATE article_states SET hidden_by = hidden_by & ~?"
        " WHERE article_id IN (SELECT article_id FROM temp.touched)",
        (feeds.HIDDEN_BY_UNDO,),
    )
    feeds.hide_removed(connection)


def _extend(connection: sqlite3.Connection, now: datetime, change_id: int, new: _Additions) -> Change:
    """Add to the step, or begin one where there is none that can be added to."""
    entry = journal.done_change(connection, change_id)
    if entry is not None and entry.kind is not Kind.IMPORTED:
        entry = None
    if not any((new.feed_ids, new.article_ids, new.deleted_ids, new.patterns, new.searches, new.sentence)):
        return Change(entry.change_id, entry.sentence) if entry else Change(0, _NOTHING)
    before: dict[str, Any] = dict(entry.facts) if entry else {"feed_ids": [], "articles": [], "keywords": []}
    facts = {
        "feed_ids": [*before["feed_ids"], *new.feed_ids],
        "articles": _joined(before["articles"], new.article_ids),
        "deleted": _joined(before.get("deleted", []), new.deleted_ids),
        "keywords": list(dict.fromkeys([*before["keywords"], *new.patterns])),
        "searches": [*before.get("searches", ()), *new.searches],
    }
    sentence = new.sentence or _sentence(facts)
    if entry is None:
        change_id = journal.record(connection, now, Kind.IMPORTED, sentence, facts)
    else:
        journal.amend(connection, change_id, sentence, facts)
    return Change(change_id, sentence, tuple(sorted(new.article_ids)))


def _joined(runs: Runs, article_ids: Iterable[int]) -> Runs:
    """Runs of ids with more ids, each id once; ids mostly come in their order."""
    joined = [list(run) for run in runs]
    for article_id in article_ids:
        if joined and joined[-1][1] + 1 == article_id:
            joined[-1][1] = article_id
        elif not any(first <= article_id <= last for first, last in joined):
            joined.append([article_id, article_id])
    return joined


def _sentence(facts: Facts) -> str:
    numbers = (
        (len(facts["feed_ids"]), "feed"),
        (sum(last - first + 1 for first, last in facts["articles"]), "article"),
        (len(facts["keywords"]), "keyword"),
        (len(facts["searches"]), "search"),
        (sum(last - first + 1 for first, last in facts["deleted"]), "deleted article"),
    )
    parts = [f"{number:,} {_plural(noun, number)}" for number, noun in numbers if number]
    return f"Imported {', '.join(parts[:-1])}{' and ' if parts[1:] else ''}{parts[-1]}"


def _plural(noun: str, number: int) -> str:
    if number == 1:
        return noun
    return f"{noun}es" if noun.endswith("ch") else f"{noun}s"
