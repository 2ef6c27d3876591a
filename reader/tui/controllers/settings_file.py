"""Looking at the settings' file while the reader is open."""

from __future__ import annotations

from pathlib import Path

from reader.setting_groups import Settings
from reader.settings import load_settings

LOOK_SECONDS = 2.0
"""How often the file is looked at: one ``stat``."""


class SettingsFile:
    """Tells when the file was written. Reads the disk: to be asked in a thread."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._seen = self._look()

    def read_if_changed(self) -> Settings | None:
        """The settings after the file was written, made or removed; None where it was not.

        Raises:
            SettingsError: What it says now cannot be used. It is not read again until it changes.
        """
        found = self._look()
        if found == self._seen:
            return None
        self._seen = found
        return load_settings(self.path)

    def _look(self) -> tuple[int, int, int] | None:
        try:
            state = self.path.stat()
        except OSError:
            return None
        # An editor that writes a new file over the old one within a clock's tick changes the inode.
        return state.st_mtime_ns, state.st_size, state.st_ino
