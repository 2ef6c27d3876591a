"""Numbered migrations of the schema; ``PRAGMA user_version`` tells how far a database has come."""

from __future__ import annotations

import importlib
import sqlite3
import time
from pathlib import Path

from storage.errors import DatabaseDamaged, DatabaseTooNew
from storage.sqlite.database import write_transaction

APPLICATION_ID = 0x4375746C
"""Marks the file as ours ("Cutl"), for ``file`` and against opening another program's database."""

MODULES = (
    "storage.migrations.m001_first",
    "storage.migrations.m002_revisions",
    "storage.migrations.m003_health",
    "storage.migrations.m004_options",
    "storage.migrations.m005_search",
    "storage.migrations.m006_searches",
    "storage.migrations.m007_keywords",
    "storage.migrations.m008_notes",
    "storage.migrations.m009_keyword_actions",
    "storage.migrations.m010_muted",
    "storage.migrations.m011_prefixes",
    "storage.migrations.m012_notes_in_views",
    "storage.migrations.m013_index_form",
    "storage.migrations.m014_group_counts",
)
"""One module per migration, in order; each has ``apply(database)``. They are imported when needed."""

SCHEMA_VERSION = len(MODULES)

_RETRY_SECONDS = 0.01


def migrate(connection: sqlite3.Connection, path: Path, *, busy_timeout_seconds: float) -> None:
    """Bring the schema up to date; two processes that start together do it once.

    Raises:
        DatabaseTooNew: Written by a newer version; nothing was changed.
        DatabaseDamaged: The file belongs to another program; nothing was changed.
    """
    if check_version(connection, path) == SCHEMA_VERSION:
        return
    # Imported here because it costs as much as half of a start, and a start seldom migrates.
    from sqlite_utils import Database

    _switch_to_write_ahead_log(connection, time.monotonic() + busy_timeout_seconds)
    with write_transaction(connection):
        version = check_version(connection, path)
        database = Database(connection, recursive_triggers=False, execute_plugins=False)
        for module in MODULES[version:]:
            importlib.import_module(module).apply(database)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")


def check_version(connection: sqlite3.Connection, path: Path) -> int:
    """The schema's version, 0 for an empty file.

    Raises:
        DatabaseTooNew: Written by a newer version.
        DatabaseDamaged: The file belongs to another program.
    """
    (application_id,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if application_id != APPLICATION_ID:
        (object_count,) = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        if object_count or application_id:
            raise DatabaseDamaged(path, "it is a database of another program")
        return 0
    if version > SCHEMA_VERSION:
        raise DatabaseTooNew(path, int(version), SCHEMA_VERSION)
    return int(version)


def _switch_to_write_ahead_log(connection: sqlite3.Connection, deadline: float) -> None:
    # SQLite refuses the switch at once, without its busy time-out, while another process reads.
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
            time.sleep(_RETRY_SECONDS)
        else:
            return
