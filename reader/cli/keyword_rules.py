"""Options of ``keyword add`` about what a keyword does, and where it is looked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import click

from reader.cli.session import Console
from reader.cli.subscriptions import find_feeds
from reader.text import clean_line
from storage.archive import Archive
from storage.rules import Action, Rule

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


def read_rule(options: RuleOptions, archive: Archive, console: Console) -> Rule | None:
    """The rule that was asked for; None where it names a feed that does not exist, which is reported.

    Raises:
        UsageError: A tag is missing, or a folder does not exist.
    """
    tag = clean_line(options.tag)
    actions = tuple(
        action for action in Action if action in options.actions or (tag and action is Action.TAG)
    )
    if Action.TAG in actions and not tag:
        raise click.UsageError("--action tag needs --tag NAME: the tag to put on")
    feeds = find_feeds(archive, options.feeds, console)
    if len(feeds) < len(options.feeds):
        return None
    folders = _known_folders(archive, options.folders)
    return Rule(actions, tag, tuple(feed.feed_id for feed in feeds), folders, options.is_quiet)


def describe_rule(rule: Rule, titles: Sequence[str] = ()) -> str:
    """What a keyword does and where, "" for nothing special. ``titles`` are those of its feeds."""
    deeds = [f"tag {rule.tag}" if action is Action.TAG else action.value for action in rule.actions]
    places = [*titles, *rule.folders]
    parts = [", ".join(deeds), f"in {', '.join(places)}" if places else "", "quiet" if rule.is_quiet else ""]
    return "; ".join(part for part in parts if part)


def _known_folders(archive: Archive, names: Sequence[str]) -> tuple[str, ...]:
    known = archive.folders() if names else []
    for name in names:
        if name.strip("/") not in known:
            shown = f"there are {', '.join(known)}" if known else "no feed is in one"
            raise click.UsageError(f"There is no folder {clean_line(name)}: {shown}")
    return tuple(name.strip("/") for name in names)
