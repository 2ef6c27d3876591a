"""``read``: articles one after the other in plain words, for screen readers and pipes."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import click

from reader.cli.articles import link_sentence, read_query
from reader.cli.session import Session, with_session
from reader.cli.shapes import read_links
from storage.archive import Archive
from storage.listings.listing import Listing
from storage.model import Article, ArticleRow, Order, Picture, View, ViewKind

_ASK = "Enter for the next, s to star, m to leave it unread, q to stop: "


# A query may begin with "-word": what looks like an option and is none belongs to it.
@click.command("read", context_settings={"ignore_unknown_options": True})
@click.argument("words", nargs=-1, metavar="[QUERY]")
@click.option("--limit", type=click.IntRange(min=0), default=None, help="At most so many articles.")
@click.option("--oldest", "is_oldest", is_flag=True, help="The oldest first.")
@click.option("--mark", "is_marking", is_flag=True, help="Mark them read; on a terminal each as it is read.")
@with_session
def read_command(
    session: Session, words: tuple[str, ...], limit: int | None, is_oldest: bool, is_marking: bool
) -> None:
    """Read articles one after the other, in words alone: the unread ones, or those that QUERY finds.

    Before each stands where one is: "unread 3 of 40, 2 pictures, 1 keyword". On a terminal the next
    one waits for Enter.
    """
    query = read_query(session, words)
    view = View() if words else View(ViewKind.UNREAD)
    with session.open_archive() as archive:
        order = Order.OLDEST if is_oldest else Order.NEWEST
        listing = archive.open_listing(view, query=query, order=order)
        if not len(listing):
            session.console.note("Nothing found." if words else "Nothing is unread.")
            return
        is_asking = session.archive is None and session.console.out.isatty() and sys.stdin.isatty()
        count = len(listing) if limit is None else min(limit, len(listing))
        read_ids = list(_read_all(session, archive, listing, count, is_asking=is_asking))
        if is_marking and read_ids:
            session.console.note(archive.set_read(read_ids, True).sentence)


def _read_all(
    session: Session, archive: Archive, listing: Listing, count: int, *, is_asking: bool
) -> Iterator[int]:
    """Write articles, and give the ids of those that were read."""
    for number, article_id in enumerate(listing.article_ids[:count], 1):
        article = archive.article(article_id)
        session.console.data("\n".join(linear_lines(article, number, len(listing))))
        answer = _ask(session) if is_asking else ""
        if answer == "s":
            session.console.data(archive.set_starred([article_id], True).sentence)
        if answer != "m":
            yield article_id
        if answer == "q":
            return
        session.console.data("")


def _ask(session: Session) -> str:
    session.console.err.write(_ASK)
    session.console.err.flush()
    # The end of the input is "q" as well.
    line = sys.stdin.readline()
    return line.strip().lower()[:1] if line else "q"


def linear_lines(article: Article, number: int, count: int) -> Iterator[str]:
    """An article in words: where it stands, headline, byline, text, pictures, attachments, links."""
    row = article.row
    yield _standing(row, number, count)
    yield row.title
    date = (row.published_at or row.first_seen_at).astimezone().strftime("%A %d %B %Y, %H:%M")
    by = f"by {row.author}, " if row.author else ""
    yield f"{row.feed_title}, {by}{date}"
    for place, picture in enumerate(article.pictures, 1):
        yield _picture_sentence(picture, place, len(article.pictures))
    for paragraph in article.text.split("\n\n"):
        if paragraph:
            yield ""
            yield paragraph
    links = read_links(article)
    if links or article.enclosures or row.url:
        yield ""
    for enclosure in article.enclosures:
        yield f"Attached: {enclosure.url} {enclosure.type}".rstrip()
    for place, link in enumerate(links, 1):
        yield link_sentence(place, link)
    if row.url:
        yield f"Address: {row.url}"


def _standing(row: ArticleRow, number: int, count: int) -> str:
    parts = [f"{'read' if row.is_read else 'unread'} {number:,} of {count:,}"]
    if row.is_starred:
        parts.append("starred")
    if row.tags:
        parts.append(f"tagged {', '.join(row.tags)}")
    if row.picture_count:
        parts.append(f"{row.picture_count} picture{'' if row.picture_count == 1 else 's'}")
    if row.hits:
        names = ", ".join(hit.pattern for hit in row.hits)
        parts.append(f"{len(row.hits)} keyword{'' if len(row.hits) == 1 else 's'}: {names}")
    return ", ".join(parts)


def _picture_sentence(picture: Picture, number: int, count: int) -> str:
    which = f"Picture {number} of {count}" if count > 1 else "Picture"
    flag = ", file photo" if picture.is_file_photo else ""
    words = f"{which}{flag}. {picture.caption or picture.alt or 'No caption'}"
    return f"{words.rstrip('.')}. Credit: {picture.credit}" if picture.credit else words
