"""Write the pages that say what the code says: settings, commands, keys.

    python docs/generate.py

A test compares the pages with what this makes, so none can fall behind.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from reader import __version__
from reader.cli.commands import cutline
from reader.setting_groups import GROUPS as GROUPS_OF_SETTINGS
from reader.setting_groups import KeysSettings, settings_of
from reader.tui.commands import COMMANDS, EXTRA_BINDINGS, GROUPS, shown_key
from reader.tui.keymap import KEYMAPS, PANES, Bound, keymap_keys, pane_bounds
from reader.tui.screens.help import fixed_keys

HERE = Path(__file__).parent


def configuration_page() -> str:
    """Every key of ``config.toml`` with its default, bounds and sentence."""
    lines = [
        "# Configuration",
        "",
        "Cutline reads `config.toml` in the platform's configuration directory (`~/.config/cutline` on",
        "Linux); `--config FILE` and `CUTLINE_CONFIG` name another. Everything has a default, so the file may",
        "be missing. A key that does not exist is refused with its line and the nearest one that does.",
        "",
    ]
    for name, group in GROUPS_OF_SETTINGS.items():
        summary = (group.__doc__ or "").partition("\n")[0].partition(": ")[2]
        lines += [f"## `[{name}]`", "", summary[:1].upper() + summary[1:], ""]
        if group is KeysSettings:
            lines += [*KEYS_SETTINGS.strip().split("\n"), ""]
            continue
        lines += ["| key | default | |", "|---|---|---|", *_setting_rows(group), ""]
    return "\n".join(lines)


def _setting_rows(group: Any) -> Iterator[str]:
    for item in settings_of(group):
        allowed = ""
        if item.said.choices:
            allowed = f" One of {', '.join(f'`{choice}`' for choice in item.said.choices)}."
        elif item.said.bounds:
            low, high = item.said.bounds
            allowed = f" Between {low:,} and {high:,}."
        default = str(item.default).lower() if isinstance(item.default, bool) else repr(item.default)
        shown = f'"{item.default}"' if isinstance(item.default, str) else default
        yield f"| `{item.name}` | `{shown}` | {item.said.sentence}{allowed} |"


def commands_page() -> str:
    """The help of every command, as the command line prints it."""
    lines = [
        "# Commands",
        "",
        "What was asked for goes to standard output, everything else to standard error. Exit codes: 0 all",
        "done; 1 some failed, the rest was done, each failure is one line (`cutline: URL: reason`); 2 wrong",
        "use, bad settings or no usable database; 130 interrupted, what was stored stays.",
        "",
        "The same words work on the `:` line of the reader.",
        "",
    ]
    context = click.Context(cutline, info_name="cutline")
    for name in cutline.list_commands(context):
        command = cutline.get_command(context, name)
        assert command is not None
        lines += _command_section(command, context, name)
    lines += [*GOING.strip().split("\n"), "", *JSON_SHAPES.strip().split("\n"), ""]
    return "\n".join(lines)


def _command_section(command: click.Command, parent: click.Context, name: str) -> list[str]:
    context = click.Context(command, info_name=name, parent=parent, terminal_width=88, max_content_width=88)
    lines = [f"## `{context.command_path}`", "", "```", command.get_help(context), "```", ""]
    if isinstance(command, click.Group):
        for inner in command.list_commands(context):
            found = command.get_command(context, inner)
            assert found is not None
            lines += [line.replace("## ", "### ", 1) for line in _command_section(found, context, inner)]
    return lines


KEYS_SETTINGS = """
A binding's id, from [keys.md](keys.md), and its keys: `star = "B"`, `"list.down" = ["j", "ctrl+n"]`,
`theme = ""` for no key. A key is a letter, a sign, a name (`space`, `escape`, `pagedown`, `f5`) or one of
these with `ctrl+`, `alt+` or `shift+` before it. An id or a key that does not exist, and a key that would do
two things in one place, are refused when the reader opens and by `cutline config --check`.
"""


def keys_page() -> str:
    """Every key of the reader by what it is for, in all keymaps."""
    lines = [
        "# Keys",
        "",
        "`?` shows these in the reader, and finds among them. `keymap` under `[interface]` picks one of the",
        "keymaps; `[keys]` gives single bindings other keys by their ids: see [configuration.md](configuration.md).",
        "",
    ]
    keymaps = [keymap_keys(name) for name in KEYMAPS]
    for group in GROUPS:
        lines += [f"## {group}", "", *_keys_head("`:` and id")]
        for command in COMMANDS:
            if command.group == group:
                bound = Bound(command.name, command.keys, command.sentence)
                lines.append(_keys_row(bound, keymaps, f"`:{command.name}`"))
        if group == GROUPS[0]:
            for binding in EXTRA_BINDINGS:
                bound = Bound(binding.id or "", (), binding.description)
                lines.append(_keys_row(bound, keymaps, f"`{binding.id}`"))
        lines.append("")
    for heading, pane in PANES:
        lines += [f"## {heading}", "", *_keys_head("id")]
        lines += [_keys_row(bound, keymaps, f"`{bound.binding_id}`") for bound in pane_bounds(pane)]
        lines.append("")
    lines += ["These are the same in every keymap:", ""]
    for heading, bounds in fixed_keys():
        lines += [f"## {heading}", "", "| key | what it does |", "|---|---|"]
        lines += [f"| {_keys_cell(keys)} | {sentence} |" for keys, sentence in bounds]
        lines.append("")
    return "\n".join(lines)


def _keys_cell(keys: str) -> str:
    return " ".join(f"`{key}`" for key in keys.split(" "))


def _keys_head(last: str) -> list[str]:
    names = " | ".join(KEYMAPS)
    return [f"| what it does | {names} | {last} |", f"|---|{'---|' * len(KEYMAPS)}---|"]


def _keys_row(bound: Bound, keymaps: list[dict[str, tuple[str, ...]]], name: str) -> str:
    shown = [" ".join(f"`{shown_key(key)}`" for key in keymap[bound.binding_id]) or "–" for keymap in keymaps]
    # What a keymap binds as the default does would hide what it does not.
    cells = [shown[0], *("" if keys == shown[0] else keys for keys in shown[1:])]
    return f"| {bound.sentence} | {' | '.join(cells)} | {name} |"


GOING = """
## `:goto` in the reader

Puts the cursor somewhere else in the list that is shown, however long that is.

| words | where that is | in which lists |
|---|---|---|
| `2024-03-01`, `2024-03`, `2024`, `yesterday`, `monday` | the first row of that time, as the list is ordered; else the next one | by date |
| `3d`, `2h`, `2w`, `6m`, `1y`, `now` | the first row that is so old, or older; oldest first, so young, or younger | by date |
| `m`, `mu`, `"2024` | the first title, or feed, that begins so, whatever its case and accents; quotation marks make letters of any word | by title or feed |
| `#1234`, `1234` | that row; without the sign, `1900` to `2999` are years in lists by date | all |
| `start`, `end`, `50%` | the first row, the last one, the middle | all |
"""

JSON_SHAPES = """
## JSON

Times are ISO 8601 in UTC (`2026-11-23T11:27:00Z`) or null. Lists print one array. Shapes only grow.

| what | keys |
|---|---|
| feed | `feed_id, url, title, site_url, folder, article_count, unread_count, fetched_at, next_fetch_at, error` |
| article in a list | `article_id, feed_id, feed_title, guid, url, title, author, published_at, updated_at, first_seen_at, is_read, is_starred, tags, picture_count, lead_caption, keywords` |
| its `keywords` | `pattern, count, scopes` |
| article in `show` and `export json` | the same, and `text, pictures, enclosures, links` |
| its `pictures` | `url, alt, caption, credit, width, height, source, position` |
| its `enclosures`, `links` | `url, type, length`; `text, url` |
| `add` | `source, feed_id, url, title, articles_added, error, note` |
| `refresh` | `feeds_checked, feeds_unchanged, feeds_failed, articles_added, articles_updated, seconds, failures` |
| its `failures` | `feed_id, url, reason` |
| keyword | `pattern, is_regex, color, scopes, article_count, unread_count, group, glyph, is_paused, expires_at, actions, tag, feed_ids, folders, is_quiet, hits_by_day` (30 numbers, the last is today)`, first_seen_at, last_seen_at` |
"""


def manual_page() -> str:
    """The manual page in roff, for ``man cutline``."""
    context = click.Context(cutline, info_name="cutline")
    summary, *description = _help_paragraphs(cutline)
    lines = [
        ".\\\" Made by docs/generate.py from the commands' own help.",
        f'.TH CUTLINE 1 "" "Cutline {__version__}" "User Commands"',
        ".SH NAME",
        f"cutline \\- {_roff(summary[:1].lower() + summary[1:].rstrip('.'))}",
        ".SH SYNOPSIS",
        ".B cutline",
        "[\\fB\\-\\-database\\fR \\fIFILE\\fR] [\\fB\\-\\-config\\fR \\fIFILE\\fR] [\\fICOMMAND\\fR ...]",
        ".SH DESCRIPTION",
        *(_roff(paragraph) for paragraph in description),
        ".SH OPTIONS",
        *_manual_options(cutline, context),
        ".SH COMMANDS",
    ]
    for name in cutline.list_commands(context):
        command = cutline.get_command(context, name)
        assert command is not None
        lines += _manual_command(command, context, name)
    lines += [line for line in MANUAL_END.strip().split("\n") if line]
    return "\n".join(lines) + "\n"


def _manual_command(command: click.Command, parent: click.Context, name: str) -> list[str]:
    context = click.Context(command, info_name=name, parent=parent)
    words = " ".join([context.command_path, *command.collect_usage_pieces(context)])
    lines = [f'.SS "{_roff(words)}"']
    for number, paragraph in enumerate(_help_paragraphs(command)):
        lines += [".PP"] if number else []
        if paragraph.startswith("\b"):
            lines += [".nf", *(_roff(line) for line in paragraph.split("\n")[1:]), ".fi"]
        else:
            lines.append(_roff(" ".join(paragraph.split())))
    lines += _manual_options(command, context)
    if isinstance(command, click.Group):
        for inner in command.list_commands(context):
            found = command.get_command(context, inner)
            assert found is not None
            lines += _manual_command(found, context, inner)
    return lines


def _manual_options(command: click.Command, context: click.Context) -> list[str]:
    lines: list[str] = []
    for option in command.params:
        record = option.get_help_record(context) if isinstance(option, click.Option) else None
        if record is not None:
            lines += [".TP", f".B {_roff(record[0])}", _roff(record[1]) or "\\&"]
    return lines


def _help_paragraphs(command: click.Command) -> list[str]:
    return inspect.cleandoc(command.help or "").split("\n\n")


def _roff(text: str) -> str:
    """Text as roff means it: no character of it is a request."""
    escaped = text.replace("\\", "\\e").replace("-", "\\-").replace('"', "\\(dq")
    return f"\\&{escaped}" if escaped.startswith((".", "'")) else escaped


MANUAL_END = r"""
.SH FILES
.TP
.I ~/.config/cutline/config.toml
The settings. Every key has a default, so the file may be missing.
.TP
.I ~/.local/share/cutline/cutline.db
The archive: subscriptions, articles and what was done with them.
.TP
.I ~/.local/state/cutline/
What may be lost without harm.
.PP
These are Linux's places; XDG_CONFIG_HOME, XDG_DATA_HOME and XDG_STATE_HOME move them.
.SH ENVIRONMENT
.TP
.B CUTLINE_DATABASE
The archive's file. The option wins.
.TP
.B CUTLINE_CONFIG
The settings' file. The option wins.
.TP
.B NO_COLOR
Where it is set, the reader shows no colours.
.SH EXIT STATUS
.TP
.B 0
All done.
.TP
.B 1
Some failed, the rest was done. Each failure is one line on standard error.
.TP
.B 2
Wrong use, bad settings, or no usable database.
.TP
.B 130
Interrupted. What was stored stays.
"""

PAGES = {
    "configuration.md": configuration_page,
    "commands.md": commands_page,
    "keys.md": keys_page,
    "cutline.1": manual_page,
}


def main() -> None:
    """Write all pages."""
    for name, make in PAGES.items():
        (HERE / name).write_text(make(), encoding="utf-8")


if __name__ == "__main__":
    main()
