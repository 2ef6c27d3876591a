"""What a keyword does with the articles it is found in, and in which feeds it is looked for. Pure."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Action(StrEnum):
    """What a keyword may do with an article, besides lighting its place."""

    STAR = "star"
    TAG = "tag"
    READ = "read"
    HIDE = "hide"


class Rule(NamedTuple):
    """What is decided about a keyword's reach and deeds.

    Attributes:
        actions: In the order of ``Action``, each once.
        tag: What ``Action.TAG`` puts on, "" where it is not among the actions.
        feed_ids: The feeds in which it is looked for, with those of the folders; where both are
            empty, in all.
        folders: Each with its subfolders.
        is_quiet: New articles with it are not announced.
        reach: Ids of all these feeds as they are now, None for all; the archive fills it in.
    """

    actions: tuple[Action, ...] = ()
    tag: str = ""
    feed_ids: tuple[int, ...] = ()
    folders: tuple[str, ...] = ()
    is_quiet: bool = False
    reach: frozenset[int] | None = None

    def reaches(self, feed_id: int) -> bool:
        """Whether the keyword is looked for in this feed."""
        return self.reach is None or feed_id in self.reach


PLAIN_RULE = Rule()
