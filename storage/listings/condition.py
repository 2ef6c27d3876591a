"""What a listing asks of ``article_states``: SQL with its parameters."""

from __future__ import annotations

from typing import NamedTuple

Parameter = str | int
"""What a condition's placeholders take."""


class Condition(NamedTuple):
    """SQL that is true or false of a row of ``article_states AS s``, and its parameters."""

    sql: str
    parameters: tuple[Parameter, ...] = ()


IdRange = tuple[int, int]
"""The lowest and the highest article id."""

ALL_IDS = (0, (1 << 63) - 1)
