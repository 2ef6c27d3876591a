"""A title as published -> one line of plain text; and a title for what has none."""

from __future__ import annotations

import html
import re

from reader.text import MAX_LINE_CHARS, clean_line

_FALLBACK_CHARS = 100

# Elements that publishers put into titles to format them. A name that is not on the list stays
# as it is: ``Vec<T>``, ``List<String>``, "The <video> element".
_FORMATTING = (
    "a|abbr|acronym|b|bdi|bdo|big|br|center|cite|code|del|dfn|div|em|font|h[1-6]|i|img|ins|kbd|li|mark|"
    "nobr|ol|p|q|s|samp|small|span|strike|strong|sub|sup|tt|u|ul|var|wbr"
)
_TAG = re.compile(rf"</?({_FORMATTING})(?:\s[^<>]{{0,1000}})?/?>", re.IGNORECASE)
_BREAKING = {"br", "center", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ol", "p", "ul"}
# With a semicolon only: "?a=1&lt=3" is no reference. No character has more than seven digits.
_REFERENCE = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")


def read_title(title: str, *, is_plain: bool = False) -> str:
    """Give a title as one clean line: formatting stripped, then references resolved once.

    In that order, so that ``&lt;b&gt;`` in an HTML title shows the reader "<b>", which it says.

    Args:
        is_plain: The publisher said that it is text: what looks like a tag is none.
    """
    title = title[: MAX_LINE_CHARS * 20]
    if "<" in title and not is_plain:
        title = _TAG.sub(_strip_formatting, title)
    if "&" in title:
        title = resolve_references(title)
    return clean_line(title)


def resolve_references(text: str) -> str:
    """Put characters in place of HTML's references, once. The answer has to pass the gate."""
    return _REFERENCE.sub(lambda match: html.unescape(match.group()), text)


def first_words(text: str, max_chars: int) -> str:
    """Give the beginning of a text as one line that ends with a whole word, and "…" where it is cut."""
    line = clean_line(text[: max_chars * 4], max_chars * 2)
    if len(line) <= max_chars:
        return line
    cut = line[: max_chars - 1]
    # Scripts without blanks are cut anywhere.
    whole = cut.rpartition(" ")[0] if " " in cut[max_chars // 2 :] else cut
    return whole.rstrip(" ,;:–—-") + "…"


def title_from(*candidates: str) -> str:
    """Give a title for an article that has none, from the first candidate that says anything."""
    return next((words for text in candidates if (words := first_words(text, _FALLBACK_CHARS))), "Untitled")


def _strip_formatting(match: re.Match[str]) -> str:
    return " " if match.group(1).lower() in _BREAKING else ""
