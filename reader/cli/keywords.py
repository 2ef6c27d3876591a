"""``keyword``: the words that are watched."""

from __future__ import annotations

import unicodedata
from datetime import datetime, timedelta
from typing import Any

import click

from reader.cli.keyword_rules import RuleOptions, describe_rule, read_rule, rule_options
from reader.cli.session import Console, Session, with_session
from reader.cli.shapes import keyword_shape, write_array
from reader.cli.typed import LINE
from reader.cli.watching import COMMANDS
from reader.keywords.candidates import candidate_query
from reader.keywords.dry_run import DryRun, dry_run
from reader.keywords.matcher import KeywordMatch
from reader.keywords.pattern import parse_pattern
from reader.keywords.writing import COLORS
from reader.text import clean_line
from storage.model import Keyword, Scope
from storage.watch.keywords import KeywordWishes

_SHOWN_ARTICLES = 10


class Glyph(click.ParamType[str]):
    """One sign that every terminal draws alike."""

    name = "sign"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> str:
        sign = clean_line(str(value))
        if len(sign) != 1 or unicodedata.combining(sign):
            self.fail(f"{value!r} is not one sign", param, ctx)
        return sign


class LastDay(click.ParamType[datetime]):
    """A day that is still to end: its end."""

    name = "date"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        if isinstance(value, datetime):
            return value
        try:
            day = datetime.strptime(str(value), "%Y-%m-%d")
        except ValueError:
            self.fail(f"{value!r} is no date: write 2026-12-31", param, ctx)
        end = (day + timedelta(days=1)).astimezone()
        session = ctx.find_object(Session) if ctx is not None else None
        if session is not None and end <= session.clock():
            self.fail(f"{value} is over", param, ctx)
        return end


class _Scopes(click.ParamType[tuple[Scope, ...]]):
    """Comma-separated parts of an article."""

    name = "scopes"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[Scope, ...]:
        if isinstance(value, tuple):
            return value
        words = [word.strip().lower() for word in str(value).split(",") if word.strip()]
        known = {scope.value for scope in Scope}
        for word in words:
            if word not in known:
                self.fail(f"{word!r} is no part of an article: write {', '.join(Scope)}", param, ctx)
        if not words:
            self.fail(f"write one or more of {', '.join(Scope)}", param, ctx)
        return tuple(scope for scope in Scope if scope.value in words)


@click.group("keyword")
def keyword_command() -> None:
    """Watch words and names: matched over the whole archive, lit wherever they stand.

    A word is found whatever its case and accents; word* finds what begins so, =Word is found
    letter by letter, /regex/ is a regular expression.
    """


for _command in COMMANDS:
    keyword_command.add_command(_command)


@keyword_command.command("add")
@click.argument("pattern")
@click.option("--regex", "is_regex", is_flag=True, help="The whole pattern is a regular expression.")
@click.option("--color", type=click.Choice(COLORS), help=f"The group's own, else {COLORS[0]}.")
@click.option(
    "--scope",
    "scopes",
    type=_Scopes(),
    default=tuple(Scope),
    metavar="PART,...",
    help="Where to look: title, text, caption, credit, author. Everywhere where it is left out.",
)
@click.option("--group", type=LINE, metavar="NAME", default="", help="The heading it stands under.")
@click.option("--glyph", type=Glyph(), help="A sign beside the colour; the group's own, else a diamond.")
@click.option("--until", type=LastDay(), help="The last day on which it is looked for.")
@rule_options
@with_session
def add_keyword(
    session: Session,
    /,
    pattern: str,
    is_regex: bool,
    color: str | None,
    scopes: tuple[Scope, ...],
    group: str,
    glyph: str | None,
    until: datetime | None,
    **options: Any,
) -> None:
    """Watch a word, and find it in all articles there are; what it does with them, undo takes back."""
    cleaned = clean_line(pattern)
    parse_pattern(cleaned, is_regex=is_regex)
    rule_wanted = RuleOptions(**options)
    with session.open_archive() as archive:
        rule = read_rule(rule_wanted, archive, session.console)
        if rule is None:
            return
        if rule_wanted.is_dry_run:
            wanted = Keyword(0, cleaned, is_regex, scopes=scopes, rule=archive.with_reach(rule))
            _tell_dry_run(session.console, dry_run(archive, wanted, session.clock()))
            return
        like = next((one for one in archive.all_keywords() if group and one.group == group), None)
        keyword = archive.add_keyword(
            cleaned,
            is_regex=is_regex,
            color=color or (like.color if like else COLORS[0]),
            scopes=scopes,
            wishes=KeywordWishes(group, glyph or (like.glyph if like else ""), until, rule),
            match=KeywordMatch(),
            candidate_query=candidate_query(cleaned, is_regex=is_regex),
            progress=session.console.progress("articles"),
        )
    session.console.data(f"Watching {keyword.pattern}: {_describe_counts(keyword)}")


def _tell_dry_run(console: Console, found: DryRun) -> None:
    for row in found.articles[:_SHOWN_ARTICLES]:
        console.data(f"{row.article_id:>8}  {row.feed_title}: {row.title}")
    more = len(found.articles) - _SHOWN_ARTICLES
    if more > 0:
        console.data(f"{'':>8}  and {more:,} more")
    console.data(f"{found.sentence}. Nothing was changed.")


@keyword_command.command("list")
@click.option("--json", "is_json", is_flag=True, help="Write a JSON array.")
@with_session
def list_keywords(session: Session, is_json: bool) -> None:
    """List the watched words."""
    with session.open_archive() as archive:
        watched_words = archive.watched_keywords()
        titles = {feed.feed_id: feed.title for feed in archive.feeds()}
    if is_json:
        write_array(session.console, (keyword_shape(watched) for watched in watched_words))
        return
    for watched in watched_words:
        keyword = watched.keyword
        kind = " (regular expression)" if keyword.is_regex else ""
        kind += " (paused)" if keyword.is_paused else ""
        scopes = "" if keyword.scopes == tuple(Scope) else f" in {', '.join(keyword.scopes)}"
        feeds = [titles.get(feed_id, str(feed_id)) for feed_id in keyword.rule.feed_ids]
        rule = describe_rule(keyword.rule, feeds)
        session.console.data(
            f"{keyword.pattern}{kind}{scopes}: {_describe_counts(keyword)}{f' ({rule})' if rule else ''}"
        )
    if not watched_words:
        session.console.note("No keywords yet: cutline keyword add PATTERN")


@keyword_command.command("remove")
@click.argument("pattern")
@with_session
def remove_keyword(session: Session, pattern: str) -> None:
    """Stop watching a word."""
    with session.open_archive() as archive:
        if pattern not in {keyword.pattern for keyword in archive.all_keywords()}:
            session.console.fail(pattern, "this is not watched; cutline keyword list shows what is")
            return
        session.console.data(archive.remove_keyword(pattern).sentence)


def _describe_counts(keyword: Keyword) -> str:
    articles = "1 article" if keyword.article_count == 1 else f"{keyword.article_count} articles"
    return f"{articles}, {keyword.unread_count} unread"
