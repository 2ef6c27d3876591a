"""Reading that is given up midway, because nobody waits for it any more."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from storage.errors import ReadingAbandoned

IsAbandoned = Callable[[], bool]
"""Asked now and then, on the thread that reads."""

STEPS_BETWEEN_LOOKS = 100_000
"""Steps of SQLite's machine between two looks at whether anybody waits still: about 2 ms."""


@contextmanager
def abandonable(
    connection: sqlite3.Connection, path: Path, is_abandoned: IsAbandoned | None
) -> Iterator[None]:
    """Break off what is read inside the block as soon as nobody waits for it; None never does.

    The connection and its transaction can be used further.

    Raises:
        ReadingAbandoned: It was broken off.
    """
    if is_abandoned is None:
        yield
        return
    connection.set_progress_handler(is_abandoned, STEPS_BETWEEN_LOOKS)
    try:
        yield
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode != sqlite3.SQLITE_INTERRUPT:
            raise
        raise ReadingAbandoned(path) from None
    finally:
        connection.set_progress_handler(None, 0)
