"""``clean``: deleting old articles by the rule of ``[retention]``."""

from __future__ import annotations

import sys
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from reader.cli.session import Session, with_session
from reader.cli.shapes import mebibytes, time_shape, to_json
from storage.upkeep.retention import Expired, RetentionRule
from storage.upkeep.shrinking import FileSize

if TYPE_CHECKING:
    from storage.archive import Archive

_FEEDS_SHOWN = 10
# Below these, new articles fill the room soon, and writing all anew is not worth it.
_WORTH_BYTES = 16 * 2**20
_WORTH_SHARE = 0.1


@dataclass(frozen=True, slots=True)
class _Wishes:
    """The options of one call."""

    is_dry: bool
    is_sure: bool
    copy: Path | None
    is_shrinking: bool
    is_json: bool


@click.command("clean")
@click.option("--dry-run", "is_dry", is_flag=True, help="Say what would be deleted, and delete nothing.")
@click.option("--yes", "is_sure", is_flag=True, help="Delete without asking.")
@click.option(
    "--backup",
    "copy",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Copy the archive to this file first.",
)
@click.option(
    "--shrink",
    "is_shrinking",
    is_flag=True,
    help="Make the file smaller by what is free in it; takes room for a second one meanwhile.",
)
@click.option("--json", "is_json", is_flag=True, help="Write a JSON object.")
@with_session
def clean_command(session: Session, /, **options: Any) -> None:
    """Delete old articles by the rule of [retention] in the settings; without a rule nothing is deleted.

    What is starred, tagged or noted and what holds a watched keyword stays, whatever its age. Deleted
    articles do not come back with the next refresh, and undo cannot bring them back either: --backup FILE
    keeps a copy. The room that they took is left for new articles; --shrink gives it back to the disk.
    """
    wishes = _Wishes(**options)
    rule = _rule(session)
    if rule is None:
        session.console.note(
            "Nothing is ever deleted: retention.after_days is 0. cutline config shows where it is set."
        )
        if not wishes.is_shrinking:
            return
    with session.open_archive() as archive:
        expired, deleted = (
            (Expired(array("q")), 0) if rule is None else _clean(session, archive, rule, wishes)
        )
        before, after = _shrink(session, archive, wishes)
        if wishes.is_json:
            session.console.data(to_json(_shape(expired, deleted, before, after)))


def _clean(session: Session, archive: Archive, rule: RetentionRule, wishes: _Wishes) -> tuple[Expired, int]:
    """Delete what the rule lets go; gives it, and how many went."""
    expired = archive.expired(rule)
    if not wishes.is_json:
        _write(session, expired, is_dry=wishes.is_dry)
    if not expired.article_ids or wishes.is_dry or not _is_sure(session, wishes):
        return expired, 0
    if wishes.copy is not None:
        archive.back_up(wishes.copy)
        session.console.note(f"The archive as it was is in {wishes.copy}")
    deleted = archive.delete_expired(expired, rule)
    if not wishes.is_json:
        session.console.data(f"Deleted {_articles(deleted)}")
    return expired, deleted


def _shrink(session: Session, archive: Archive, wishes: _Wishes) -> tuple[FileSize, FileSize]:
    """Make the file smaller where that is wanted, and say where it would be worth it; gives its size
    before and after."""
    before = archive.file_size()
    if wishes.is_dry or not wishes.is_shrinking:
        if before.free_bytes >= max(_WORTH_BYTES, before.file_bytes * _WORTH_SHARE):
            free, whole = mebibytes(before.free_bytes), mebibytes(before.file_bytes)
            session.console.note(
                f"{free} of the file's {whole} are free and wait for new articles;"
                " cutline clean --shrink gives them back to the disk."
            )
        return before, before
    after = archive.shrink()
    if not wishes.is_json:
        session.console.data(
            f"The file takes {mebibytes(after.file_bytes)}, not {mebibytes(before.file_bytes)}"
        )
    return before, after


def _rule(session: Session) -> RetentionRule | None:
    retention = session.settings.retention
    if not retention.after_days:
        return None
    return RetentionRule(
        before=session.clock() - timedelta(days=retention.after_days),
        keeps_unread=retention.keep_unread,
        kept_per_feed=retention.keep_per_feed,
    )


def _is_sure(session: Session, wishes: _Wishes) -> bool:
    """Whether to delete. Raises click.UsageError where nobody can be asked."""
    if wishes.is_sure:
        return True
    if session.archive is not None or not (sys.stdin.isatty() and session.console.err.isatty()):
        raise click.UsageError(
            "Nothing was deleted: this cannot be taken back, so say --yes, or see --dry-run."
        )
    advice = "" if wishes.copy else " (--backup FILE would keep a copy)"
    return click.confirm(f"This cannot be taken back{advice}. Delete?", err=True)


def _write(session: Session, expired: Expired, *, is_dry: bool) -> None:
    for line in _lines(expired, verb="would be deleted" if is_dry else "are to be deleted"):
        session.console.data(line)


def _lines(expired: Expired, *, verb: str) -> Iterator[str]:
    count = len(expired.article_ids)
    if not count or expired.oldest_at is None or expired.newest_at is None:
        yield "No article is old enough and not kept for another reason."
        return
    first, last = (time.astimezone().strftime("%Y-%m-%d") for time in (expired.oldest_at, expired.newest_at))
    yield f"{_articles(count)} {verb}, from {first} to {last}"
    for title, number in expired.by_feed[:_FEEDS_SHOWN]:
        yield f"{number:>9,}  {title}"
    others = sum(number for _, number in expired.by_feed[_FEEDS_SHOWN:])
    if others:
        yield f"{others:>9,}  of {len(expired.by_feed) - _FEEDS_SHOWN} other feeds"


def _articles(count: int) -> str:
    return "1 article" if count == 1 else f"{count:,} articles"


def _shape(expired: Expired, deleted: int, before: FileSize, after: FileSize) -> dict[str, object]:
    return {
        "expired_count": len(expired.article_ids),
        "deleted_count": deleted,
        "file_bytes": after.file_bytes,
        "free_bytes": after.free_bytes,
        "shrunk_bytes": before.file_bytes - after.file_bytes,
        "oldest_at": time_shape(expired.oldest_at),
        "newest_at": time_shape(expired.newest_at),
        "feeds": [{"title": title, "article_count": number} for title, number in expired.by_feed],
    }
