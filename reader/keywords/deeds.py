"""What a keyword does with articles, in words. Pure."""

from __future__ import annotations

from storage.rules import Action, Rule


def describe_deeds(rule: Rule) -> tuple[str, ...]:
    """Its actions besides lighting the place: ("star", "tag later")."""
    return tuple(f"tag {rule.tag}" if action is Action.TAG else action.value for action in rule.actions)


def describe_effects(rule: Rule) -> tuple[str, ...]:
    """What has become of an article by it: ("stars it", "hides it")."""
    effects = {
        Action.STAR: "stars it",
        Action.TAG: f"tags it {rule.tag}",
        Action.READ: "marks it read",
        Action.HIDE: "hides it",
    }
    return tuple(effects[action] for action in rule.actions)
