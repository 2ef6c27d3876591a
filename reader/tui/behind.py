"""Work that takes longer than a key may, behind the keys."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from textual.screen import Screen


def run_behind(
    screen: Screen[Any], work: Callable[[], Awaitable[None]], group: str, *, is_alone: bool = False
) -> None:
    """Begin work that ends with its screen.

    Args:
        work: What makes the work when it begins: it may be given up before that, and a coroutine
            that was made by then would be left which nobody awaits.
        is_alone: What the same group did before is given up.
    """

    async def do() -> None:
        await work()

    # The types of Textual 8.2 do not know a function that is async.
    screen.run_worker(do, group=group, exclusive=is_alone)  # type: ignore[arg-type]
