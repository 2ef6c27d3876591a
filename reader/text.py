"""The gate for foreign text: every string that a feed or a web page delivers passes here once.

Terminals obey escape sequences, hide invisible characters and reorder text on request; feeds
deliver all of these. What leaves the gate holds none of them, encodes as UTF-8, and is of
bounded length. Characters that scripts and emoji need (ZWNJ, ZWJ, variation selectors,
left-to-right and right-to-left marks) stay. All functions are pure, and a second pass changes
nothing.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from urllib.parse import quote, urljoin, urlsplit

MAX_TEXT_CHARS = 400_000
"""Longest text that is kept of one article: beyond it nobody reads in a terminal."""

MAX_LINE_CHARS = 500
"""Longest title or caption line."""

MAX_URL_CHARS = 4_000
"""Longest address that is kept; browsers and servers refuse longer ones."""

MAX_MARKS = 4
"""Combining marks kept in a row: no script stacks more, and a hundred paint over the lines above."""

# ECMA-48: OSC, DCS, SOS, PM and APC run to a string terminator (BEL is accepted by every
# terminal), CSI to its final byte, the rest are two or three characters. An unterminated string
# loses only its introducer, so that one stray byte cannot swallow an article; the string body
# stops at any control, which keeps the search linear.
_ESCAPE_SEQUENCE = re.compile(
    r"(?:\x1b[\]P_^X]|[\x9d\x90\x9f\x9e\x98])[^\x00-\x1f\x7f-\x9f]*(?:\x07|\x1b\\|\x9c)"
    r"|(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"
    r"|\x1b[ -/]*[0-~]"
)
_NEWLINE = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_UNSAFE = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad"  # C0 but tab and newline, DEL, C1, soft hyphen
    r"\u200b\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"  # invisible, line ends, bidi, annotation
    r"\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"  # no characters at all
    r"\U000e0000-\U000e007f]+"  # tags: text that nobody sees
)
_CACHED_CHARS = 300
_NON_WORD = re.compile(r"[\W_]+")
# The same for ASCII, as tables of bytes: fifteen times as quick.
_ASCII_NON_WORD = bytes(code for code in range(128) if _NON_WORD.match(chr(code)))
_ASCII_LOWER = bytes(ord(chr(code).lower()) if code < 128 else code for code in range(256))
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\\]")
_URL_UNSAFE = re.compile(r"[\s\"'<>`{}|^]")
_PLAIN_URL = re.compile(
    r"https?://[A-Za-z0-9](?:[A-Za-z0-9-]|\.(?!\.))*(?::[1-5]?\d{1,4})?(?:[/?#][!#-&(-;=?-\[\]_a-z~]*)?"
)
_HOST = re.compile(r"[^\W_](?:[\w-]|\.(?!\.))*|\[[0-9A-Fa-f:.]+\]")


def clean_text(text: str, max_chars: int = MAX_TEXT_CHARS) -> str:
    """Make foreign text safe to store and to show, keeping its newlines and tabs.

    Args:
        max_chars: Length of the longest answer; a longer text ends in "…".
    """
    if not _is_safe(text):
        text = _drop_unsafe(text)
    if not text.isascii():
        text = _mark_tower().sub(_limit_marks, text)
    return _cut(text, max_chars)


def clean_line(text: str, max_chars: int = MAX_LINE_CHARS) -> str:
    """Make foreign text one safe line: all white space becomes single spaces, none at the ends."""
    if not _is_safe(text):
        text = _drop_unsafe(text)
    text = " ".join(text.split())
    if not text.isascii():
        text = _mark_tower().sub(_limit_marks, text)
    return _cut(text, max_chars)


def clean_url(url: str, base: str = "") -> str:
    """Give the absolute http or https address that ``url`` means, or "" where it is none or unsafe.

    User names and passwords are dropped. Blanks and quotes in the path are percent-encoded;
    controls and backslashes, which programs read differently, make the address unsafe.

    Args:
        base: Absolute address that a relative ``url`` is resolved against; "" refuses relative ones.
    """
    url = url.strip()
    if len(url) > MAX_URL_CHARS or not url:
        return ""
    if _PLAIN_URL.fullmatch(url):
        return url
    # "https://" alone would mean the base.
    if _CONTROL.search(url) or url.endswith("://"):
        return ""
    try:
        return _rebuild_url(_UNSAFE.sub("", url), base)
    except ValueError:  # urllib's answer to a broken port or IPv6 host
        return ""


def fold(text: str) -> str:
    """Reduce text to what counts when two texts are compared: letters and digits, case-folded."""
    if text.isascii():
        return text.encode("ascii").translate(_ASCII_LOWER, _ASCII_NON_WORD).decode("ascii")
    return _fold_line(text) if len(text) <= _CACHED_CHARS else _NON_WORD.sub("", text.casefold())


# Captions and headlines are compared with everything around them, some twenty times each.
@lru_cache(maxsize=2048)
def _fold_line(text: str) -> str:
    return _NON_WORD.sub("", text.casefold())


def _is_safe(text: str) -> bool:
    """Tell in one pass in C that nothing is to be done."""
    # "Printable" excludes every control, format character, surrogate and odd space.
    return text.isprintable() or text.replace("\n", "").isprintable()


def _drop_unsafe(text: str) -> str:
    if _UNSAFE.search(text) is None:
        return text
    text = _ESCAPE_SEQUENCE.sub("", text)
    text = _NEWLINE.sub("\n", text)
    return _UNSAFE.sub("", text)


@cache
def _mark_tower() -> re.Pattern[str]:
    """Match more marks in a row than are kept; compiled when the first text beyond ASCII comes."""
    # Written as one and four, not as five, because the search for a single class is the quick one.
    return re.compile(f"{_mark_class()}{_mark_class()}{{{MAX_MARKS},}}")


def _mark_class() -> str:
    """Give a character class of where combining marks stand; a few other characters do no harm."""
    scripts = (
        "\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed"
        "\u0711\u0730-\u074a\u07a6-\u07b0\u07eb-\u07fd\u0816-\u082d\u0859-\u085b\u0897-\u089f\u08ca-\u08ff"
        "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ece\u0f18-\u0f39\u0f71-\u0fc6"
        "\u102d-\u103e\u1058-\u1074\u1082-\u109d\u135d-\u135f\u1712-\u1734\u1752-\u1773\u17b4-\u17dd"
        "\u180b-\u180f\u1885-\u18a9\u1920-\u193b\u1a17-\u1a1b\u1a56-\u1a7f\u1ab0-\u1aff\u1b00-\u1b03\u1b34-\u1b44"
        "\u1b6b-\u1b82\u1ba2-\u1bad\u1be6-\u1bf3\u1c2c-\u1c37\u1cd0-\u1cf9\u1dc0-\u1dff\u20d0-\u20f0"
        "\u2cef-\u2cf1\u2d7f\u2de0-\u2dff\u302a-\u302f\u3099\u309a\ua66f-\ua67d\ua69e\ua69f\ua6f0\ua6f1"
        "\ua802-\ua82c\ua8c4-\ua8ff\ua926-\ua953\ua980-\ua9c0\ua9e5\uaa29-\uaa4d\uaa7c\uaab0-\uaac1"
        "\uaaec-\uaaf6\uabe5-\uabed\ufb1e\ufe00-\ufe0f\ufe20-\ufe2f"
        "\U000101fd-\U00011fff\U00016af0-\U0001e95f\U000e0100-\U000e01ef"
    )
    # Devanagari to Sinhala are laid out alike, in blocks of 128.
    indic_places = (
        (0x00, 0x04),
        (0x3A, 0x3C),
        (0x3E, 0x4D),
        (0x51, 0x57),
        (0x62, 0x63),
        (0x70, 0x75),
        (0x7A, 0x7F),
    )
    indic = "".join(
        f"{chr(block + first)}-{chr(block + last)}"
        for block in range(0x0900, 0x0E00, 0x80)
        for first, last in indic_places
    )
    return f"[{scripts}{indic}]"


def _limit_marks(match: re.Match[str]) -> str:
    kept: list[str] = []
    marks_in_a_row = 0
    for character in match.group():
        marks_in_a_row = marks_in_a_row + 1 if unicodedata.category(character) in ("Mn", "Me") else 0
        if marks_in_a_row <= MAX_MARKS:
            kept.append(character)
    return "".join(kept)


def _cut(text: str, max_chars: int) -> str:
    if len(text) <= max_chars:
        return text
    return text[: max_chars - 1].rstrip() + "…"


def _rebuild_url(url: str, base: str) -> str:
    parts = urlsplit(urljoin(base, url) if base else url)
    if parts.scheme not in ("http", "https") or _HOST.fullmatch(_host_of(parts.netloc)) is None:
        return ""
    # urlsplit accepts any port text; reading it is what checks it.
    port = f":{parts.port}" if parts.port is not None else ""
    address = parts._replace(netloc=_host_of(parts.netloc) + port).geturl()
    address = _URL_UNSAFE.sub(lambda match: quote(match.group(), safe=""), address)
    return address if len(address) <= MAX_URL_CHARS and "\\" not in address else ""


def _host_of(netloc: str) -> str:
    """Give the host as written, with IPv6 brackets, without user and port."""
    host_and_port = netloc.rpartition("@")[2]
    if host_and_port.startswith("["):
        return host_and_port.partition("]")[0] + "]"
    return host_and_port.partition(":")[0]
