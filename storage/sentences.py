"""What sentences are made of."""

from __future__ import annotations


def counted(count: int, noun: str) -> str:
    """A number with its noun: "1 article", "1,204 articles"."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def were(count: int) -> str:
    """A number with its verb: "1 was", "2 were"."""
    return f"{count:,} {'was' if count == 1 else 'were'}"
