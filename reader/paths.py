"""Where Cutline keeps its files: the platform's directories unless the person says otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import platformdirs

DATABASE_VARIABLE = "CUTLINE_DATABASE"
CONFIG_VARIABLE = "CUTLINE_CONFIG"
COMPLETION_VARIABLE = "_CUTLINE_COMPLETE"
"""Set by a shell's completion function when it asks what comes next."""

_APP = "cutline"


def database_path(environment: Mapping[str, str]) -> Path:
    """The archive's file: ``CUTLINE_DATABASE``, else ``cutline.db`` in the data directory."""
    named = environment.get(DATABASE_VARIABLE)
    return Path(named).expanduser() if named else platformdirs.user_data_path(_APP) / "cutline.db"


def config_path(environment: Mapping[str, str]) -> Path:
    """The settings' file: ``CUTLINE_CONFIG``, else ``config.toml`` in the config directory."""
    named = environment.get(CONFIG_VARIABLE)
    return Path(named).expanduser() if named else platformdirs.user_config_path(_APP) / "config.toml"


def state_path() -> Path:
    """The directory for what may be lost without harm: command history and the like."""
    return platformdirs.user_state_path(_APP)
