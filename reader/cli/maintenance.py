"""``undo``, ``check`` and ``backup``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from reader.cli.session import Session, with_session
from reader.cli.shapes import mebibytes, to_json
from reader.cli.steps import with_steps
from reader.ingest.addresses import redact
from reader.keywords.undoing import redo, undo
from storage.archive import Archive
from storage.model import Change, CheckReport, Feed
from storage.sentences import counted
from storage.upkeep.course import BYTES, Course
from storage.upkeep.weight import Weight

_WEIGHTS_SHOWN = 8
"""The others together are some percent."""


@click.command("undo")
@with_session
def undo_command(session: Session) -> None:
    """Take back the last change, whichever process made it."""
    with session.open_archive() as archive:
        _tell_step(session, undo(archive), "There is nothing to take back.")


@click.command("redo")
@with_session
def redo_command(session: Session) -> None:
    """Make the change again that was taken back last, until another one is made."""
    with session.open_archive() as archive:
        _tell_step(session, redo(archive), "There is nothing to make again.")


def _tell_step(session: Session, change: Change | None, if_none: str) -> None:
    if change is None:
        session.console.note(if_none)
    else:
        session.console.data(change.sentence)


@click.command("check")
@click.option("--repair", "is_repair", is_flag=True, help="Mend what can be mended.")
@click.option(
    "--salvage",
    "target",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Save what can be read of a damaged archive into this new file; the archive stays as it is.",
)
@click.option("--json", "is_json", is_flag=True, help="Write a JSON object.")
@with_session
def check_command(session: Session, is_repair: bool, target: Path | None, is_json: bool) -> None:
    """Check the database, its counts and the feeds; say what the archive weighs and where."""
    if target is not None:
        _salvage(session, target, is_json=is_json)
        return
    course = Course(session.database)
    with session.open_archive() as archive:
        report = with_steps(session.console, course, lambda: archive.check(repair=is_repair, along=course))
        # What is damaged is said by the report; the rest may need the very page that cannot be read.
        is_sound = not report.problems
        feeds = _failing_feeds(archive) if is_sound else []
        weights = with_steps(session.console, course, lambda: archive.weigh(along=course)) if is_sound else []
    if is_json:
        session.console.data(to_json(_check_shape(report, feeds, weights)))
        session.console.has_failed = bool(report.problems)
    else:
        _write_check(session, report, feeds, weights)


def _failing_feeds(archive: Archive) -> list[Feed]:
    return [feed for feed in archive.feeds() if feed.error]


def _salvage(session: Session, target: Path, *, is_json: bool) -> None:
    # Imported here: a sound archive never needs it.
    from storage.upkeep.salvage import salvage

    console, course = session.console, Course(session.database)
    saved = with_steps(console, course, lambda: salvage(session.database, target, course))
    console.has_failed = bool(saved.problems)
    if is_json:
        shape = {
            "article_count": saved.article_count,
            "feed_count": saved.feed_count,
            "size_bytes": saved.size_bytes,
            "lost": dict(saved.lost),
            "problems": list(saved.problems),
        }
        console.data(to_json(shape))
        return
    console.data(
        f"{target}: {counted(saved.article_count, 'article')} of {counted(saved.feed_count, 'feed')},"
        f" {mebibytes(saved.size_bytes)}"
    )
    for table, number in saved.lost:
        console.data(f"Not readable: up to {counted(number, 'row')} of {table}")
    for problem in saved.problems:
        console.fail("", problem)
    if not saved.problems:
        console.data(
            "The new database is sound. Look at it with --database, then put it in the old one's place."
        )


def _write_check(
    session: Session, report: CheckReport, feeds: Sequence[Feed], weights: Sequence[Weight]
) -> None:
    console = session.console
    console.data(
        f"{session.database}: {counted(report.article_count, 'article')}"
        f" of {counted(report.feed_count, 'feed')}, {mebibytes(report.size_bytes)}"
    )
    for weight in weights[:_WEIGHTS_SHOWN]:
        indexes = f", {mebibytes(weight.index_bytes)} of them indexes" if weight.index_bytes else ""
        estimated = ", contents only" if weight.is_estimated else ""
        console.data(f"  {mebibytes(weight.all_bytes):>12}  {weight.table}{indexes}{estimated}")
    others = sum(weight.all_bytes for weight in weights[_WEIGHTS_SHOWN:])
    if others:
        console.data(f"  {mebibytes(others):>12}  all others")
    for sentence in report.repaired:
        console.data(f"Repaired: {sentence}")
    for problem in report.problems:
        console.fail("", problem)
    for feed in feeds:
        state = "paused" if feed.is_paused else f"{feed.failure_count} times in a row"
        console.data(f"Feed {feed.feed_id} {feed.title} ({redact(feed.url)}): {feed.error}, {state}")
    if not report.problems:
        console.data("The database is sound.")
    elif any(problem.startswith("SQLite: ") for problem in report.problems):
        console.note(
            "cutline check --repair mends indexes; cutline check --salvage FILE saves what can be read"
        )


def _check_shape(report: CheckReport, feeds: Sequence[Feed], weights: Sequence[Weight]) -> dict[str, object]:
    return {
        "is_sound": not report.problems,
        "problems": list(report.problems),
        "repaired": list(report.repaired),
        "article_count": report.article_count,
        "feed_count": report.feed_count,
        "size_bytes": report.size_bytes,
        "weights": [
            {
                "table": weight.table,
                "table_bytes": weight.table_bytes,
                "index_bytes": weight.index_bytes,
                "is_estimated": weight.is_estimated,
            }
            for weight in weights
        ],
        "failing_feeds": [
            {
                "feed_id": feed.feed_id,
                "title": feed.title,
                "url": redact(feed.url),
                "error": feed.error,
                "is_paused": feed.is_paused,
                "failure_count": feed.failure_count,
            }
            for feed in feeds
        ],
    }


@click.command("backup")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--force", "is_forced", is_flag=True, help="Overwrite FILE where it exists.")
@with_session
def backup_command(session: Session, file: Path, is_forced: bool) -> None:
    """Copy the whole archive to FILE, also while the reader is open or a refresh runs."""
    if file.exists() and not is_forced:
        session.console.fail(str(file), "there is a file of this name already; --force overwrites it")
        return
    course = Course(session.database)
    course.begin("Copying")
    with session.open_archive() as archive:
        size_bytes = with_steps(
            session.console,
            course,
            lambda: archive.back_up(
                file,
                is_overwriting=is_forced,
                progress=lambda done_bytes, all_bytes: course.reach(done_bytes, all_bytes, BYTES),
            ),
        )
    session.console.data(f"{file}: {mebibytes(size_bytes)}")
