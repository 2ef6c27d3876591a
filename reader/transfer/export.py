"""Articles as Markdown and CSV. JSON has the command line's own shapes."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from storage.listings.picture_listing import PictureRow
from storage.model import Article, ArticleRow, Picture

CSV_COLUMNS = (
    "article_id",
    "feed_title",
    "title",
    "url",
    "author",
    "published_at",
    "is_read",
    "is_starred",
    "tags",
    "picture_count",
    "lead_caption",
    "excerpt",
)
# What makes spreadsheets take a cell for a formula (OWASP, CSV injection).
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_MARKDOWN_SIGNS = re.compile(r"([\\`*_\[\]<>#|~])")


def to_csv(rows: Iterable[ArticleRow]) -> Iterator[str]:
    """A header and a line per article; no cell of theirs can be a formula."""
    yield _csv_line(CSV_COLUMNS)
    for row in rows:
        published = _time(row.published_at) if row.published_at else ""
        yield _csv_line(
            (
                str(row.article_id),
                row.feed_title,
                row.title,
                row.url,
                row.author,
                published,
                str(int(row.is_read)),
                str(int(row.is_starred)),
                " ".join(row.tags),
                str(row.picture_count),
                row.lead_caption,
                row.excerpt,
            )
        )


PICTURE_COLUMNS = (
    "article_id",
    "feed_title",
    "title",
    "article_url",
    "sorted_at",
    "position",
    "caption",
    "credit",
    "alt",
    "is_file_photo",
    "width",
    "height",
    "url",
)


def pictures_to_csv(rows: Iterable[PictureRow]) -> Iterator[str]:
    """A header and a line per picture; no cell of theirs can be a formula."""
    yield _csv_line(PICTURE_COLUMNS)
    for row in rows:
        picture = row.picture
        yield _csv_line(
            (
                str(row.article_id),
                row.feed_title,
                row.title,
                row.article_url,
                _time(row.sorted_at),
                str(picture.position),
                picture.caption,
                picture.credit,
                picture.alt,
                str(int(picture.is_file_photo)),
                str(picture.width or ""),
                str(picture.height or ""),
                picture.url,
            )
        )


def _time(moment: datetime) -> str:
    """As in JSON: ISO 8601 in UTC to the second."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _csv_line(cells: Iterable[str]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow(
        f"'{cell}" if cell.startswith(_FORMULA_STARTS) else cell for cell in cells
    )
    return line.getvalue()


def to_markdown(articles: Iterable[Article]) -> Iterator[str]:
    """A section per article: headline, byline, pictures with captions and credits, text."""
    for article in articles:
        row = article.row
        date = (row.published_at or row.first_seen_at).astimezone(UTC).strftime("%d %B %Y, %H:%M UTC")
        title = _plain(row.title)
        yield f"# [{title}]({_address(row.url)})\n\n" if row.url else f"# {title}\n\n"
        yield " · ".join(_plain(part) for part in (row.feed_title, row.author, date) if part) + "\n\n"
        for line in article.note.splitlines():
            yield f"> {_plain(line)}\n"
        if article.note:
            yield "\n"
        for picture in article.pictures:
            yield _picture(picture)
        for paragraph in article.text.split("\n\n"):
            if paragraph:
                yield _plain(paragraph) + "\n\n"


def _picture(picture: Picture) -> str:
    shown = f"![{_plain(picture.alt)}]({_address(picture.url)})\n" if picture.url else ""
    caption = f"*{_plain(picture.caption)}*" if picture.caption else ""
    credit = f"— {_plain(picture.credit)}" if picture.credit else ""
    words = " ".join(part for part in (caption, credit) if part)
    return f"{shown}{words}\n\n" if shown or words else ""


def _plain(text: str) -> str:
    return _MARKDOWN_SIGNS.sub(r"\\\1", text)


def _address(url: str) -> str:
    return url.replace("(", "%28").replace(")", "%29")
