"""Running text as CommonMark: every sign of the publisher's stands for itself, and emphasis and links stay.

Whether a run of stars opens or closes emphasis depends on the characters beside it (CommonMark 0.31, 6.2);
emphasis that cannot be told there is left out, since its stars would be read as text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from reader.feeds.bodies.blocks import Span
from reader.feeds.emphasis import Emphasis

# A sign that begins something wherever it stands; an ampersand only where it looks like an entity's.
_SIGNS = re.compile(r"[\\`*_\[\]<~|]|&(?=#?\w+;)")
# What begins a block where a line does.
_BLOCK_STARTS = re.compile(
    r"^(?:(?P<digits>\d{1,9})(?=[.)](?:\s|$))"
    r"|(?=#{1,6}(?:\s|$)|>|\+(?:\s|$)|-(?:[\s:|-]|$)|=+\s*$|:-))",
    re.MULTILINE,
)
_BACKTICKS = re.compile(r"`+")
# The gate encodes blanks; brackets would end an address, and what is code binds closer than a link.
_IN_ADDRESS = {
    "(": "%28",
    ")": "%29",
    "<": "%3C",
    ">": "%3E",
    "`": "%60",
    "|": "%7C",
    " ": "%20",
    "\\": "%5C",
}
_ADDRESSES = ("http://", "https://")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_MARKED = Emphasis.BOLD | Emphasis.ITALIC | Emphasis.STRIKE | Emphasis.CODE
_HARD_BREAK = "\\\n"


@dataclass(frozen=True, slots=True)
class _Piece:
    """Text that is set alike and neither begins nor ends in a blank, or nothing but blanks."""

    text: str
    emphasis: Emphasis
    url: str

    @property
    def is_blank(self) -> bool:
        return not self.text.strip()


def plain_line(text: str) -> str:
    """Text without any meaning to Markdown, on one line."""
    return _disarm(_escape(" ".join(text.split())))


def spans_text(spans: Iterable[Span], *, is_one_line: bool = False) -> str:
    """Running text with its emphasis and links.

    Args:
        is_one_line: Line breaks become blanks, as headings and cells need it; else they are hard breaks.
    """
    pieces = _without_idle_blanks(_pieces(spans, is_one_line=is_one_line))
    return _disarm("".join(_write_links(pieces)))


def link(text: str, url: str) -> str:
    """A link whose text is Markdown already; the text alone where the address is none of the web."""
    address = safe_address(url)
    return f"[{text}]({address})" if address and text else text


def safe_address(url: str) -> str:
    """An address as it may stand between a link's brackets, "" for what the gate would not let through."""
    if not url.lower().startswith(_ADDRESSES):
        return ""
    encoded = "".join(_IN_ADDRESS.get(sign, sign) for sign in "".join(url.split("\n")))
    return _ENTITY.sub("&amp;", encoded)


def _pieces(spans: Iterable[Span], *, is_one_line: bool) -> Iterator[_Piece]:
    # A note's way back leads nowhere outside of the reader.
    kept = (span for span in spans if not span.is_return)
    for (emphasis, url), group in groupby(kept, lambda span: (span.emphasis & _MARKED, span.url)):
        text = "".join(span.text for span in group)
        text = " ".join(text.split("\n")) if is_one_line else text
        core = text.strip()
        start = text.index(core) if core else len(text)
        parts = (
            _Piece(text[:start], Emphasis.NONE, url),
            _Piece(core, emphasis, url),
            _Piece(text[start + len(core) :], Emphasis.NONE, url),
        )
        yield from (part for part in parts if part.text)


def _without_idle_blanks(pieces: Iterable[_Piece]) -> list[_Piece]:
    """Pieces without blanks at the ends, and one between two others: a line break where there is any."""
    kept: list[_Piece] = []
    for piece in pieces:
        if not piece.is_blank or (kept and not kept[-1].is_blank):
            kept.append(piece)
        elif kept and "\n" in piece.text:
            kept[-1] = piece
    return kept[:-1] if kept and kept[-1].is_blank else kept


def _write_links(pieces: list[_Piece]) -> Iterator[str]:
    groups = [(url, list(group)) for url, group in groupby(pieces, lambda piece: safe_address(piece.url))]
    before = ""
    for number, (url, group) in enumerate(groups):
        following = groups[number + 1] if number + 1 < len(groups) else None
        after = ("[" if following[0] else following[1][0].text[0]) if following is not None else ""
        written = _write_link(url, group) if url else _write_pieces(group, before, after)
        if not url and after == "[" and written.endswith("!"):
            # With the bracket it would begin a picture.
            written = f"{written[:-1]}\\!"
        if written:
            before = written[-1]
        yield written


def _write_link(address: str, group: list[_Piece]) -> str:
    """A link without blanks at its ends, which stand outside it."""
    first = next((number for number, piece in enumerate(group) if not piece.is_blank), len(group))
    last = next((number for number in range(len(group), 0, -1) if not group[number - 1].is_blank), first)
    text = _write_pieces(group[first:last], "[", "]")
    lead, trail = (_write_pieces(part, "", "") for part in (group[:first], group[last:]))
    return f"{lead}[{text}]({address}){trail}" if text else lead


def _write_pieces(pieces: list[_Piece], before: str, after: str) -> str:
    written: list[str] = []
    end = ""
    for number, piece in enumerate(pieces):
        # What follows may lose its own emphasis: its text counts.
        following = pieces[number + 1].text[0] if number + 1 < len(pieces) else after
        text, own_end = _write_piece(piece, before, following)
        if end and own_end and text[0] == end:
            # The signs of both would be read as one run.
            text, own_end = _write_piece(_Piece(piece.text, Emphasis.NONE, piece.url), before, following)
        written.append(text)
        before, end = text[-1], own_end
    return "".join(written)


def _write_piece(piece: _Piece, before: str, after: str) -> tuple[str, str]:
    """A piece between two characters, and the sign that its emphasis begins and ends with, "" for none."""
    if piece.is_blank:
        return (_HARD_BREAK if "\n" in piece.text else piece.text), ""
    end = ""
    is_code = piece.emphasis & Emphasis.CODE
    # At the beginning of a line, a link whose code holds its bracket would define another link.
    if is_code and not (piece.url and "]" in piece.text):
        written, inner, end = _code(piece.text), "``", "`"
    else:
        lines = (_escape(line.strip()) for line in piece.text.split("\n"))
        written, inner = _HARD_BREAK.join(line for line in lines if line), piece.text
    stars = "*" * (2 * bool(piece.emphasis & Emphasis.BOLD) + bool(piece.emphasis & Emphasis.ITALIC))
    is_struck = bool(piece.emphasis & Emphasis.STRIKE) and _is_told(before, "~" if stars else inner, after)
    if stars and _is_told("~" if is_struck else before, inner, "~" if is_struck else after):
        written, end = f"{stars}{written}{stars}", "*"
    return (f"~~{written}~~", "~") if is_struck else (written, end)


def _is_told(before: str, inner: str, after: str) -> bool:
    """Whether signs around some text open and close, by what stands before them, within and after."""
    is_opening = not _is_sign(inner[0]) or not before or before.isspace() or _is_ascii_sign(before)
    is_closing = not _is_sign(inner[-1]) or not after or after.isspace() or _is_ascii_sign(after)
    return is_opening and is_closing


def _is_sign(character: str) -> bool:
    """Punctuation by one reading of the specification or by the other."""
    return unicodedata.category(character)[0] in "PS"


def _is_ascii_sign(character: str) -> bool:
    """Punctuation by all readings."""
    return unicodedata.category(character)[0] == "P" or (character.isascii() and _is_sign(character))


def _code(text: str) -> str:
    """A code span; its ends are longer than any backticks within."""
    line = " ".join(text.split("\n"))
    fence = "`" * (max((len(run) for run in _BACKTICKS.findall(line)), default=0) + 1)
    pad = " " if line.startswith("`") or line.endswith("`") else ""
    return f"{fence}{pad}{line}{pad}{fence}"


def _escape(text: str) -> str:
    return _SIGNS.sub(lambda match: f"\\{match[0]}", text)


def _disarm(text: str) -> str:
    """Have no line begin a list, a heading, a quotation or a rule."""
    return _BLOCK_STARTS.sub(lambda match: f"{match['digits'] or ''}\\", text)
