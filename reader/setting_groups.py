"""What ``config.toml`` may say: every setting with its default, its sentence and what it may be.

``docs/configuration.md`` is made of it, and compared with it by a test.
"""

from __future__ import annotations

from typing import Annotated, Any, NamedTuple, get_type_hints

KEYMAP_NAMES = ("default", "vim", "newsboat", "emacs")


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


class Group:
    """Settings that stand together in the file. They do not change; what is not given is the default.

    What a setting carries stands in its annotation, and is looked at only when it is asked for: a start
    needs the values alone, and making a dataclass or a named tuple of so many fields is felt in it.
    """

    def __init__(self, **values: Any) -> None:
        """Raises TypeError where the group has no such setting."""
        if unknown := values.keys() - self.names():
            raise TypeError(f"{type(self).__name__} has no {', '.join(sorted(unknown))}")
        self.__dict__.update(values)

    @classmethod
    def names(cls) -> tuple[str, ...]:
        """What can be set, in the order of the documentation."""
        return tuple(cls.__annotations__)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{name} cannot be set: settings do not change")

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self._values() == other._values()

    def __hash__(self) -> int:
        return hash((type(self), self._values()))

    def __repr__(self) -> str:
        said = ", ".join(
            f"{name}={value!r}" for name, value in zip(self.names(), self._values(), strict=True)
        )
        return f"{type(self).__name__}({said})"

    def _values(self) -> tuple[Any, ...]:
        return tuple(getattr(self, name) for name in self.names())


class RefreshSettings(Group):
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


class InterfaceSettings(Group):
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


class RetentionSettings(Group):
    """``[retention]``: what `cutline clean` deletes; what is starred, tagged, noted or watched stays."""

    after_days: Annotated[
        int, Said("How old an article has to be to be deleted, in days; 0 is never.", bounds=(0, 36_500))
    ] = 0
    keep_unread: Annotated[bool, Said("Whether unread articles stay whatever their age.")] = True
    keep_per_feed: Annotated[
        int, Said("So many of each feed's newest articles stay whatever their age.", bounds=(0, 1_000_000))
    ] = 50


class HooksSettings(Group):
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
    return [Setting(name, getattr(group, name), hints[name].__metadata__[0]) for name in group.names()]
