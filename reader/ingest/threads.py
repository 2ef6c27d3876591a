"""Calling what blocks from the event loop, in threads of our own."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor
from functools import partial
from typing import TypeVar

_T = TypeVar("_T")


async def in_thread(threads: Executor, function: Callable[..., _T], *arguments: object) -> _T:
    """The function's result, computed in one of the threads."""
    return await asyncio.get_running_loop().run_in_executor(threads, partial(function, *arguments))
