"""``list`` and ``show``."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Iterable, Iterator
from typing import Protocol, TypeVar

import click

from reader.cli.formats import format_shape
from reader.cli.session import Session, with_session
from reader.cli.shapes import (
    Shape,
    article_shape,
    picture_row_shape,
    read_links,
    row_shape,
    to_json,
    write_array,
)
from reader.query.parse import Search, parse_search
from storage.listings.picture_listing import PictureRow
from storage.model import Article, ArticleRow, Link, Order, Picture
from storage.query import Query

ARTICLE_ID = click.IntRange(1, 2**62)
"""What an article's id may be; SQLite's integers end not far beyond."""

_PAGE_ROWS = 256
_Row = TypeVar("_Row")
_MEASURE = 78


# A query may begin with "-word": what looks like an option and is none belongs to it.
@click.command("list", context_settings={"ignore_unknown_options": True})
@click.argument("words", nargs=-1, metavar="[QUERY]")
@click.option(
    "--sort",
    "order",
    type=click.Choice([order.value for order in Order]),
    default=None,
    help="As sort: in the query; newest where neither says anything. Length is longest first, hits most"
    " first, relevance best first, equal ones newest first; a - turns it round.",
)
@click.option("--limit", type=click.IntRange(min=0), default=None, help="At most so many articles.")
@click.option("--pictures", "is_pictures", is_flag=True, help="List their pictures, one per row.")
@click.option("--hidden", "is_hidden", is_flag=True, help="List what keywords hide.")
@click.option("--json", "is_json", is_flag=True, help="Write a JSON array.")
@click.option(
    "--format",
    "template",
    metavar="TEXT",
    help=r"A line per article: '{article_id}\t{title}'. Fields as in JSON.",
)
@with_session
def list_command(
    session: Session,
    /,
    words: tuple[str, ...],
    order: str | None,
    limit: int | None,
    template: str | None,
    **kinds: bool,
) -> None:
    """List articles. QUERY is what / understands in the reader."""
    is_pictures, is_hidden, is_json = kinds["is_pictures"], kinds["is_hidden"], kinds["is_json"]
    if is_json and template is not None:
        raise click.UsageError("Either --json or --format.")
    search = read_search(session, words)
    query = search.query
    chosen = Order(order) if order else search.order or Order.NEWEST
    with session.open_archive() as archive:
        if is_pictures:
            if chosen is not Order.NEWEST or is_hidden:
                raise click.UsageError("Pictures are listed newest first only, and of what is shown.")
            pictures = list_rows(archive.open_pictures(query=query), limit)
            if template is None:
                _list_pictures(session, pictures, is_json=is_json)
            else:
                _write_formatted(session, template, map(picture_row_shape, pictures))
            return
        rows = list_rows(archive.open_listing(query=query, order=chosen, is_hidden=is_hidden), limit)
        if is_json:
            write_array(session.console, (row_shape(row) for row in rows))
            return
        if template is not None:
            _write_formatted(session, template, map(row_shape, rows))
            return
        write_rows(session, rows)


def read_query(session: Session, words: tuple[str, ...] | str) -> Query | None:
    """The query that was typed, where its order does not matter. Raises QueryError."""
    return read_search(session, words).query


def read_search(session: Session, words: tuple[str, ...] | str) -> Search:
    """What was typed, whether the shell took it apart or not. Raises QueryError."""
    for word in () if isinstance(words, str) else words:
        if word.startswith("--"):
            raise click.UsageError(f"No such option: {word}")
    text = words if isinstance(words, str) else " ".join(words)
    return parse_search(text, now=session.clock().astimezone())


def _write_formatted(session: Session, template: str, shapes: Iterable[Shape]) -> None:
    for shape in shapes:
        session.console.data(format_shape(template, shape))


class _Pages(Protocol[_Row]):
    """A listing of articles or of pictures."""

    def __len__(self) -> int: ...
    def __getitem__(self, rows: slice) -> list[_Row]: ...


def list_rows(listing: _Pages[_Row], limit: int | None = None) -> Iterator[_Row]:
    """The rows of a listing, read page by page."""
    end = len(listing) if limit is None else min(limit, len(listing))
    for start in range(0, end, _PAGE_ROWS):
        yield from listing[start : min(start + _PAGE_ROWS, end)]


def write_rows(session: Session, rows: Iterator[ArticleRow]) -> None:
    """Write articles for a person: a line each, and the lead caption below it."""
    for row in rows:
        mark = " " if row.is_read else "●"
        star = "★" if row.is_starred else " "
        date = row.sorted_at.astimezone().strftime("%Y-%m-%d %H:%M")
        session.console.data(f"{row.article_id:>7} {mark}{star} {date}  {row.title}  ({row.feed_title})")
        if row.lead_caption:
            count = f" {row.picture_count}" if row.picture_count > 1 else ""
            session.console.data(f"{'':>29}▣{count} {row.lead_caption}")


def _list_pictures(session: Session, rows: Iterator[PictureRow], *, is_json: bool) -> None:
    if is_json:
        write_array(session.console, (picture_row_shape(row) for row in rows))
        return
    for row in rows:
        picture = row.picture
        date = row.sorted_at.astimezone().strftime("%Y-%m-%d %H:%M")
        flag = " (file photo)" if picture.is_file_photo else ""
        credit = f" — {picture.credit}" if picture.credit else ""
        words = picture.caption or picture.alt or picture.url
        session.console.data(f"{row.article_id:>7} ▣ {date}  {words}{credit}{flag}  ({row.feed_title})")


@click.command("show")
@click.argument("article_id", type=ARTICLE_ID, metavar="ARTICLE")
@click.option("--json", "is_json", is_flag=True, help="Write a JSON object.")
@with_session
def show_command(session: Session, article_id: int, is_json: bool) -> None:
    """Show one article: headline, byline, pictures with captions and credits, text, links."""
    with session.open_archive() as archive:
        article = archive.article(article_id)
    if is_json:
        session.console.data(to_json(article_shape(article)))
    else:
        width = shutil.get_terminal_size().columns if session.console.out.isatty() else 0
        session.console.data("\n".join(_lines(article, min(width, _MEASURE))))


def _lines(article: Article, measure: int) -> Iterator[str]:
    """An article as text. ``measure`` is the longest line in characters, 0 for no wrapping."""
    row = article.row
    yield from _wrap(row.title, measure)
    date = (row.published_at or row.first_seen_at).astimezone().strftime("%a %d %b %Y %H:%M")
    yield " · ".join(part for part in (row.feed_title, row.author, date) if part)
    if row.url:
        yield row.url
    if article.note:
        yield ""
        yield from _wrap(f"Note: {article.note}", measure)
    for number, picture in enumerate(article.pictures, 1):
        yield ""
        yield from _picture_lines(picture, number, len(article.pictures), measure)
    for paragraph in article.text.split("\n\n"):
        if paragraph:
            yield ""
            yield from _wrap(paragraph, measure)
    links = read_links(article)
    if links:
        yield ""
    for number, link in enumerate(links, 1):
        yield link_sentence(number, link)
    for enclosure in article.enclosures:
        yield f"Attached: {enclosure.url} {enclosure.type}".rstrip()


def link_sentence(number: int, link: Link) -> str:
    """A link with the number by which the reader opens it. In square brackets stand notes."""
    return (
        f"Link {number}: {link.text}, {link.url}" if link.text != link.url else f"Link {number}: {link.url}"
    )


def _picture_lines(picture: Picture, number: int, count: int, measure: int) -> Iterator[str]:
    size = f" · {picture.width}×{picture.height}" if picture.width and picture.height else ""
    flag = " · file photo" if picture.is_file_photo else ""
    yield f"▣ Picture {number} of {count}{size}{flag}"
    words = picture.caption or (f"alt: {picture.alt}" if picture.alt else "")
    if words:
        yield from _wrap(words, measure)
    if picture.credit:
        yield f"— {picture.credit}"


def _wrap(text: str, measure: int) -> list[str]:
    if not measure:
        return text.split("\n")
    return [
        piece
        for line in text.split("\n")
        for piece in textwrap.wrap(line, measure, break_long_words=False, break_on_hyphens=False) or [""]
    ]
