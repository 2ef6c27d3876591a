"""Checking and repairing, copying, weighing, clearing out."""

from __future__ import annotations

from pathlib import Path

from storage import backup, weight
from storage.check import check
from storage.facade.base import ArchiveBase
from storage.model import (
    CheckReport,
)
from storage.weight import Weight


class MaintenanceMethods(ArchiveBase):
    """Checking and repairing, copying, weighing, clearing out."""

    def check(self, *, repair: bool = False) -> CheckReport:
        """Integrity, foreign keys, maintained counts against a recount, full-text index against the texts."""
        return self._writer.run_outside_transaction(
            lambda connection: check(connection, self._path, repair=repair)
        )

    def weigh(self) -> list[Weight]:
        """What each table weighs with its indexes, the heaviest first; reads the whole file."""
        with self._reading() as connection:
            return weight.weigh(connection)

    def back_up(
        self, target: Path, *, is_overwriting: bool = False, progress: backup.Progress | None = None
    ) -> int:
        """Copy the archive as it is now; others may read and write meanwhile. Gives the bytes of the copy.

        Raises:
            DatabaseUnwritable: The target exists and may not be overwritten, or cannot be written.
        """
        return backup.back_up(self._path, target, is_overwriting=is_overwriting, progress=progress)
