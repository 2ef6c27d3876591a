"""Checking and repairing, copying, weighing, clearing out."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from storage.facade.base import ArchiveBase
from storage.later import Later

if TYPE_CHECKING:
    from storage.model import CheckReport
    from storage.upkeep import backup, course, retention, shrinking, weight
    from storage.upkeep.course import Course
    from storage.upkeep.retention import Expired, RetentionRule
    from storage.upkeep.shrinking import FileSize
    from storage.upkeep.weight import Weight
else:
    backup = Later("storage.upkeep.backup")
    course = Later("storage.upkeep.course")
    retention = Later("storage.upkeep.retention")
    shrinking = Later("storage.upkeep.shrinking")
    weight = Later("storage.upkeep.weight")


class MaintenanceMethods(ArchiveBase):
    """Checking and repairing, copying, weighing, clearing out."""

    def check(self, *, repair: bool = False, along: Course | None = None) -> CheckReport:
        """Integrity, foreign keys, maintained counts against a recount, full-text index against the texts.

        Args:
            along: Is told how far it came, and may give it up.

        Raises:
            ReadingAbandoned: It was given up.
        """
        from storage.upkeep.check import check

        told = along or course.Course(self._path)
        return self._writer.run_outside_transaction(
            lambda connection: check(connection, self._path, told, repair=repair)
        )

    def weigh(self, *, along: Course | None = None) -> list[Weight]:
        """What each table weighs with its indexes, the heaviest first; reads the whole file.

        ``along`` as in ``check``.
        """
        with self._reading() as connection:
            return weight.weigh(connection, along or course.Course(self._path))

    def file_size(self) -> FileSize:
        """What the file takes on the disk, and how much of it is free for new articles."""
        with self._reading() as connection:
            return shrinking.read_size(connection)

    def shrink(self) -> FileSize:
        """Write the file anew without what is free in it; see ``storage.upkeep.shrinking.shrink``.

        Writes of this process wait meanwhile.
        """
        return self._writer.run_outside_transaction(lambda _: shrinking.shrink(self._path))

    def back_up(
        self, target: Path, *, is_overwriting: bool = False, progress: backup.Progress | None = None
    ) -> int:
        """Copy the archive as it is now; others may read and write meanwhile. Gives the bytes of the copy.

        Raises:
            DatabaseUnwritable: The target exists and may not be overwritten, or cannot be written.
        """
        return backup.back_up(self._path, target, is_overwriting=is_overwriting, progress=progress)

    def expired(self, rule: RetentionRule) -> Expired:
        """What a rule of retention lets go now. Nothing is deleted."""
        with self._reading() as connection:
            return retention.choose(connection, rule)

    def delete_expired(
        self, expired: Expired, rule: RetentionRule, progress: Callable[[int, int], None] | None = None
    ) -> int:
        """Delete what ``expired`` has chosen, but for what was singled out since; gives how many went.

        It cannot be taken back. An interruption leaves the rest where it is.

        Args:
            progress: Gets the number of articles looked at and of all, after each transaction.
        """
        ids = expired.article_ids
        deleted = 0
        for start in range(0, len(ids), retention.CHUNK_ARTICLES):
            chunk = ids[start : start + retention.CHUNK_ARTICLES]
            deleted += self._writer.run(
                partial(retention.delete, article_ids=chunk, rule=rule, now=self._clock())
            )
            if progress is not None:
                progress(start + len(chunk), len(ids))
        return deleted
