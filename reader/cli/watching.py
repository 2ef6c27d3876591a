"""``keyword pause``, ``resume``, ``test``, ``import`` and ``export``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reader.cli.session import Console, Session, with_session
from reader.keywords.candidates import candidate_query, candidates_of
from reader.keywords.explain import Explanation, explain
from reader.keywords.matcher import KeywordMatch
from reader.keywords.pattern import check_pattern, clean_pattern
from reader.keywords.writing import Surroundings
from reader.text import clean_text
from storage.model import ArticleTexts, Keyword
from storage.sentences import counted, were

if TYPE_CHECKING:
    from storage.archive import Archive

SAMPLE_ARTICLES = 10
_READ_AT_ONCE = 200
_SHOWN_PER_PART = 3


@click.command("pause")
@click.argument("pattern")
@with_session
def pause_keyword(session: Session, pattern: str) -> None:
    """Look for a word no longer; what it found stays."""
    with session.open_archive() as archive:
        if archive.pause_keyword(pattern) is None:
            _fail_unknown(session.console, pattern)
        else:
            session.console.data(f"Paused {pattern}")


@click.command("resume")
@click.argument("pattern")
@with_session
def resume_keyword(session: Session, pattern: str) -> None:
    """Look for a paused or ended word again, also in what came meanwhile."""
    with session.open_archive() as archive:
        known = {keyword.pattern: keyword for keyword in archive.all_keywords()}
        if pattern not in known:
            _fail_unknown(session.console, pattern)
            return
        keyword = archive.resume_keyword(
            pattern,
            match=KeywordMatch(),
            candidate_query=candidate_query(pattern, is_regex=known[pattern].is_regex),
            progress=session.console.progress("articles"),
        )
        found = 0 if keyword is None else keyword.article_count
        session.console.data(f"Watching {pattern} again: {counted(found, 'article')}")


@click.command("test")
@click.argument("pattern")
@click.argument("text", required=False)
@click.option("--regex", "is_regex", is_flag=True, help="The whole pattern is a regular expression.")
@with_session
def test_keyword(session: Session, pattern: str, text: str | None, is_regex: bool) -> None:
    """Show what a word would find, without watching it: in TEXT, or in the newest articles."""
    cleaned = clean_pattern(pattern)
    check_pattern(cleaned, is_regex=is_regex)
    keyword = Keyword(0, cleaned, is_regex=is_regex)
    if text is not None:
        found = explain([keyword], ArticleTexts(0, "", clean_text(text), "", "", ""))
        for explanation in found:
            session.console.data(_lines(explanation, has_scopes=False))
        if not found:
            session.console.note("Not found")
        return
    with session.open_archive() as archive:
        is_any = False
        for article_id, explanation in islice(_search(archive, keyword), SAMPLE_ARTICLES):
            is_any = True
            session.console.data(f"{article_id}  {_title(archive, article_id)}")
            session.console.data(_lines(explanation))
        if not is_any:
            session.console.note("Not found in any article")


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--group", default="", help="The group of those that name none.")
@with_session
def import_keywords(session: Session, file: Path, group: str) -> None:
    """Watch all words of a file: one per line, CSV, or newsboat's highlight lines.

    The columns of CSV are pattern, color, scope, group, glyph, until, regex, actions, tag, feeds,
    folders and quiet; only the first is needed. "|" parts feeds and folders. What is watched already
    stays as it is, and undo takes the whole import back.
    """
    # Imported here: the other commands need no files.
    from reader.transfer.keywords import read_file

    with session.open_archive() as archive:
        brought = read_file(file, Surroundings(archive.feeds(), archive.all_keywords()), group)
        for line in brought.refused:
            session.console.fail(f"{file}, line {line.line}", line.reason)
        archive.change_keywords(
            brought.plan,
            match=KeywordMatch(),
            candidate_query=candidates_of,
            progress=session.console.progress("keywords" if len(brought.plan.added) > 1 else "articles"),
        )
    count = len(brought.plan.added)
    known = were(brought.known_count)
    session.console.data(f"Watching {counted(count, 'keyword')} more; {known} watched already")


@click.command("export")
@with_session
def export_keywords(session: Session) -> None:
    """Write all words as CSV, which import takes."""
    from reader.transfer.keywords import write_keywords

    with session.open_archive() as archive:
        feed_urls = {feed.feed_id: feed.url for feed in archive.feeds()}
        for line in write_keywords(archive.watched_keywords(), feed_urls):
            session.console.data(line)


COMMANDS: Sequence[click.Command] = (
    pause_keyword,
    resume_keyword,
    test_keyword,
    import_keywords,
    export_keywords,
)


def _fail_unknown(console: Console, pattern: str) -> None:
    console.fail(pattern, "this is not watched; cutline keyword list shows what is")


def _search(archive: Archive, keyword: Keyword) -> Iterator[tuple[int, Explanation]]:
    """The newest articles with the keyword."""
    query = candidate_query(keyword.pattern, is_regex=keyword.is_regex)
    article_ids = archive.open_listing(query=query).article_ids
    for start in range(0, len(article_ids), _READ_AT_ONCE):
        for texts in archive.article_texts(article_ids[start : start + _READ_AT_ONCE]):
            for explanation in explain([keyword], texts):
                yield texts.article_id, explanation


def _title(archive: Archive, article_id: int) -> str:
    (texts,) = archive.article_texts([article_id])
    return texts.title


def _lines(explanation: Explanation, *, has_scopes: bool = True) -> str:
    lines: list[str] = []
    for finding in explanation.findings:
        scope = f"{finding.scope.value:<8}" if has_scopes else ""
        lines += [
            f"    {scope}{excerpt.before}»{excerpt.hit}«{excerpt.after}"
            for excerpt in finding.excerpts[:_SHOWN_PER_PART]
        ]
        more = len(finding.excerpts) - _SHOWN_PER_PART
        if more > 0:
            lines.append(f"    {' ' * len(scope)}and {more} more")
    return "\n".join(lines)
