"""Bytes of any kind -> a document that is safe to parse.

expat 2.5 dies of an entity chain, feedparser's regular expressions stall for half a minute on
blanks before the root, and both re-read one endless token again and again. So everything before
the root is cut away, references that mean no character are replaced, and tokens of absurd length
are emptied, before any parser sees the document. Every search here is linear.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html.entities import html5

from reader.errors import ParseProblem
from reader.feeds.documents.charset import decode
from reader.feeds.job import MAX_DOCUMENT_BYTES

_MAX_TAG_CHARS = 64 * 1024
_MAX_COMMENT_CHARS = 64 * 1024
_MAX_DOCTYPE_CHARS = 256 * 1024
_MAX_PROLOG_ITEMS = 1000
_MAX_ENTITIES = 200
_MAX_ENTITY_GROWTH_CHARS = 1024 * 1024

# With a terminal's colour or title sequence goes what follows the escape.
_ILLEGAL = re.compile(
    "\x1b\\[[0-?]*[@-~]|\x1b\\][^\x00-\x1f<&]*(?:\x07|\x1b\\\\)|[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]"
)
_CONTROLS = bytes(code for code in range(0x20) if code not in b"\t\n\r")
# References that may mean no character: to a control, or of four digits and more.
_DOUBTFUL_REFERENCE = re.compile(
    r"&#(?:0*(?:[0-8]|1[124-9]|2\d|3[01])(?!\d)|\d{5,}|[xX](?:0*1?[0-9a-fA-F](?![0-9a-fA-F])|[0-9a-fA-F]{4,}));?"
)
_DECLARATION_END = re.compile(r"\]\s{0,64}>")
_ENTITY = re.compile(
    r"<!ENTITY\s{1,16}([A-Za-z_][\w.-]{0,63})\s{1,16}"
    r"(?:\"((?:[^\"&%<]|&#\w{1,8};){0,200})\"|'((?:[^'&%<]|&#\w{1,8};){0,200})')\s{0,16}>"
)
_NAMED_REFERENCE = re.compile(r"&([A-Za-z_][\w.-]{0,63});")
_ELEMENT = re.compile(r"<([A-Za-z_][\w.-]{0,63}:)?([A-Za-z_][\w.-]{0,63})(?=[\s/>])")
_TEXT = re.compile(r"<(?:!\[CDATA\[|[^A-Za-z_/!?])")  # a "<" that begins text, however long, and no tag
_KNOWN_ROOT = re.compile(r"<(?:[A-Za-z_][\w.-]{0,63}:)?(rss|feed|rdf|channel)(?=[\s/>])", re.IGNORECASE)
_FEED_ROOTS = {"rss", "feed", "rdf", "channel"}
_PAGE_ROOTS = {"html", "head", "body"}
_XML_ENTITIES = {"amp", "lt", "gt", "quot", "apos"}


@dataclass(frozen=True, slots=True)
class CleanDocument:
    """A document that may be parsed.

    Attributes:
        text: From the root element on; JSON as it is.
        is_json: The document begins with an opening brace.
    """

    text: str
    is_json: bool = False


def preclean(
    body: bytes, content_type: str = "", *, max_bytes: int = MAX_DOCUMENT_BYTES
) -> CleanDocument | ParseProblem:
    """Decode a document and cut it down to what a parser needs, or say why it can be no feed.

    Args:
        content_type: The Content-Type header; only its charset is looked at, and last.
        max_bytes: A longer body is refused as TOO_LARGE.
    """
    if len(body) > max_bytes:
        return ParseProblem.TOO_LARGE
    text = decode(body, content_type).lstrip("\ufeff \t\r\n\0")
    if not text:
        return ParseProblem.EMPTY
    if text[0] == "{":
        return CleanDocument(text=text, is_json=True)
    if text[0] != "<" and "<" not in text:
        return ParseProblem.NOT_A_FEED
    start, entities = _find_root(text)
    root = _root_name(text, start)
    if root not in _FEED_ROOTS:
        known = _KNOWN_ROOT.search(text, start) if root and root not in _PAGE_ROOTS else None
        if known is None:
            return ParseProblem.WEB_PAGE if _is_page(text, root) else ParseProblem.NOT_A_FEED
        start = known.start()
    text = _expand(text[start:], entities) if entities else text[start:]
    return CleanDocument(_empty_endless_tokens(_replace_illegal(text)))


def expand_named_references(text: str) -> str:
    """Put HTML's characters in place of references that XML does not know (``&nbsp;``).

    The five of XML stay as they are, and so the meaning is the same inside a CDATA section.
    """
    return _NAMED_REFERENCE.sub(_html_character, text)


def _html_character(match: re.Match[str]) -> str:
    name = match.group(1)
    return match.group() if name in _XML_ENTITIES else html5.get(f"{name};", match.group())


def _find_root(text: str) -> tuple[int, dict[str, str]]:
    """Skip what stands before the root; give its position (the end of the text: none) and the entities."""
    entities: dict[str, str] = {}
    position = 0
    for _ in range(_MAX_PROLOG_ITEMS):
        position = text.find("<", position)
        if position < 0 or position + 1 >= len(text):
            break
        following = text[position + 1]
        if following == "?":
            end, length = text.find("?>", position), 2
        elif text.startswith("<!--", position):
            end, length = text.find("-->", position + 4), 3
        elif following == "!":
            end, length = _declaration_end(text, position), 1
            entities |= _read_entities(text[position : min(end, position + _MAX_DOCTYPE_CHARS)])
        elif following.isalpha() or following == "_":
            return position, entities
        else:  # a stray "<" in junk before the root
            end, length = position, 1
        if end < 0:
            break
        position = end + length
    return len(text), entities


def _declaration_end(text: str, start: int) -> int:
    """Give where a ``<!…>`` ends, or -1: at the bracket behind its internal subset, if it has one."""
    plain_end = text.find(">", start)
    subset = text.find("[", start, plain_end) if plain_end >= 0 else -1
    if subset < 0:
        return plain_end
    end = _DECLARATION_END.search(text, subset)
    return end.end() - 1 if end else plain_end


def _read_entities(declaration: str) -> dict[str, str]:
    found = _ENTITY.findall(declaration) if declaration.startswith("<!DOCTYPE") else []
    return {name: quoted or single for name, quoted, single in found[:_MAX_ENTITIES]}


def _root_name(text: str, start: int) -> str:
    match = _ELEMENT.match(text, start)
    return match.group(2).lower() if match else ""


# HTML lets a page begin without its doctype, <html> and <head>.
_PAGE_BEGINNINGS = frozenset(
    "head title meta base link style script body header nav main article section h1 h2 div p a".split()
)


def _is_page(text: str, root: str) -> bool:
    return (
        root in _PAGE_ROOTS
        or root in _PAGE_BEGINNINGS
        or text[:64].lower().startswith("<!doctype html")
        or "<html" in text[:4096].lower()
    )


def _replace_illegal(text: str) -> str:
    if _has_illegal(text):
        text = _ILLEGAL.sub("", text)
    return _DOUBTFUL_REFERENCE.sub(_check_reference, text) if "&#" in text else text


def _has_illegal(text: str) -> bool:
    # Everything illegal holds one of these. A table of bytes takes a tenth of the time of a search.
    encoded = text.encode("utf-8", "surrogatepass")
    return len(encoded.translate(None, _CONTROLS)) < len(encoded) or "\ufffe" in text or "\uffff" in text


def _check_reference(match: re.Match[str]) -> str:
    digits = match.group()[2:].rstrip(";")
    is_hexadecimal = digits[0] in "xX"
    digits = (digits[1:] if is_hexadecimal else digits).lstrip("0") or "0"
    # More than seven digits are no character in either notation, and int() refuses thousands.
    code = int(digits, 16 if is_hexadecimal else 10) if len(digits) <= 7 else 0x110000
    if (
        code in (0x9, 0xA, 0xD)
        or 0x20 <= code < 0xD800
        or 0xE000 <= code < 0xFFFE
        or 0xFFFF < code < 0x110000
    ):
        return match.group()
    return "" if code < 0x20 else "\ufffd"


def _empty_endless_tokens(text: str) -> str:
    """Empty tags and comments that are longer than a parser may be asked to hold."""
    if len(text) <= _MAX_TAG_CHARS:
        return text
    if "<!--" in text:
        text = _drop_long_comments(text)
    if max(map(len, text.split(">"))) <= _MAX_TAG_CHARS:
        return text
    return _drop_long_tags(text)


def _drop_long_comments(text: str) -> str:
    kept: list[str] = []
    position = end = 0
    while (start := text.find("<!--", position)) >= 0:
        if end < start + 4:
            end = text.find("-->", start + 4)
        if end < 0:
            break
        is_long = end - start > _MAX_COMMENT_CHARS
        # Inside CDATA this is a comment of the HTML, which nobody reads either. Where it was left
        # open, the CDATA's end is its end.
        section_end = text.find("]]>", start, end) if is_long else -1
        is_left_open = section_end >= 0 and text.find("<![CDATA[", start, section_end) < 0
        kept.append(text[position:start] if is_long else text[position : end + 3])
        position = section_end if is_left_open else end + 3
    kept.append(text[position:])
    return "".join(kept)


def _drop_long_tags(text: str) -> str:
    kept: list[str] = []
    for piece in text.split(">"):
        start = piece.rfind("<")
        if start < 0 or len(piece) - start <= _MAX_TAG_CHARS or _TEXT.match(piece, start):
            kept.append(piece)
            continue
        name = _ELEMENT.match(piece, start)
        self_closing = "/" if piece.endswith("/") else ""
        kept.append(piece[:start] + (f"<{name.group(1) or ''}{name.group(2)}{self_closing}" if name else ""))
    return ">".join(kept)


def _expand(text: str, entities: dict[str, str]) -> str:
    """Put declared entities in place, up to a bound: a short name may stand for much text, often."""
    growth = 0

    def replace(match: re.Match[str]) -> str:
        nonlocal growth
        replacement = entities.get(match.group(1))
        if replacement is None or match.group(1) in _XML_ENTITIES:
            return match.group()
        growth += len(replacement)
        return replacement if growth <= _MAX_ENTITY_GROWTH_CHARS else ""

    return _NAMED_REFERENCE.sub(replace, text)
