"""``config``: what is set, whether it can be, and an editor to set it."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from reader.cli.session import SOME_FAILED, WRONG_USE, Session, with_session
from reader.errors import SettingsError
from reader.setting_groups import GROUPS, KeysSettings, settings_of
from reader.settings import load_settings, located, read_document, survey_settings

# Looked for in this order where the environment names none.
_EDITORS = ("sensible-editor", "nano", "vi")

_COMMENT_CELLS = 96


@click.command("config")
@click.option("--show", "mode", flag_value="show", help="Print every key, its value, and who set it.")
@click.option("--check", "mode", flag_value="check", help="Say every problem, with exit code 2.")
@click.option("--edit", "mode", flag_value="edit", help="Open the file in $VISUAL or $EDITOR, and check it.")
@click.option("--path", "mode", flag_value="path", help="Print where the file is, or would be.")
@with_session
def config_command(session: Session, mode: str | None) -> None:
    """Show, check or edit the settings.

    Without an option they are shown. A file that is edited for the first time holds every key with its
    default, as comments.
    """
    if mode == "path":
        session.console.data(str(session.config))
    elif mode == "check":
        _check(session)
    elif mode == "edit":
        _edit(session)
    else:
        for line in _lines_of(session.config):
            session.console.data(line)


def template() -> str:
    """A settings file that sets nothing: all keys with their defaults, as comments."""
    lines = ["# Cutline's settings. What stands here as a comment is the default.", ""]
    for name, group in GROUPS.items():
        lines.append(f"[{name}]")
        if group is KeysSettings:
            lines += ['# A binding\'s id and its keys: star = "B", "list.down" = ["j", "ctrl+n"].']
            continue
        for item in settings_of(group):
            sentence = item.said.sentence
            if item.said.choices:
                sentence += f" One of {', '.join(item.said.choices)}."
            lines += [f"# {line}" for line in textwrap.wrap(sentence, _COMMENT_CELLS)]
            lines += [f"# {item.name} = {_toml(item.default)}", ""]
    return "\n".join(lines) + "\n"


def _lines_of(path: Path) -> Iterator[str]:
    settings, document = load_settings(path), read_document(path)
    for name, group in GROUPS.items():
        values = getattr(settings, name)
        if group is KeysSettings:
            for binding_id, keys in values.by_id:
                yield f"{name}.{json.dumps(binding_id)} = {_toml(keys)}  ({path})"
            continue
        for item in settings_of(group):
            source = str(path) if item.name in document.get(name, {}) else "default"
            yield f"{name}.{item.name} = {_toml(getattr(values, item.name))}  ({source})"


def _check(session: Session) -> None:
    problems = find_problems(session.config)
    for problem in problems:
        session.console.fail("", str(problem))
    if problems:
        raise click.exceptions.Exit(WRONG_USE)
    is_there = session.config.exists()
    session.console.data(
        f"{session.config}: {'no problem' if is_there else 'no such file: the defaults hold'}"
    )


def find_problems(path: Path) -> list[SettingsError]:
    """All that the reader would find wrong with a settings file when it opens, in the file's order."""
    # Imported here: the keys and the themes are the interface's.
    from reader.tui.keymap import survey_keys
    from reader.tui.theme import check_theme

    settings, problems = survey_settings(path)
    _, key_problems = survey_keys(settings, path)
    problems += map(located, key_problems)
    try:
        check_theme(settings, path)
    except SettingsError as error:
        problems.append(error)
    return sorted(problems, key=lambda problem: problem.line)


def _edit(session: Session) -> None:
    if session.archive is not None:
        raise click.UsageError("--edit needs the terminal for itself: leave the reader first.")
    words = _find_editor()
    if not words:
        raise click.UsageError("no editor was found: set VISUAL or EDITOR.")
    path = session.config
    try:
        _make(path)
        exit_code = subprocess.run([*words, str(path)], check=False).returncode
    except OSError as error:
        session.console.fail(str(error.filename or path), error.strerror or "cannot be used")
        return
    if exit_code:
        session.console.fail(words[0], f"ended with exit code {exit_code}")
        raise click.exceptions.Exit(SOME_FAILED)
    _check(session)


def _make(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not path.exists():
        # A proxy's address may hold a password.
        with os.fdopen(
            os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8"
        ) as file:
            file.write(template())


def _find_editor() -> list[str]:
    named = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if named:
        return shlex.split(named)
    return next(([found] for name in _EDITORS if (found := shutil.which(name))), [])


def _toml(value: Any) -> str:
    if isinstance(value, tuple):
        return f"[{', '.join(map(_toml, value))}]"
    return str(value).lower() if isinstance(value, bool) else json.dumps(value, ensure_ascii=False)
