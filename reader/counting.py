"""Numbers in sentences. Pure."""

from __future__ import annotations


def number_of(count: int, noun: str) -> str:
    """A number of things, by their noun in the singular: "1 feed", "14,507 articles"."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def were(count: int) -> str:
    """A number with its verb: "1 was", "2 were"."""
    return f"{count:,} {'was' if count == 1 else 'were'}"
