"""Settings are read, checked, and refused with the key that is wrong and the nearest right one."""

from pathlib import Path
from typing import Any

import pytest

from reader import paths
from reader.errors import SettingsError
from reader.setting_groups import GROUPS, KEYMAP_NAMES, KeysSettings, Settings, settings_of
from reader.settings import load_settings, parse_settings
from reader.tui.keymap import KEYMAPS

PLACE = Path("config.toml")


def refused(tmp_path: Path, text: str | bytes) -> SettingsError:
    path = tmp_path / "config.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(SettingsError) as caught:
        load_settings(path)
    assert caught.value.path == path
    return caught.value


def test_no_file_means_the_defaults(tmp_path: Path) -> None:
    assert load_settings(tmp_path / "none.toml") == Settings()


def test_an_empty_file_and_one_with_a_byte_order_mark_mean_the_defaults(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    for content in (b"", b"\xef\xbb\xbf# nothing\n"):
        path.write_bytes(content)
        assert load_settings(path) == Settings()


def test_every_group_is_read(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(
        '[refresh]\nconcurrency = 8\nconnect_timeout_seconds = 3\nallow_script_feeds = true\nproxy = "http://p"\n'
        '[interface]\nrows = 2\ntheme = "nord"\nkeymap = "vim"\nmouse = false\n'
        '[hooks]\non_new_articles = "notify"\n'
        '[keys]\nstar = "x"\n'
    )
    settings = load_settings(path)
    assert (settings.refresh.concurrency, settings.refresh.connect_timeout_seconds) == (8, 3.0)
    assert isinstance(settings.refresh.connect_timeout_seconds, float)
    assert settings.refresh.allow_script_feeds
    assert settings.refresh.proxy == "http://p"
    interface = settings.interface
    assert (interface.rows, interface.theme, interface.keymap, interface.mouse) == ("2", "nord", "vim", False)
    assert settings.hooks.on_new_articles == "notify"
    assert settings.keys.by_id == (("star", ("x",)),)


@pytest.mark.parametrize(
    ("text", "key", "words"),
    [
        ("[refesh]\n", "refesh", "no such group; did you mean refresh?"),
        ("[zzz]\n", "zzz", "known are refresh, interface, retention, hooks, keys"),
        ('theme = "nord"\n', "theme", "belongs under [interface]"),
        ('[refresh]\ntheme = "nord"\n', "refresh.theme", "belongs under [interface]"),
        ('them = "nord"\n', "them", "no such key; did you mean theme under [interface]?"),
        ("[interface]\nkeymap = 'emac'\n", "interface.keymap", "not emac; did you mean emacs?"),
        ("refresh = 3\n", "refresh", "is a group: write [refresh]"),
        ("[refresh]\nconcurency = 3\n", "refresh.concurency", "did you mean concurrency?"),
        ("[refresh]\nconcurrency = 0\n", "refresh.concurrency", "between 1 and 512, not 0"),
        ("[refresh]\nconcurrency = 1.5\n", "refresh.concurrency", "must be a whole number, not 1.5"),
        ("[refresh]\nconcurrency = true\n", "refresh.concurrency", "must be a whole number, not True"),
        ("[refresh]\ntotal_timeout_seconds = '9'\n", "refresh.total_timeout_seconds", "must be a number"),
        ("[refresh]\nallow_script_feeds = 1\n", "refresh.allow_script_feeds", "must be true or false"),
        ("[refresh]\nproxy = []\n", "refresh.proxy", "must be text"),
        ("[refresh]\nproxy = true\n", "refresh.proxy", "must be text"),
        ("[interface]\nrows = 4\n", "interface.rows", "must be one of auto, 1, 2, 3, not 4"),
        ("[interface]\nkeymap = 'vi'\n", "interface.keymap", "default, vim, newsboat, emacs, not vi"),
        ("[keys]\nstar = 3\n", "keys.star", "must be keys as text"),
        ("[keys]\nstar = ['x', 3]\n", "keys.star", "must be keys as text"),
        ("[keys]\nlist.down = 3\n", "keys.list.down", "must be keys as text"),
        (
            "[refresh]\nmin_interval_minutes = 90\nmax_interval_minutes = 60\n",
            "refresh.min_interval_minutes",
            "is larger than refresh.max_interval_minutes",
        ),
    ],
)
def test_what_cannot_be_is_refused_by_its_key(tmp_path: Path, text: str, key: str, words: str) -> None:
    error = refused(tmp_path, text)
    assert error.key == key
    assert words in error.problem
    line = next(number for number, row in enumerate(text.split("\n"), 1) if key.rpartition(".")[2] in row)
    assert str(error).startswith(f"{tmp_path / 'config.toml'}, line {line}: {key}: ")


@pytest.mark.parametrize("content", [b"[refresh\n", b"\xff\xfe\x00", b"a = 1\na = 2\n"])
def test_what_is_no_toml_is_refused(tmp_path: Path, content: bytes) -> None:
    assert "is not valid TOML" in refused(tmp_path, content).problem


def test_a_slip_in_toml_is_told_with_its_line(tmp_path: Path) -> None:
    error = refused(tmp_path, "[interface]\ntheme = nord\n")
    assert str(error) == f"{error.path}, line 2: is not valid TOML: Invalid value, column 9"


def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot be read"):
        load_settings(tmp_path)


@pytest.mark.parametrize(
    ("table", "by_id"),
    [
        ({"star": "x, y"}, (("star", ("x", "y")),)),
        ({"star": ["x", " ctrl+s "]}, (("star", ("x", "ctrl+s")),)),
        ({"star": ""}, (("star", ()),)),
        ({"star": ","}, (("star", (",",)),)),
        ({"list": {"down": "j"}}, (("list.down", ("j",)),)),
        ({}, ()),
    ],
)
def test_keys_may_be_written_in_several_ways(table: dict[str, Any], by_id: object) -> None:
    assert parse_settings({"keys": table}, PLACE).keys == KeysSettings(by_id=by_id)  # type: ignore[arg-type]


def test_the_names_of_the_keymaps_are_those_of_the_interface() -> None:
    assert tuple(KEYMAPS) == KEYMAP_NAMES


def test_every_key_has_a_sentence_and_a_default_that_it_allows() -> None:
    for name, group in GROUPS.items():
        if group is KeysSettings:
            continue
        for item in settings_of(group):
            assert item.said.sentence.endswith("."), item.name
            parse_settings({name: {item.name: item.default}}, PLACE)


# --- paths ----------------------------------------------------------------------------------


@pytest.fixture
def home(_own_home: Path) -> Path:
    return _own_home


def test_files_lie_in_the_platforms_directories(home: Path) -> None:
    for path, name in (
        (paths.database_path({}), "cutline.db"),
        (paths.config_path({}), "config.toml"),
        (paths.state_path(), "cutline"),
    ):
        assert path.is_relative_to(home)
        assert path.name == name
        assert "cutline" in path.parts


def test_the_environment_names_other_files(home: Path) -> None:
    environment = {"CUTLINE_DATABASE": "~/news.db", "CUTLINE_CONFIG": "/etc/cutline.toml"}
    assert paths.database_path(environment) == home / "news.db"
    assert paths.config_path(environment) == Path("/etc/cutline.toml")
    # An empty variable is none.
    assert paths.database_path({"CUTLINE_DATABASE": ""}) == paths.database_path({})
