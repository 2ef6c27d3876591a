"""The reader's changes as steps that can be undone: make one, take it back, make it again."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from datetime import datetime
from pathlib import Path

from storage import searches
from storage.articles import notes, state
from storage.errors import SearchNameTaken
from storage.history import journal
from storage.history.journal import Entry, Facts, Kind
from storage.imports import imports
from storage.model import Change
from storage.sentences import counted
from storage.subscriptions import feed_changes, feeds
from storage.watch import acting, keyword_steps, keywords, pausing, watching

_NOTHING = "Nothing to change"


def set_read(
    connection: sqlite3.Connection, now: datetime, article_ids: Collection[int], is_read: bool
) -> Change:
    """Mark articles read or unread."""
    return record_read(connection, now, state.set_read(connection, article_ids, is_read), is_read)


def record_read(
    connection: sqlite3.Connection, now: datetime, changed: tuple[int, ...], is_read: bool
) -> Change:
    """Write down that these articles were marked."""
    sentence = f"Marked {len(changed):,} {'read' if is_read else 'unread'}"
    return _record_articles(connection, now, Kind.READ, sentence, {"is_set": is_read, "ids": changed})


def set_starred(
    connection: sqlite3.Connection, now: datetime, article_ids: Collection[int], is_starred: bool
) -> Change:
    """Star or unstar articles."""
    changed = state.set_starred(connection, article_ids, is_starred)
    sentence = f"{'Starred' if is_starred else 'Unstarred'} {counted(len(changed), 'article')}"
    return _record_articles(connection, now, Kind.STARRED, sentence, {"is_set": is_starred, "ids": changed})


def set_tag(
    connection: sqlite3.Connection,
    now: datetime,
    article_ids: Collection[int],
    tag: str,
    is_tagged: bool,
) -> Change:
    """Put a tag on articles or take it off; a blank tag changes nothing."""
    name = " ".join(tag.split())
    if not name:
        return Change(0, _NOTHING)
    changed = state.set_tag(connection, article_ids, name, is_tagged)
    subject = counted(len(changed), "article")
    sentence = f"Tagged {subject} with {name}" if is_tagged else f"Took {name} off {subject}"
    facts = {"is_set": is_tagged, "ids": changed, "tag": name}
    return _record_articles(connection, now, Kind.TAGGED, sentence, facts)


def remove_feeds(connection: sqlite3.Connection, now: datetime, feed_ids: Collection[int]) -> Change:
    """Unsubscribe from feeds."""
    subject = _feeds_named(connection, feeds.folders_of(connection, feed_ids))
    changed = feeds.set_removed(connection, feed_ids, now)
    if not changed:
        return Change(0, _NOTHING)
    sentence = f"Removed {subject}"
    change_id = journal.record(connection, now, Kind.FEEDS_REMOVED, sentence, {"feed_ids": changed})
    return Change(change_id, sentence)


def rename_feed(
    connection: sqlite3.Connection, path: Path, now: datetime, feed_id: int, user_title: str
) -> Change:
    """Give a feed the reader's own title. Raises FeedNotFound."""
    before = feeds.feed_by_id(connection, path, feed_id)
    title = " ".join(user_title.split())
    if title == before.user_title:
        return Change(0, _NOTHING)
    feeds.set_user_title(connection, feed_id, title)
    after = feeds.feed_by_id(connection, path, feed_id)
    sentence = f"Renamed {before.title} to {after.title}"
    facts = {"feed_id": feed_id, "before": before.user_title, "after": title}
    return Change(journal.record(connection, now, Kind.FEED_RENAMED, sentence, facts), sentence)


def move_feeds(
    connection: sqlite3.Connection, now: datetime, feed_ids: Collection[int], folder: str
) -> Change:
    """Move feeds to a folder, "" for none."""
    clean = feeds.clean_folder(folder)
    before = feeds.folders_of(connection, feed_ids)
    moved = {feed_id: old for feed_id, old in before.items() if old != clean}
    if not moved:
        return Change(0, _NOTHING)
    feeds.set_folder(connection, moved, clean)
    place = f"to {clean}" if clean else "out of all folders"
    sentence = f"Moved {_feeds_named(connection, moved)} {place}"
    facts = {"before": list(moved.items()), "after": clean}
    return Change(journal.record(connection, now, Kind.FEEDS_MOVED, sentence, facts), sentence)


def remove_keyword(connection: sqlite3.Connection, now: datetime, pattern: str) -> Change:
    """Stop watching a keyword."""
    facts = keywords.drop_keyword(connection, pattern)
    if facts is None:
        return Change(0, _NOTHING)
    sentence = f"Removed keyword {pattern}"
    return Change(journal.record(connection, now, Kind.KEYWORD_REMOVED, sentence, facts), sentence)


def set_search(connection: sqlite3.Connection, now: datetime, name: str, query_text: str | None) -> Change:
    """Save a search, or forget it (None)."""
    clean_name = " ".join(name.split())
    clean_text = None if query_text is None else query_text.strip()
    before = searches.query_text_of(connection, clean_name)
    if not clean_name or clean_text in ("", before):
        return Change(0, _NOTHING)
    searches.set_search(connection, clean_name, clean_text)
    sentence = f"{'Removed' if clean_text is None else 'Saved'} search {clean_name}"
    facts = {"name": clean_name, "before": before, "after": clean_text}
    return Change(journal.record(connection, now, Kind.SEARCH_SAVED, sentence, facts), sentence)


def change_search(
    connection: sqlite3.Connection, path: Path, now: datetime, wanted: tuple[str, str, str]
) -> Change:
    """Give a search another name and query: ``wanted`` is the old name, and those two.

    Raises:
        SearchNameTaken: Another search has the new name.
    """
    old, name, query_text = (" ".join(wanted[0].split()), " ".join(wanted[1].split()), wanted[2].strip())
    old_query = searches.query_text_of(connection, old)
    if not name or not query_text or old_query is None or (old, old_query) == (name, query_text):
        return Change(0, _NOTHING)
    if name != old and searches.query_text_of(connection, name) is not None:
        raise SearchNameTaken(path, name)
    searches.change_search(connection, old, name, query_text)
    sentence = f"Changed search {old}" if name == old else f"Renamed search {old} to {name}"
    facts = {"before": (old, old_query), "after": (name, query_text)}
    return Change(journal.record(connection, now, Kind.SEARCH_CHANGED, sentence, facts), sentence)


def set_note(connection: sqlite3.Connection, now: datetime, article_id: int, text: str) -> Change:
    """Write a note on an article in the place of the one there is; a blank text removes it."""
    clean = text.strip()
    before = notes.read_note(connection, article_id)
    if clean == before or not notes.write_note(connection, now, article_id, clean):
        return Change(0, _NOTHING)
    what = "the note" if before else "a note"
    sentence = f"{'Changed' if before else 'Wrote'} {what}" if clean else "Removed the note"
    facts = {"article_id": article_id, "before": before, "after": clean}
    return Change(journal.record(connection, now, Kind.NOTED, sentence, facts), sentence, (article_id,))


def undo(connection: sqlite3.Connection, now: datetime) -> Change | None:
    """Take back the last change."""
    entry = journal.last_done(connection)
    if entry is None:
        return None
    facts = entry.facts
    if entry.kind is Kind.IMPORTED:
        facts, changed = imports.take_back(connection, now, facts)
    elif entry.kind is Kind.KEYWORD_ADDED:
        facts, changed = watching.take_back_addition(connection, facts)
    elif entry.kind is Kind.KEYWORDS_CHANGED:
        facts, changed = keyword_steps.take_back(connection, facts)
    else:
        changed = _apply(connection, now, entry, is_undo=True)
    journal.mark(connection, entry, now, facts)
    return Change(entry.change_id, f"Taken back: {entry.sentence}", changed)


def redo(connection: sqlite3.Connection, now: datetime) -> Change | None:
    """Make the change again that was taken back last."""
    entry = journal.first_undone(connection)
    if entry is None:
        return None
    facts = entry.facts
    changed: tuple[int, ...] = ()
    if entry.kind is Kind.KEYWORD_REMOVED:
        # Refreshes may have found more hits since the first removal.
        facts = keywords.drop_keyword(connection, facts["keyword"][1]) or facts
    elif entry.kind is Kind.KEYWORD_ADDED:
        facts, changed = watching.add_again(connection, facts)
    elif entry.kind is Kind.KEYWORDS_CHANGED:
        facts, changed = keyword_steps.make_again(connection, facts)
    elif entry.kind is Kind.IMPORTED:
        facts, changed = imports.make_again(connection, facts)
    else:
        changed = _apply(connection, now, entry, is_undo=False)
    journal.mark(connection, entry, None, facts)
    return Change(entry.change_id, f"Done again: {entry.sentence}", changed)


def _apply(connection: sqlite3.Connection, now: datetime, entry: Entry, *, is_undo: bool) -> tuple[int, ...]:
    """Take back or repeat one change; gives the articles whose state changed."""
    facts = entry.facts
    match entry.kind:
        case Kind.READ:
            return state.set_read(connection, facts["ids"], facts["is_set"] != is_undo)
        case Kind.STARRED:
            return state.set_starred(connection, facts["ids"], facts["is_set"] != is_undo)
        case Kind.TAGGED:
            return state.set_tag(connection, facts["ids"], facts["tag"], facts["is_set"] != is_undo)
        case Kind.KEYWORD_REMOVED:
            keywords.restore_keyword(connection, facts)
        case Kind.KEYWORDS_ACTED:
            turn = acting.take_back if is_undo else acting.make_again
            return turn(connection, facts["done"])
        case Kind.KEYWORD_PAUSED:
            return pausing.apply(connection, facts, is_undo=is_undo)
        case Kind.SEARCH_SAVED:
            searches.set_search(connection, facts["name"], facts["before" if is_undo else "after"])
        case Kind.SEARCH_CHANGED:
            here, there = ("after", "before") if is_undo else ("before", "after")
            searches.change_search(connection, facts[here][0], *facts[there])
        case Kind.NOTED:
            text = facts["before" if is_undo else "after"]
            notes.write_note(connection, now, facts["article_id"], text)
            return (facts["article_id"],)
        case Kind.IMPORTED | Kind.KEYWORD_ADDED | Kind.KEYWORDS_CHANGED:
            raise AssertionError("undo and redo of these change their facts")
        case _:
            feed_changes.apply(connection, now, entry, is_undo=is_undo)
    return ()


def _record_articles(
    connection: sqlite3.Connection, now: datetime, kind: Kind, sentence: str, facts: Facts
) -> Change:
    if not facts["ids"]:
        return Change(0, _NOTHING)
    return Change(journal.record(connection, now, kind, sentence, facts), sentence, facts["ids"])


def _feeds_named(connection: sqlite3.Connection, feed_ids: Collection[int]) -> str:
    """A single feed by its title, several by their number."""
    if len(feed_ids) != 1:
        return counted(len(feed_ids), "feed")
    (title,) = connection.execute("SELECT title FROM feeds WHERE feed_id = ?", tuple(feed_ids)).fetchone()
    return str(title)
