"""Settings: ``config.toml`` is read and checked, with a default for everything."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar, cast

from reader.errors import SettingsError
from reader.setting_groups import GROUPS, KeysSettings, Setting, Settings, settings_of

_Group = TypeVar("_Group")

_PLACE_IN_TOML = re.compile(r" \(at line (\d+), (column \d+)\)$")


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
    names = {name: list(kind.names()) for name, kind in GROUPS.items() if name != "keys"}
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
