"""Articles and pictures as CSV. JSON has the command line's own shapes."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from storage.listings.picture_listing import PictureRow
from storage.model import ArticleRow

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
