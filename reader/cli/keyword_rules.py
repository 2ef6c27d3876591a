"""Options of ``keyword add`` about what a keyword does, and where it is looked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import click

from reader.ingest.addresses import redact
from reader.keywords.deeds import describe_deeds
from reader.text import clean_line
from storage.archive import Archive
from storage.errors import FeedNotFound
from storage.model import Feed, Keyword
from storage.rules import PLAIN_RULE, Action, Rule
from storage.sentences import counted

_LIGHT = "highlight"


@dataclass(frozen=True, slots=True)
class RuleOptions:
    """What was typed."""

    actions: tuple[str, ...] = ()
    tag: str = ""
    feeds: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()
    is_quiet: bool = False
    is_dry_run: bool = False


def rule_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options; their values come to it as the arguments of ``RuleOptions``."""
    options = (
        click.option(
            "--action",
            "actions",
            type=click.Choice([_LIGHT, *(action.value for action in Action)]),
            multiple=True,
            help="What it does with articles besides lighting the place; may be given several times.",
        ),
        click.option("--tag", default="", help="The tag for --action tag, which may then be left out."),
        click.option("--feed", "feeds", multiple=True, metavar="FEED", help="Look in this feed only."),
        click.option("--folder", "folders", multiple=True, metavar="NAME", help="Look in this folder only."),
        click.option("--quiet", "is_quiet", is_flag=True, help="Do not announce new articles with it."),
        click.option(
            "--dry-run", "is_dry_run", is_flag=True, help="Say what it would do over the last 30 days."
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


def read_rule(options: RuleOptions, archive: Archive, kept: Rule = PLAIN_RULE) -> Rule:
    """The rule that was asked for.

    Args:
        kept: Says what no option does.

    Raises:
        UsageError: A tag is missing, or a feed or a folder does not exist.
    """
    typed_tag = clean_line(options.tag)
    wanted = options.actions or kept.actions
    actions = tuple(action for action in Action if action in wanted or (typed_tag and action is Action.TAG))
    tag = (typed_tag or kept.tag) if Action.TAG in actions else ""
    if Action.TAG in actions and not tag:
        raise click.UsageError("--action tag needs --tag NAME: the tag to put on")
    feeds = [_known_feed(archive, reference) for reference in options.feeds]
    folders = _known_folders(archive, options.folders)
    feed_ids = tuple(feed.feed_id for feed in feeds)
    if not (feed_ids or folders):
        feed_ids, folders = kept.feed_ids, kept.folders
    return Rule(actions, tag, feed_ids, folders, options.is_quiet or kept.is_quiet)


def describe_rule(rule: Rule, titles: Sequence[str] = ()) -> str:
    """What a keyword does and where, "" for nothing special. ``titles`` are those of its feeds."""
    deeds = describe_deeds(rule)
    places = [*titles, *rule.folders]
    parts = [", ".join(deeds), f"in {', '.join(places)}" if places else "", "quiet" if rule.is_quiet else ""]
    return "; ".join(part for part in parts if part)


def describe_counts(keyword: Keyword, hidden_count: int, verb: str = "hides") -> str:
    """What a keyword is found in; of one that hides, how many it hides."""
    parts: list[str] = []
    if Action.HIDE in keyword.rule.actions and not keyword.is_paused:
        parts.append(f"{verb} {counted(hidden_count, 'article')}")
    if keyword.article_count or not parts:
        parts.append(f"{counted(keyword.article_count, 'article')}, {keyword.unread_count:,} unread")
    return ", ".join(parts)


def _known_feed(archive: Archive, reference: str) -> Feed:
    try:
        return archive.find_feed(reference)
    except FeedNotFound as error:
        raise click.UsageError(f"{redact(reference)}: {str(error).rstrip('.')}") from None


def _known_folders(archive: Archive, names: Sequence[str]) -> tuple[str, ...]:
    known = archive.folders() if names else []
    for name in names:
        if name.strip("/") not in known:
            shown = f"there are {', '.join(known)}" if known else "no feed is in one"
            raise click.UsageError(f"There is no folder {clean_line(name)}: {shown}")
    return tuple(name.strip("/") for name in names)
