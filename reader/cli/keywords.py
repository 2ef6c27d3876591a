"""``keyword``: the words that are watched."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import click

from reader.cli.keyword_rules import RuleOptions, describe_counts, describe_rule, read_rule, rule_options
from reader.cli.session import Console, Session, with_session
from reader.cli.shapes import keyword_shape, write_array
from reader.cli.typed import LINE
from reader.cli.watching import COMMANDS
from reader.keywords.again import Named, changed_parts, keep_unnamed
from reader.keywords.candidates import candidate_query
from reader.keywords.dry_run import DryRun, dry_run
from reader.keywords.matcher import KeywordMatch
from reader.keywords.pattern import check_pattern, clean_pattern
from reader.keywords.signs import COLORS
from reader.text import clean_line
from storage.model import Keyword, Scope
from storage.rules import PLAIN_RULE
from storage.watch.keywords import KeywordFacts, KeywordWishes
from storage.watch.watching import WatchedKeyword

if TYPE_CHECKING:
    from storage.archive import Archive

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
    metavar="PART,...",
    help="Where to look: title, text, caption, credit, author. Everywhere where it is left out.",
)
@click.option("--group", type=LINE, metavar="NAME", help="The heading it stands under.")
@click.option("--glyph", type=Glyph(), help="A sign beside the colour; the group's own, else the colour's.")
@click.option("--until", type=LastDay(), help="The last day on which it is looked for.")
@rule_options
@with_session
def add_keyword(
    session: Session,
    /,
    pattern: str,
    is_regex: bool,
    color: str | None,
    scopes: tuple[Scope, ...] | None,
    group: str | None,
    glyph: str | None,
    until: datetime | None,
    **options: Any,
) -> None:
    """Watch a word, and find it in all articles there are; what it does with them, undo takes back.

    Of a word that is watched already, what is named here changes, and the rest stays.
    """
    cleaned = clean_pattern(pattern)
    rule_wanted = RuleOptions(**options)
    with session.open_archive() as archive:
        kept = archive.keyword_facts(cleaned)
        check_pattern(cleaned, is_regex=is_regex or (kept is not None and kept.is_regex))
        rule = read_rule(rule_wanted, archive, kept.wishes.rule if kept else PLAIN_RULE)
        named = Named(rule, is_regex, color, scopes, group, glyph, until)
        facts = keep_unnamed(kept or _usual_facts(cleaned, group, archive), named, session.clock())
        if rule_wanted.is_dry_run:
            wanted = Keyword(
                0, cleaned, facts.is_regex, scopes=facts.scopes, rule=archive.with_reach(facts.wishes.rule)
            )
            _tell_dry_run(session.console, dry_run(archive, wanted, session.clock()))
            return
        changed = changed_parts(kept, facts) if kept is not None else ()
        keyword = None if changed or kept is None else _watched_whole(archive, cleaned)
        keyword = keyword or _watch(session.console, archive, facts)
        counts = describe_counts(
            keyword, archive.hidden_by_keyword(keyword), "hid" if changed or not kept else "hides"
        )
    already = " already" if kept is not None else ""
    said = f" · changed: {', '.join(changed)}" if changed else ""
    session.console.data(f"Watching {keyword.pattern}{already}: {counts}{said}")


def _usual_facts(pattern: str, group: str | None, archive: Archive) -> KeywordFacts:
    """A new keyword of which nothing was said: colour and sign are those of its group."""
    like = next((one for one in archive.all_keywords() if group and one.group == group), None)
    color, glyph = (like.color, like.glyph) if like is not None else (COLORS[0], "")
    return KeywordFacts(pattern, False, color, tuple(Scope), KeywordWishes(glyph=glyph))


def _watched_whole(archive: Archive, pattern: str) -> Keyword | None:
    """A keyword that was looked for in the whole archive, or rests; None where there is still to look."""
    if pattern in {keyword.pattern for keyword in archive.unmatched_keywords()}:
        return None
    return next(keyword for keyword in archive.all_keywords() if keyword.pattern == pattern)


def _watch(console: Console, archive: Archive, facts: KeywordFacts) -> Keyword:
    return archive.add_keyword(
        facts.pattern,
        is_regex=facts.is_regex,
        color=facts.color,
        scopes=facts.scopes,
        wishes=facts.wishes,
        match=KeywordMatch(),
        candidate_query=candidate_query(facts.pattern, is_regex=facts.is_regex),
        progress=console.progress("articles"),
    )


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
        session.console.data(_line(watched, titles, session.clock()))
    if not watched_words:
        session.console.note("No keywords yet: cutline keyword add PATTERN")


def _line(watched: WatchedKeyword, titles: Mapping[int, str], now: datetime) -> str:
    """A keyword with all that was decided about it."""
    keyword, last = watched.keyword, watched.expires_at
    is_ended = last is not None and last <= now
    kind = " (regular expression)" if keyword.is_regex else ""
    kind += " (ended)" if is_ended else " (paused)" if keyword.is_paused else ""
    scopes = "" if keyword.scopes == tuple(Scope) else f" in {', '.join(keyword.scopes)}"
    feeds = [titles.get(feed_id, str(feed_id)) for feed_id in keyword.rule.feed_ids]
    # The end of the last day is midnight of the next.
    day = (last - timedelta(seconds=1)).astimezone().strftime("%Y-%m-%d") if last is not None else ""
    facts = (
        f"group {keyword.group}" if keyword.group else "",
        f"sign {keyword.glyph}" if keyword.glyph else "",
        f"until {day}" if day else "",
        describe_rule(keyword.rule, feeds),
    )
    said = "; ".join(fact for fact in facts if fact)
    counts = describe_counts(keyword, watched.hidden_count)
    return f"{keyword.pattern}{kind}{scopes}: {counts}{f' ({said})' if said else ''}"


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
