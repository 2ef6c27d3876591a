"""Settings: what ``config.toml`` may say, with a default for everything.

The groups are the documentation's source: each field carries its sentence, its bounds and
its choices, and ``docs/configuration.md`` is compared with them by a test. What a field carries is
read from its annotation only when it is asked for, since most starts need no more than the values.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated, Any, NamedTuple, TypeVar, cast, get_type_hints

from reader.errors import SettingsError

KEYMAP_NAMES = ("default", "vim", "newsboat", "emacs")

_Group = TypeVar("_Group")

_PLACE_IN_TOML = re.compile(r" \(at line (\d+), (column \d+)\)$")


class Said(NamedTuple):
    """What is said of a setting: its sentence, the numbers or the words that it may be."""

    sentence: str
    bounds: tuple[float, float] | None = None
    choices: tuple[str, ...] = ()


class Setting(NamedTuple):
    """One setting of a group."""

    name: str
    default: Any
    said: Said


class RefreshSettings(NamedTuple):
    """``[refresh]``: how feeds are fetched."""

    concurrency: Annotated[int, Said("Connections at the same time.", bounds=(1, 512))] = 64
    per_host: Annotated[int, Said("Connections to one host at the same time.", bounds=(1, 64))] = 2
    connect_timeout_seconds: Annotated[
        float, Said("Longest wait for a connection, in seconds.", bounds=(0.1, 300))
    ] = 10.0
    total_timeout_seconds: Annotated[
        float, Said("Longest wait for a whole answer, in seconds.", bounds=(0.1, 900))
    ] = 30.0
    max_bytes: Annotated[
        int, Said("Largest answer in bytes, counted after decompression.", bounds=(1_000, 2**30))
    ] = 16 * 2**20
    parse_workers: Annotated[int, Said("Processes that parse.", bounds=(1, 32))] = 2
    parse_timeout_seconds: Annotated[
        float, Said("Longest time that parsing one document may take, in seconds.", bounds=(1, 300))
    ] = 10.0
    min_interval_minutes: Annotated[
        int, Said("Shortest time between two fetches of a feed, in minutes.", bounds=(1, 1440))
    ] = 15
    max_interval_minutes: Annotated[
        int, Said("Longest time between two fetches of a feed, in minutes.", bounds=(5, 43_200))
    ] = 1440
    every_minutes: Annotated[
        int,
        Said("How often the open reader refreshes what is due, in minutes; 0 is never.", bounds=(0, 1440)),
    ] = 0
    user_agent: Annotated[str, Said("The User-Agent header; empty is Cutline's own.")] = ""
    proxy: Annotated[str, Said("An HTTP proxy's address; empty is none.")] = ""
    allow_script_feeds: Annotated[
        bool, Said("Whether exec: and filter: feeds may run commands on this machine.")
    ] = False


class InterfaceSettings(NamedTuple):
    """``[interface]``: how the reader looks and behaves."""

    theme: Annotated[
        str,
        Said(
            'A theme\'s name; "auto" is cutline-paper where the variable COLORFGBG says that the terminal is'
            " light (konsole, rxvt and some others set it), else cutline-ink."
        ),
    ] = "auto"
    rows: Annotated[
        str,
        Said(
            "Lines per article in the list; auto gives three on tall terminals and two on others.",
            choices=("auto", "1", "2", "3"),
        ),
    ] = "auto"
    measure: Annotated[int, Said("Longest line of an article, in cells.", bounds=(30, 160))] = 74
    justify: Annotated[bool, Said("Whether both edges of an article's lines are straight.")] = False
    keymap: Annotated[
        str, Said("The keys to begin with; `[keys]` changes single ones.", choices=KEYMAP_NAMES)
    ] = "default"
    captions: Annotated[
        str, Said("Where captions stand when an article opens.", choices=("inline", "page", "hidden"))
    ] = "inline"
    emoji: Annotated[
        str,
        Said(
            "safe draws joined emoji as single ones, which every terminal counts alike.",
            choices=("safe", "full"),
        ),
    ] = "safe"
    motion: Annotated[
        str, Said("reduced shows nothing that moves or blinks.", choices=("full", "reduced"))
    ] = "full"
    mouse: Annotated[bool, Said("Whether the mouse is listened to.")] = True


class RetentionSettings(NamedTuple):
    """``[retention]``: what `cutline clean` deletes; what is starred, tagged, noted or watched stays."""

    after_days: Annotated[
        int, Said("How old an article has to be to be deleted, in days; 0 is never.", bounds=(0, 36_500))
    ] = 0
    keep_unread: Annotated[bool, Said("Whether unread articles stay whatever their age.")] = True
    keep_per_feed: Annotated[
        int, Said("So many of each feed's newest articles stay whatever their age.", bounds=(0, 1_000_000))
    ] = 50


class HooksSettings(NamedTuple):
    """``[hooks]``: commands of your own that are run when something happens."""

    on_new_articles: Annotated[
        str,
        Said(
            "A command, run once by a refresh that brought new articles, here or in the reader: it gets them"
            " on standard input as a JSON array in the shape of `list --json`, is started without a shell,"
            " and has 30 seconds; empty is none."
        ),
    ] = ""
    on_keyword_hits: Annotated[
        str,
        Said(
            "A command, run once by a refresh whose new articles hold watched words: it gets a JSON array"
            " of `{keyword, group, articles}` on standard input, as on_new_articles does; empty is none."
        ),
    ] = ""
    desktop: Annotated[
        str,
        Said(
            "How `cutline refresh` tells the desktop of new articles with watched words: osc9 and osc777"
            " through the terminal it runs in, notify-send through the program of that name.",
            choices=("off", "osc9", "osc777", "notify-send"),
        ),
    ] = "off"


class KeysSettings(NamedTuple):
    """``[keys]``: keys of your own for single bindings, over those of the keymap.

    Attributes:
        by_id: Each binding's id and its keys as they were written; no keys means that none does it.
            Which ids and keys there are is known to the interface, and checked when it opens.
    """

    by_id: tuple[tuple[str, tuple[str, ...]], ...] = ()


class Settings(NamedTuple):
    """Everything that can be set."""

    refresh: RefreshSettings = RefreshSettings()
    interface: InterfaceSettings = InterfaceSettings()
    retention: RetentionSettings = RetentionSettings()
    hooks: HooksSettings = HooksSettings()
    keys: KeysSettings = KeysSettings()


GROUPS: dict[str, Any] = {
    "refresh": RefreshSettings,
    "interface": InterfaceSettings,
    "retention": RetentionSettings,
    "hooks": HooksSettings,
    "keys": KeysSettings,
}
"""What a settings file may be parted into, in the order of the documentation."""


def settings_of(group: Any) -> list[Setting]:
    """What can be set in a group, one of ``GROUPS`` but the keys', in the order of the documentation."""
    hints = get_type_hints(group, include_extras=True)
    return [Setting(name, group._field_defaults[name], hints[name].__metadata__[0]) for name in group._fields]


def load_settings(path: Path) -> Settings:
    """Read the settings file; a missing file means the defaults.

    Raises:
        SettingsError: The file cannot be read, is no TOML, or says something unknown or impossible.
    """
    settings, problems = survey_settings(path)
    if problems:
        raise problems[0]
    return settings


def survey_settings(path: Path) -> tuple[Settings, list[SettingsError]]:
    """The settings of a file, with the default for whatever is wrong, and all that is wrong."""
    try:
        settings, problems = _survey(read_document(path), path)
    except SettingsError as error:
        return Settings(), [error]
    return settings, [located(problem) for problem in problems]


def located(error: SettingsError) -> SettingsError:
    """The same error with the line of its key, where the file tells one."""
    # Imported here: only an error needs it.
    from reader.setting_lines import line_of

    try:
        text = error.path.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return error
    return SettingsError(error.path, error.key, error.problem, line_of(text, error.key))


def read_document(path: Path) -> dict[str, Any]:
    """What the settings file says, unchecked; nothing where it is missing.

    Raises:
        SettingsError: The file cannot be read or is no TOML.
    """
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise SettingsError(path, "", f"cannot be read ({error.strerror})") from None
    # Imported here: most people have no such file.
    import tomllib

    try:
        return tomllib.loads(content.decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        text = str(error)
        place = _PLACE_IN_TOML.search(text)
        line = int(place[1]) if place else 0
        # The column stays with what was said: the line stands before it.
        said = f"{text[: place.start()]}, {place[2]}" if place else text
        raise SettingsError(path, "", f"is not valid TOML: {said}", line) from None


def parse_settings(document: dict[str, Any], path: Path) -> Settings:
    """Check a parsed document. ``path`` is only named in errors.

    Raises:
        SettingsError: See ``load_settings``.
    """
    settings, problems = _survey(document, path)
    if problems:
        raise problems[0]
    return settings


def _survey(document: dict[str, Any], path: Path) -> tuple[Settings, list[SettingsError]]:
    read: dict[str, Any] = {}
    problems: list[SettingsError] = []
    for name, table in document.items():
        if name not in GROUPS:
            problems.append(SettingsError(path, name, _no_such_group(name, is_table=isinstance(table, dict))))
        elif not isinstance(table, dict):
            problems.append(SettingsError(path, name, f"is a group: write [{name}] with its keys below"))
        elif GROUPS[name] is KeysSettings:
            read[name] = KeysSettings(by_id=tuple(_read_keys(table, path, name, problems)))
        else:
            read[name] = _read_group(GROUPS[name], table, path, name, problems)
    settings = Settings(**read)
    if settings.refresh.min_interval_minutes > settings.refresh.max_interval_minutes:
        problem = "is larger than refresh.max_interval_minutes"
        problems.append(SettingsError(path, "refresh.min_interval_minutes", problem))
    return settings, problems


def _no_such_group(name: str, *, is_table: bool) -> str:
    return f"no such group{nearest(name, list(GROUPS))}" if is_table else _no_such_key(name, "")


def _no_such_key(key: str, group: str) -> str:
    """Say that a group has no such key, and where it is or which is meant. ``group`` is "" for none."""
    names = {name: list(kind._fields) for name, kind in GROUPS.items() if name != "keys"}
    home = next((name for name, keys in names.items() if key in keys), "")
    if home:
        return f"belongs under [{home}]"
    if group:
        return f"no such key{nearest(key, names[group])}"
    near = difflib.get_close_matches(key, [item for keys in names.values() for item in keys], n=1, cutoff=0.5)
    home = next((name for name, keys in names.items() if near and near[0] in keys), "")
    return (
        f"no such key; did you mean {near[0]} under [{home}]?" if home else _no_such_group(key, is_table=True)
    )


def _read_group(
    group: type[_Group], table: dict[str, Any], path: Path, name: str, problems: list[SettingsError]
) -> _Group:
    known = {item.name: item for item in settings_of(group)}
    values: dict[str, Any] = {}
    for key, value in table.items():
        problem = _find_problem(value, known[key]) if key in known else _no_such_key(key, name)
        if problem:
            problems.append(SettingsError(path, f"{name}.{key}", problem))
        else:
            values[key] = _as_type_of(known[key].default, value)
    return group(**values)


def _find_problem(value: object, setting: Setting) -> str:
    """Say why a value is impossible, "" where it is not."""
    default = setting.default
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if isinstance(default, bool):
        return "" if isinstance(value, bool) else f"must be true or false, not {value!r}"
    if isinstance(default, str):
        # A person writes rows = 2 as well as rows = "2".
        text = str(value) if isinstance(value, str) or is_number else None
        choices = setting.said.choices
        if text is None:
            return f"must be text, not {value!r}"
        if not choices or text in choices:
            return ""
        near = difflib.get_close_matches(text, choices, n=1, cutoff=0.5)
        hint = f"; did you mean {near[0]}?" if near else ""
        return f"must be one of {', '.join(choices)}, not {text}{hint}"
    if not is_number or (isinstance(default, int) and not isinstance(value, int)):
        return f"must be a {'whole ' if isinstance(default, int) else ''}number, not {value!r}"
    lowest, highest = cast(tuple[float, float], setting.said.bounds)
    number = cast(float, value)
    return (
        "" if lowest <= number <= highest else f"must be between {lowest:g} and {highest:g}, not {number:g}"
    )


def _as_type_of(default: object, value: Any) -> Any:
    if isinstance(default, str):
        return str(value)
    return float(value) if isinstance(default, float) else value


def _read_keys(
    table: dict[str, Any], path: Path, name: str, problems: list[SettingsError]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    for key, value in table.items():
        full_key = f"{name}.{key}"
        if isinstance(value, dict):
            # list.down = "j" without quotation marks is a table within a table to TOML.
            for inner, keys in _read_keys(value, path, full_key, problems):
                yield f"{key}.{inner}", keys
        elif isinstance(value, str):
            yield key, _part_keys(value)
        elif isinstance(value, list) and all(isinstance(item, str) for item in value):
            yield key, tuple(item.strip() for item in value if item.strip())
        else:
            problem = f'must be keys as text ("j, down") or a list, not {value!r}'
            problems.append(SettingsError(path, full_key, problem))


def _part_keys(text: str) -> tuple[str, ...]:
    """Keys from "j, down". A comma that stands alone is the key itself."""
    if text.strip() == ",":
        return (",",)
    return tuple(part.strip() for part in text.split(",") if part.strip())


def nearest(word: str, known: Sequence[str]) -> str:
    """What to add to "no such key": the nearest one that exists, else all that exist."""
    near = difflib.get_close_matches(word, known, n=1, cutoff=0.5)
    return f"; did you mean {near[0]}?" if near else f"; known are {', '.join(known)}"
