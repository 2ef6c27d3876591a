"""A keyword that is watched already and asked for once more: what is not named stays as it was. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from storage.model import Scope
from storage.rules import Rule
from storage.watch.keywords import KeywordFacts


@dataclass(frozen=True, slots=True)
class Named:
    """What was said about a keyword beside its pattern; None, and False, for what was not."""

    rule: Rule
    is_regex: bool = False
    color: str | None = None
    scopes: tuple[Scope, ...] | None = None
    group: str | None = None
    glyph: str | None = None
    until: datetime | None = None


def keep_unnamed(kept: KeywordFacts, named: Named, now: datetime) -> KeywordFacts:
    """The keyword with what was named changed. A new last day wakes one that rests since its old one."""
    wishes = kept.wishes
    is_ended = wishes.expires_at is not None and wishes.expires_at <= now
    return KeywordFacts(
        kept.pattern,
        kept.is_regex or named.is_regex,
        kept.color if named.color is None else named.color,
        kept.scopes if named.scopes is None else named.scopes,
        wishes._replace(
            group=wishes.group if named.group is None else named.group,
            glyph=wishes.glyph if named.glyph is None else named.glyph,
            expires_at=named.until or wishes.expires_at,
            rule=named.rule,
            is_paused=wishes.is_paused and not (is_ended and named.until is not None),
        ),
    )


def changed_parts(before: KeywordFacts, after: KeywordFacts) -> tuple[str, ...]:
    """What differs, in words."""
    old, new = _parts(before), _parts(after)
    return tuple(name for name in old if old[name] != new[name])


def _parts(facts: KeywordFacts) -> dict[str, object]:
    wishes, rule = facts.wishes, facts.wishes.rule
    return {
        "kind of pattern": facts.is_regex,
        "colour": facts.color,
        "parts": facts.scopes,
        "group": wishes.group,
        "sign": wishes.glyph,
        "last day": wishes.expires_at,
        "actions": rule.actions,
        "tag": rule.tag,
        "feeds": rule.feed_ids,
        "folders": rule.folders,
        "quiet": rule.is_quiet,
    }
