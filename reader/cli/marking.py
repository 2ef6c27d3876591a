"""``mark``, ``tag`` and ``note``: the reader's own words about articles."""

from __future__ import annotations

from collections.abc import Sequence

import click

from reader.cli.articles import ARTICLE_ID, read_query
from reader.cli.session import Session, with_session
from reader.cli.typed import LINE
from reader.query.breadth import means_everything
from reader.text import clean_text
from storage.archive import Archive
from storage.errors import ArticleNotFound
from storage.model import Change, View
from storage.query import Query

_STATES = ("read", "unread", "starred", "unstarred")


def _need_articles(article_ids: Sequence[int], query_text: str | None) -> None:
    if bool(article_ids) == (query_text is not None):
        raise click.UsageError("Name articles by their ids, or find them with --query.")


def _need_query(session: Session, text: str) -> Query:
    """A query that is there. A blank one is a script's empty variable more often than a wish."""
    query = read_query(session, text)
    if query is None or means_everything(query):
        raise click.UsageError(
            f"--query {text!r} would mean all articles: write is:unread for all that are unread,"
            " 'is:read or is:unread' for all"
        )
    return query


def _choose(
    session: Session, archive: Archive, article_ids: Sequence[int], query_text: str | None
) -> Sequence[int]:
    """The ids that exist of those that were named, or all that the query finds."""
    if query_text is not None:
        return archive.open_listing(query=_need_query(session, query_text)).article_ids
    known = archive.known_article_ids(article_ids)
    for article_id in article_ids:
        if article_id not in known:
            session.console.fail(str(article_id), "no article has this id")
    return sorted(known)


@click.command("mark")
@click.argument("state", type=click.Choice(_STATES), metavar="read|unread|starred|unstarred")
@click.argument("article_ids", nargs=-1, type=ARTICLE_ID, metavar="[ARTICLE]...")
@click.option("--query", "query_text", help="All articles that this query finds.")
@with_session
def mark_command(session: Session, state: str, article_ids: tuple[int, ...], query_text: str | None) -> None:
    """Mark articles read, unread, starred or unstarred."""
    _need_articles(article_ids, query_text)
    with session.open_archive() as archive:
        if state == "read" and query_text is not None:
            change = archive.mark_listing_read(View(), query=_need_query(session, query_text))
        else:
            chosen = _choose(session, archive, article_ids, query_text)
            change = _set_state(archive, state, chosen)
    session.console.data(change.sentence)


def _set_state(archive: Archive, state: str, article_ids: Sequence[int]) -> Change:
    if state in ("read", "unread"):
        return archive.set_read(article_ids, state == "read")
    return archive.set_starred(article_ids, state == "starred")


@click.command("tag")
@click.argument("action", type=click.Choice(("add", "remove")), metavar="add|remove")
@click.argument("tag", type=LINE)
@click.argument("article_ids", nargs=-1, type=ARTICLE_ID, metavar="[ARTICLE]...")
@click.option("--query", "query_text", help="All articles that this query finds.")
@with_session
def tag_command(
    session: Session, action: str, tag: str, article_ids: tuple[int, ...], query_text: str | None
) -> None:
    """Put a tag on articles, or take it off."""
    _need_articles(article_ids, query_text)
    with session.open_archive() as archive:
        chosen = _choose(session, archive, article_ids, query_text)
        change = archive.set_tag(chosen, tag, action == "add")
    session.console.data(change.sentence)


# A note may begin with "-word": what looks like an option and is none belongs to it.
@click.command("note", context_settings={"ignore_unknown_options": True})
@click.argument("article_id", type=ARTICLE_ID, metavar="ARTICLE")
@click.argument("words", nargs=-1, metavar="[TEXT]")
@click.option("--remove", "is_removal", is_flag=True, help="Remove the note.")
@with_session
def note_command(session: Session, article_id: int, words: tuple[str, ...], is_removal: bool) -> None:
    """Write a note on an article in the place of the one there is; without TEXT show it."""
    text = clean_text(" ".join(words)).strip()
    if is_removal and words:
        raise click.UsageError("A note is written or removed, not both.")
    with session.open_archive() as archive:
        if not archive.known_article_ids([article_id]):
            raise ArticleNotFound(archive.path, article_id)
        if text or is_removal:
            session.console.data(archive.set_note(article_id, text).sentence)
        elif note := archive.article(article_id).note:
            session.console.data(note)
        else:
            session.console.note("There is no note on this article.")
