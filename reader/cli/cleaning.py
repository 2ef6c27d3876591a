"""``clean``: deleting old articles by the rule of ``[retention]``."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import click

from reader.cli.session import Session, with_session
from reader.cli.shapes import time_shape, to_json
from storage.retention import Expired, RetentionRule

_FEEDS_SHOWN = 10


@click.command("clean")
@click.option("--dry-run", "is_dry", is_flag=True, help="Say what would be deleted, and delete nothing.")
@click.option("--yes", "is_sure", is_flag=True, help="Delete without asking.")
@click.option(
    "--backup",
    "copy",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Copy the archive to this file first.",
)
@click.option("--json", "is_json", is_flag=True, help="Write a JSON object.")
@with_session
def clean_command(session: Session, is_dry: bool, is_sure: bool, copy: Path | None, is_json: bool) -> None:
    """Delete old articles by the rule of [retention] in the settings; without a rule nothing is deleted.

    What is starred, tagged or noted and what holds a watched keyword stays, whatever its age. Deleted
    articles do not come back with the next refresh, and undo cannot bring them back either: --backup FILE
    keeps a copy.
    """
    rule = _rule(session)
    if rule is None:
        session.console.note(
            "Nothing is ever deleted: retention.after_days is 0. cutline config shows where it is set."
        )
        return
    with session.open_archive() as archive:
        expired = archive.expired(rule)
        deleted = 0
        if not is_json:
            _write(session, expired, is_dry=is_dry)
        if (
            expired.article_ids
            and not is_dry
            and _is_sure(session, is_sure=is_sure, has_copy=copy is not None)
        ):
            if copy is not None:
                archive.back_up(copy)
                session.console.note(f"The archive as it was is in {copy}")
            deleted = archive.delete_expired(expired, rule)
            if not is_json:
                session.console.data(f"Deleted {_articles(deleted)}")
        if is_json:
            session.console.data(to_json(_shape(expired, deleted)))


def _rule(session: Session) -> RetentionRule | None:
    retention = session.settings.retention
    if not retention.after_days:
        return None
    return RetentionRule(
        before=session.clock() - timedelta(days=retention.after_days),
        keeps_unread=retention.keep_unread,
        kept_per_feed=retention.keep_per_feed,
    )


def _is_sure(session: Session, *, is_sure: bool, has_copy: bool) -> bool:
    """Whether to delete. Raises click.UsageError where nobody can be asked."""
    if is_sure:
        return True
    if session.archive is not None or not (sys.stdin.isatty() and session.console.err.isatty()):
        raise click.UsageError(
            "Nothing was deleted: this cannot be taken back, so say --yes, or see --dry-run."
        )
    advice = "" if has_copy else " (--backup FILE would keep a copy)"
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


def _shape(expired: Expired, deleted: int) -> dict[str, object]:
    return {
        "expired_count": len(expired.article_ids),
        "deleted_count": deleted,
        "oldest_at": time_shape(expired.oldest_at),
        "newest_at": time_shape(expired.newest_at),
        "feeds": [{"title": title, "article_count": number} for title, number in expired.by_feed],
    }
