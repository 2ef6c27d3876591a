"""The registry of what a person can do in the reader: one place for keys, help, footer and names.

A command's ``name`` works on the ``:`` line; its ``action`` is a method of the main screen.
"""

from __future__ import annotations

import string
from typing import NamedTuple

from textual.binding import Binding

from reader.effects import Effect


class Command(NamedTuple):
    """Something a person can do.

    Attributes:
        name: Unique; typed after ``:``.
        action: What Textual calls on the main screen.
        keys: Textual's names of the keys, the one that is shown first.
        sentence: What it does, for the help.
        group: The heading it stands under in the help.
        footer: The word in the footer, "" where it does not stand there.
        takes_typing: What is typed right after the key belongs to what it opens.
        effect: What it does to the reader's data; where something is typed, what that can do.
    """

    name: str
    action: str
    keys: tuple[str, ...]
    sentence: str
    group: str
    footer: str = ""
    takes_typing: bool = False
    effect: Effect = Effect.LOOKS

    def binding(self) -> Binding:
        """The keys as Textual wants them; the footer is our own."""
        # A priority binding runs before the next key is given to whatever has the focus now.
        return Binding(
            ",".join(self.keys),
            self.action,
            self.sentence,
            id=self.name,
            show=False,
            priority=self.takes_typing,
        )


MOVING, READING, MARKING, FINDING, FEEDS, READER = (
    "Moving",
    "Reading",
    "Marking",
    "Finding",
    "Feeds",
    "The reader",
)
GROUPS = (MOVING, READING, MARKING, FINDING, FEEDS, READER)

UNDOABLE, FETCHES = Effect.UNDOABLE, Effect.FETCHES

COMMANDS = (
    Command("next", "next_unread(1)", ("n",), "Next unread article", MOVING, "Next", effect=UNDOABLE),
    Command("previous", "next_unread(-1)", ("N",), "Previous unread article", MOVING, effect=UNDOABLE),
    Command(
        "page",
        "page_on",
        ("space",),
        "A page on; at the end the next unread article",
        MOVING,
        effect=UNDOABLE,
    ),
    Command("back", "back", ("escape", "h", "left"), "Back, out of what was opened last", MOVING),
    Command("feed-tree", "show_feeds", ("f",), "Show or hide the feeds", MOVING),
    Command("pane-feeds", "focus_pane('feeds')", ("1",), "Go to the feeds", MOVING),
    Command("pane-list", "focus_pane('list')", ("2",), "Go to the list", MOVING),
    Command("pane-article", "focus_pane('article')", ("3",), "Go to the article", MOVING),
    Command("wider", "widen(4)", ("ctrl+right",), "The pane wider", MOVING),
    Command("narrower", "widen(-4)", ("ctrl+left",), "The pane narrower", MOVING),
    Command("goto", "go_to", ("d",), "Go to a date, a letter or a row of this list", MOVING, "", True),
    Command(
        "jump-back", "jump(-1)", ("ctrl+o",), "Back to the place or the article before, as one went", MOVING
    ),
    Command("jump-on", "jump(1)", ("ctrl+l",), "On again, after going back", MOVING),
    Command("star", "toggle_star", ("s",), "Star, or take the star off", MARKING, "Star", effect=UNDOABLE),
    Command("mark", "toggle_read", ("m",), "Mark read or unread", MARKING, "Mark", effect=UNDOABLE),
    Command("select", "select_rows", ("V",), "Select rows: mark, star and tag act on all of them", MARKING),
    Command("tag-articles", "tag", ("T",), "Tag; -NAME takes a tag off", MARKING, "", True, effect=UNDOABLE),
    Command(
        "note",
        "note",
        ("b",),
        "Write a note on the article; - removes it",
        MARKING,
        "",
        True,
        effect=UNDOABLE,
    ),
    Command("all-read", "mark_all_read", ("A",), "Mark all of this list read", MARKING, effect=UNDOABLE),
    Command("undo", "undo", ("u",), "Take back the last change", MARKING, effect=UNDOABLE),
    Command("redo", "redo", ("ctrl+r",), "Make it again", MARKING, effect=UNDOABLE),
    Command("picture", "jump_picture(1)", ("p",), "Next picture of the article", READING, "Picture"),
    Command("picture-back", "jump_picture(-1)", ("P",), "Previous picture", READING),
    Command("hit", "jump_hit(1)", ("right_curly_bracket",), "Next keyword in the article", READING),
    Command("hit-back", "jump_hit(-1)", ("left_curly_bracket",), "Previous keyword", READING),
    Command("captions", "cycle_captions", ("c",), "Captions in place, as a page, or hidden", READING),
    Command("open", "open_in_browser", ("o",), "Open the article in the browser", READING, effect=UNDOABLE),
    Command("open-picture", "open_picture", ("O",), "Open the picture in the browser", READING),
    Command(
        "copy-link", "copy_link", ("y",), "Copy the address of the article, or of the link gone to", READING
    ),
    Command("copy-caption", "copy_caption", ("Y",), "Copy the picture's caption and credit", READING),
    Command(
        "links", "open_by_number", ("L",), "Open a link by its number; y behind it copies", READING, "", True
    ),
    Command("measure", "toggle_measure", ("i",), "Lines as long as the pane, or as set", READING),
    Command("justify", "toggle_justified", ("J",), "Both edges straight, or the right one ragged", READING),
    Command("pictures", "picture_desk", ("C",), "All pictures of this list, as a photo wire", READING),
    Command("zoom", "zoom", ("z",), "The article alone, and back", READING),
    Command(
        "search", "search", ("slash",), "Search this list; in the article, find", FINDING, "Search", True
    ),
    Command("find-next", "find_match(1)", ("greater_than_sign",), "Next place of what is found", FINDING),
    Command("find-previous", "find_match(-1)", ("less_than_sign",), "Previous place", FINDING),
    Command("unread-only", "toggle_unread_only", ("U",), "Show unread articles only, or all", FINDING),
    Command("sort", "cycle_order", ("S",), "Another order of this list", FINDING),
    Command("show-hidden", "show_hidden", ("X",), "Show what keywords hide here, and back", FINDING),
    Command("show-new", "show_new", ("full_stop",), "Show the articles that arrived meanwhile", FINDING),
    Command("watch", "watch_desk", ("w",), "The watched words: how often each is found", FINDING),
    Command("explain", "explain", ("W",), "Which keywords stand in the article, and where", FINDING),
    Command(
        "watch-word",
        "watch_selection",
        ("asterisk",),
        "Watch the selected text",
        FINDING,
        "",
        True,
        effect=UNDOABLE,
    ),
    Command("add-feed", "add_feed", ("a",), "Add a feed", FEEDS, "Add", True, effect=UNDOABLE),
    Command("import", "import_found", ("I",), "Import what another reader left here", FEEDS, effect=UNDOABLE),
    Command("refresh-feed", "refresh_feed", ("r",), "Refresh the feed of this list", FEEDS, effect=FETCHES),
    Command("refresh", "refresh_all", ("R",), "Refresh all feeds", FEEDS, "Refresh", effect=FETCHES),
    Command("health", "feed_health", ("H",), "Feed health: what fails, what is silent", FEEDS),
    Command(
        "edit-feed",
        "edit_feed",
        ("e",),
        "Settings of the feed, the folder, the saved search or the keyword",
        FEEDS,
        "",
        True,
        effect=UNDOABLE,
    ),
    Command(
        "remove-feed",
        "remove_feed",
        ("D",),
        "Unsubscribe from the feed; undo takes it back",
        FEEDS,
        effect=UNDOABLE,
    ),
    Command(
        "command",
        "command_line",
        ("colon",),
        "Type a command, as in a shell",
        READER,
        "",
        True,
        effect=UNDOABLE,
    ),
    Command("theme", "next_theme", ("t",), "Ink or paper", READER),
    Command("themes", "app.change_theme", ("ctrl+t",), "Choose a theme among all", READER, "", True),
    Command("help", "help", ("question_mark", "f1"), "These keys", READER, "", True),
    Command("quit", "quit_reader", ("q",), "Leave", READER, "Quit"),
)

EXTRA_BINDINGS = (
    Binding("tab", "app.focus_next", "Next pane", id="pane-next", show=False),
    Binding("shift+tab", "app.focus_previous", "Previous pane", id="pane-previous", show=False),
    Binding("ctrl+p", "app.command_palette", "All commands, found by typing", id="palette", show=False),
)
"""What keys do that has no name on the ``:`` line."""

_SHOWN = {
    "slash": "/",
    "colon": ":",
    "question_mark": "?",
    "full_stop": ".",
    "escape": "Esc",
    "space": "Space",
    "left": "←",
    "ctrl+r": "^r",
    "f1": "F1",
    "right_square_bracket": "]",
    "left_square_bracket": "[",
    "pagedown": "PgDn",
    "pageup": "PgUp",
    "home": "Home",
    "end": "End",
    "down": "↓",
    "up": "↑",
    "right": "→",
    "enter": "Enter",
    "tab": "Tab",
    "shift+tab": "Shift+Tab",
    "ctrl+@": "^Space",
    "backspace": "Backspace",
    "delete": "Del",
    "insert": "Ins",
}

_MODIFIERS = {"ctrl": "^", "alt": "Alt+", "shift": "Shift+", "super": "Super+"}


def key_name(character: str) -> str:
    """What Textual calls the key of a character."""
    # To Textual a comma parts keys; it has no other public way from a character to a key.
    return "comma" if character == "," else next(iter(Binding.make_bindings([(character, "key", "")]))).key


SIGNS = {key_name(sign): sign for sign in string.punctuation}
"""The keys of the signs on a keyboard, by Textual's names."""


def shown_key(key: str) -> str:
    """A key as it is written for people."""
    if key in _SHOWN:
        return _SHOWN[key]
    *modifiers, name = key.split("+")
    shown = _SHOWN.get(name) or (name if len(name) == 1 else SIGNS.get(name, name))
    return "".join(_MODIFIERS.get(modifier, f"{modifier}+") for modifier in modifiers) + shown


def find_command(name: str) -> Command | None:
    """The command of this name, also by its key's letter ("q"); None where there is none."""
    for command in COMMANDS:
        if name == command.name or (name in command.keys and len(name) == 1):
            return command
    return None
