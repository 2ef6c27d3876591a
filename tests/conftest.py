"""No test sees the person's own files: every directory of the platform is a temporary one."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# How long an example takes says how busy the machine is, and nothing of what is tested.
settings.register_profile("cutline", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("cutline")


@pytest.fixture(autouse=True)
def _own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(home))
    for variable in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(variable, str(home / variable.lower()))
    for variable in ("CUTLINE_DATABASE", "CUTLINE_CONFIG", "COLORFGBG", "NO_COLOR", "BROWSER"):
        monkeypatch.delenv(variable, raising=False)
    return home
