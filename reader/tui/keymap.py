"""Which key does what: the four keymaps, and a person's own keys laid over one of them.

A binding's id is its command's name, or what its pane calls it ("list.down"). Textual is only told
what differs from the keys that the code binds itself, since it works through the whole map at every key.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from textual.binding import Binding
from textual.keys import Keys as KeyNames

from reader.errors import SettingsError
from reader.setting_groups import Settings
from reader.settings import located, nearest
from reader.tui.commands import COMMANDS, EXTRA_BINDINGS, SIGNS, key_name
from reader.tui.widgets.article_list import ArticleList
from reader.tui.widgets.article_view import ArticleView
from reader.tui.widgets.feed_tree import FeedTree
from reader.tui.widgets.row_list import RowList

KeysById = Mapping[str, tuple[str, ...]]
"""Binding ids and their keys, in Textual's names, the one that is shown first."""

PANES: tuple[tuple[str, Any], ...] = (
    ("In the list", ArticleList),
    ("In the article", ArticleView),
    ("In the feeds", FeedTree),
)

# A way out that no setting can lose.
_FIXED = {"ctrl+c": "leave the reader", "ctrl+q": "leave the reader"}

# Textual takes an empty text for no wish at all: this is no key that a terminal sends.
_NO_KEY = "no_key"

_ALIASES = {
    "esc": "escape",
    "return": "enter",
    "del": "delete",
    "ins": "insert",
    "pgup": "pageup",
    "pgdn": "pagedown",
}
# What Control makes of these is another key, or nothing, to a terminal.
_LOST_WITH_CTRL = {"i": "tab", "m": "enter", "left_square_bracket": "escape"}
_KEPT_WITH_CTRL = frozenset({"@", "underscore", "backslash", "right_square_bracket", "circumflex_accent"})
_MODIFIERS = frozenset({"alt", "ctrl", "hyper", "meta", "shift", "super"})
_NAMED = frozenset(name for key in KeyNames if len(name := key.value.rpartition("+")[2]) > 1)

VIM: KeysById = {
    "next": ("J",),
    "previous": ("K",),
    "justify": ("equals_sign",),
    "find-next": ("n",),
    "find-previous": ("N",),
    "pane-next": ("tab", "ctrl+w"),
    "list.down": ("j", "down", "ctrl+n"),
    "article.down": ("j", "down", "ctrl+e"),
    "article.up": ("k", "up", "ctrl+y"),
}

NEWSBOAT: KeysById = {
    "back": ("q", "escape", "h", "left"),
    "quit": ("Q",),
    "mark": ("N",),
    "previous": ("p",),
    "picture": ("i",),
    "picture-back": ("I",),
    "import": ("alt+i",),
    "measure": ("M",),
    "justify": ("equals_sign",),
    "links": ("u", "L", "number_sign"),
    "open": ("o", "O"),
    "open-picture": ("B",),
    "edit-feed": ("E",),
    "tag-articles": ("t", "T"),
    "note": ("alt+n",),
    "sort": ("g", "S"),
    "undo": ("ctrl+z",),
    "unread-only": ("l", "U"),
    "theme": ("alt+t",),
    "list.down": ("down", "j", "J"),
    "list.up": ("up", "k", "K"),
    "list.start": ("home",),
    "list.end": ("end",),
    "list.open": ("enter", "right"),
    "article.start": ("home",),
    "article.end": ("end",),
    "article.page_up": ("pageup", "b"),
    "tree.start": ("home",),
    "tree.end": ("end",),
    "tree.open": ("enter", "right"),
}

EMACS: KeysById = {
    "palette": ("alt+x",),
    "back": ("ctrl+g", "escape", "left"),
    "previous": ("p", "N"),
    "picture": ("alt+n",),
    "picture-back": ("alt+p",),
    "undo": ("ctrl+underscore", "u"),
    "search": ("ctrl+s", "slash"),
    "copy-link": ("alt+w", "y"),
    "select": ("ctrl+@", "V"),
    "pane-next": ("tab", "alt+o"),
    "list.down": ("ctrl+n", "down", "j"),
    "list.up": ("ctrl+p", "up", "k"),
    "list.page_down": ("ctrl+v", "pagedown"),
    "list.page_up": ("alt+v", "pageup"),
    "article.down": ("ctrl+n", "down", "j"),
    "article.up": ("ctrl+p", "up", "k"),
    "article.page_down": ("ctrl+v", "pagedown"),
    "article.page_up": ("alt+v", "pageup"),
    "tree.down": ("ctrl+n", "down", "j"),
    "tree.up": ("ctrl+p", "up", "k"),
    "tree.page_down": ("ctrl+v", "pagedown"),
    "tree.page_up": ("alt+v", "pageup"),
}

KEYMAPS: Mapping[str, KeysById] = {"default": {}, "vim": VIM, "newsboat": NEWSBOAT, "emacs": EMACS}
"""What each keymap binds otherwise than the code does."""


class Bound(NamedTuple):
    """Something that keys do. ``binding_id`` is "" where they are fixed."""

    binding_id: str
    keys: tuple[str, ...]
    sentence: str


class Clash(NamedTuple):
    """A key that would do two things in one place."""

    key: str
    first: Bound
    second: Bound


def reader_bounds() -> list[Bound]:
    """What keys do wherever the focus is, with the code's own keys."""
    return [
        *(Bound(command.name, command.keys, command.sentence) for command in COMMANDS),
        *_bounds_of(EXTRA_BINDINGS),
    ]


def pane_bounds(pane: Any) -> list[Bound]:
    """What keys do in a pane, with the code's own keys."""
    return list(_bounds_of(pane.BINDINGS))


def desks() -> tuple[tuple[str, Any], ...]:
    """Screens whose rows move as the list's do and whose other keys are fixed, each with its heading."""
    from reader.tui.screens.health import HealthScreen
    from reader.tui.screens.picture_desk import PictureDeskScreen
    from reader.tui.screens.watch_desk import WatchDeskScreen

    return (
        ("On the picture desk", PictureDeskScreen),
        ("In feed health", HealthScreen),
        ("On the watch desk", WatchDeskScreen),
    )


def default_keys() -> dict[str, tuple[str, ...]]:
    """The keys that the code binds itself."""
    bounds = [*reader_bounds(), *(bound for _, pane in PANES for bound in pane_bounds(pane))]
    return {bound.binding_id: bound.keys for bound in bounds}


def keymap_keys(name: str) -> dict[str, tuple[str, ...]]:
    """All ids with the keys of a keymap."""
    return {**default_keys(), **KEYMAPS[name]}


def resolve_keys(settings: Settings, path: Path) -> dict[str, tuple[str, ...]]:
    """The keys in force. ``path`` is only named in errors.

    Raises:
        SettingsError: A binding or a key that does not exist, or a key that would do two things.
    """
    keys, problems = survey_keys(settings, path)
    if problems:
        raise located(problems[0])
    return keys


def survey_keys(settings: Settings, path: Path) -> tuple[dict[str, tuple[str, ...]], list[SettingsError]]:
    """The keys in force as far as they can be, and all that is wrong with the settings' own."""
    keys = keymap_keys(settings.interface.keymap)
    own: set[str] = set()
    problems: list[SettingsError] = []
    for binding_id, wanted in settings.keys.by_id:
        full_key = f"keys.{binding_id}"
        if binding_id not in keys:
            problem = f"no such binding{_nearest_id(binding_id, keys)}"
            problems.append(SettingsError(path, full_key, problem))
            continue
        try:
            keys[binding_id] = tuple(dict.fromkeys(_read_key(key, path, full_key) for key in wanted))
        except SettingsError as error:
            problems.append(error)
        else:
            own.add(binding_id)
    # Our own keymaps have no clash: a test sees to that.
    clash = find_clash(keys) if own else None
    if clash is not None:
        problems.append(_describe_clash(clash, own, path))
    return keys, problems


def _describe_clash(clash: Clash, own: set[str], path: Path) -> SettingsError:
    mine, other = clash.first, clash.second
    if mine.binding_id not in own:
        mine, other = other, mine
    name = f"{other.binding_id} ({other.sentence})" if other.binding_id else other.sentence
    problem = f"{clash.key} is also the key of {name}: give that another"
    return SettingsError(path, f"keys.{mine.binding_id}", problem)


def find_clash(keys: KeysById) -> Clash | None:
    """A key that would do two things; None where all do one."""
    fixed = [Bound("", (key,), sentence) for key, sentence in _FIXED.items()]
    common = [*fixed, *reader_bounds()]
    for _, pane in PANES:
        clash = _find_in([*common, *pane_bounds(pane)], keys)
        if clash is not None:
            return clash
    for _, desk in desks():
        own = [Bound("", bound.keys, bound.sentence) for bound in _bounds_of(desk.BINDINGS)]
        clash = _find_in([*fixed, *own, *pane_bounds(RowList)], keys)
        if clash is not None:
            return clash
    return None


def for_textual(keys: KeysById) -> dict[str, str]:
    """What ``App.set_keymap`` is told: the bindings whose keys are not the code's own."""
    plain = default_keys()
    return {
        binding_id: ",".join(wanted) or _NO_KEY
        for binding_id, wanted in keys.items()
        if wanted != plain[binding_id]
    }


def _find_in(bounds: list[Bound], keys: KeysById) -> Clash | None:
    holders: dict[str, Bound] = {}
    for bound in bounds:
        for key in keys[bound.binding_id] if bound.binding_id else bound.keys:
            holder = holders.setdefault(key, bound)
            if holder is not bound:
                return Clash(key, holder, bound)
    return None


def _bounds_of(bindings: Any) -> Iterator[Bound]:
    for binding in bindings:
        assert isinstance(binding, Binding)
        yield Bound(binding.id or "", tuple(binding.key.split(",")), binding.description)


def _nearest_id(word: str, keys: KeysById) -> str:
    near = nearest(word, list(keys))
    # Ninety ids are no answer: where none is near the page is named.
    return near if "did you mean" in near else "; docs/keys.md lists them"


def _read_key(text: str, path: Path, full_key: str) -> str:
    """A key as Textual calls it, from the name that a person gives it.

    Terminals send letters with Control as small ones: "ctrl+N" is heard as "ctrl+shift+n".
    """
    # What follows the last plus sign is the key, which may be the plus sign itself.
    before, base = (text[:-1], "+") if text.endswith("+") else text.rpartition("+")[::2]
    modifiers = [part for part in before.split("+") if part.strip()]
    held = {modifier.strip().lower() for modifier in modifiers}
    unknown = held - _MODIFIERS
    if unknown:
        raise SettingsError(path, full_key, f"no such key: {text}{nearest(min(unknown), sorted(_MODIFIERS))}")
    name = base.strip()
    if len(name) == 1:
        if held and name.isupper():
            held, name = held | {"shift"}, name.lower()
        elif held == {"shift"} and name.isalpha():
            held, name = set(), name.upper()
        # What Control and Space send has had this name since the first terminals.
        name = name if name == "@" and held == {"ctrl"} else key_name(name)
    else:
        name = _ALIASES.get(name.lower(), name.lower())
        if name == "space" and held == {"ctrl"}:
            name = "@"
        elif name not in _NAMED and name not in SIGNS:
            raise SettingsError(path, full_key, f"no such key: {text}{_nearest_key(name)}")
    problem = _why_unsent(held, name)
    if problem:
        raise SettingsError(path, full_key, f"{text} cannot be used: {problem}")
    return "+".join([*sorted(held), name])


def _why_unsent(held: set[str], name: str) -> str:
    """Why terminals do not send a key, "" where they do."""
    is_sign = name in SIGNS or name.isdecimal()
    if "alt" in held and is_sign:
        return "terminals send the sign alone"
    if held == {"ctrl"} and name in _LOST_WITH_CTRL:
        return f"terminals send {_LOST_WITH_CTRL[name]}"
    if "ctrl" in held and is_sign and name not in _KEPT_WITH_CTRL:
        return "terminals send nothing for it, or the sign alone"
    return ""


def _nearest_key(name: str) -> str:
    near = nearest(name, sorted(_NAMED | SIGNS.keys()))
    return near if "did you mean" in near else ""
