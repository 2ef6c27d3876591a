"""The only import of feedparser: a clean document -> what it says, entry by entry.

feedparser's two parsers are driven directly, with our own handlers in front, and not through
``feedparser.parse``: that way nothing can be fetched or opened as a file, the document is not
decoded a second time, a document that stops in the middle still gives what stood before, and
expat gets the text in one piece (in pieces it re-reads a long token again and again,
CVE-2023-52425). Bodies are neither sanitised nor are their addresses resolved: both is done
when a body becomes blocks, and costs feedparser thirty times what the parse does.
"""

from __future__ import annotations

import re
import xml.sax
import xml.sax.handler
from dataclasses import dataclass
from typing import Any, ClassVar
from xml.parsers.expat import errors as expat_errors
from xml.sax import expatreader
from xml.sax.saxutils import unescape

from feedparser.api import LooseFeedParser, StrictFeedParser
from feedparser.exceptions import UndeclaredNamespace
from feedparser.mixin import _FeedParserMixin

from reader.feeds.documents.guards import GuardMixin, StopParsing
from reader.feeds.documents.mediarss import MediaRssMixin
from reader.feeds.documents.preclean import expand_named_references
from reader.feeds.documents.sidetexts import SideTextMixin
from reader.feeds.documents.skipping import SkipMixin
from reader.feeds.job import MAX_ENTRIES

_RSS_1_1 = "http://purl.org/net/rss1.1#"
_CLOSED_ROOT = re.compile(r"</(?:[\w.-]{1,64}:)?(rss|feed|rdf|channel)\s{0,64}>", re.IGNORECASE)
_RSS_1_ROOT = re.compile(r"<(?:[\w.-]{1,64}:)?rdf[\s>]", re.IGNORECASE)
_TAIL_CHARS = 4096
_ABSOLUTE = ("https://", "http://")
# With a base feedparser joins it with itself at every tag, a fifth of its time. Without one it leaves
# addresses relative (to xml:base where there is one), and they are resolved when they are cleaned.
_NO_BASE = ""
_TEXT_BUFFER_BYTES = 256 * 1024

# What the parsers raise on input that their authors did not foresee.
_PARSER_FAULTS = (LookupError, TypeError, ValueError, AttributeError, AssertionError, RecursionError)


@dataclass(frozen=True, slots=True)
class ParsedFeed:
    """What feedparser made of a document, under its own key names.

    Attributes:
        version: feedparser's name of the format ("rss20", "atom10", …), "" where it found none.
        feed: The feed's own elements.
        entries: In document order; Media RSS is kept under ``mediarss.MEDIA_KEY``.
        is_complete: False where the document breaks off or was not read to its end.
        problem: What is wrong with it, as the end of a sentence, "" where nothing is.
    """

    version: str
    feed: dict[str, Any]
    entries: list[dict[str, Any]]
    is_complete: bool = True
    problem: str = ""


class _Overrides(MediaRssMixin, SideTextMixin, SkipMixin, GuardMixin):
    # A guid is the publisher's word for the article: resolving it would change it when the feed moves.
    can_be_relative_uri = _FeedParserMixin.can_be_relative_uri - {"id"}
    namespaces: ClassVar[dict[str, str]] = {**_FeedParserMixin.namespaces, _RSS_1_1: ""}
    _matchnamespaces: ClassVar[dict[str, str]] = {}  # feedparser fills it from the namespaces
    sanitize_html = False
    resolve_relative_uris = False

    def resolve_uri(self: Any, uri: str) -> str:
        # Most addresses are absolute, and joining them with the base costs a tenth of the parse.
        return uri if uri.startswith(_ABSOLUTE) else super().resolve_uri(uri)  # type: ignore[misc]


class _StrictParser(_Overrides, StrictFeedParser):  # type: ignore[misc]
    @staticmethod
    def read_text(text: str) -> str:
        return text


class _LooseParser(_Overrides, LooseFeedParser):  # type: ignore[misc]
    @staticmethod
    def read_text(text: str) -> str:
        # The loose parser hands XML's escapes on where it is not told that the text is HTML.
        return unescape(text, {"&quot;": '"', "&apos;": "'"})


class _Reader(expatreader.ExpatParser):
    """expat that hands a text over in one piece, and not line by line: a third less time."""

    def reset(self) -> None:
        super().reset()
        expat = self._parser  # type: ignore[attr-defined]
        expat.buffer_text = True
        expat.buffer_size = _TEXT_BUFFER_BYTES


def parse_feed(text: str, *, max_entries: int = MAX_ENTRIES) -> ParsedFeed:
    """Parse a document that ``preclean`` has made safe: strictly, and leniently where it is malformed.

    Args:
        max_entries: Items after these are not read.
    """
    strict, fault = _parse_strictly(text, max_entries)
    if fault == expat_errors.XML_ERROR_UNDEFINED_ENTITY:
        text = expand_named_references(text)
        strict, fault = _parse_strictly(text, max_entries)
    if not fault:
        return strict
    return _parse_leniently(text, max_entries, fault)


def _parse_strictly(text: str, max_entries: int) -> tuple[ParsedFeed, str]:
    """Give what the strict parser read, and expat's words for what it stumbled over, "" for nothing."""
    parser = _StrictParser(_NO_BASE, None, "utf-8")
    parser.entry_limit = max_entries
    reader = _Reader(namespaceHandling=1)
    reader.setFeature(xml.sax.handler.feature_external_ges, False)
    reader.setContentHandler(parser)
    reader.setErrorHandler(parser)
    try:
        reader.feed(text)
        reader.close()
    except StopParsing as stop:
        return _collect(parser, is_complete=False, problem=str(stop)), ""
    except xml.sax.SAXParseException as error:
        message = error.getMessage()
        is_read = message == expat_errors.XML_ERROR_JUNK_AFTER_DOC_ELEMENT
        return _collect(parser, problem=_describe(message)), "" if is_read else message
    except UndeclaredNamespace as error:
        return _collect(parser), str(error)
    except _PARSER_FAULTS:  # Python's reader stumbles over a blank within the address of a namespace
        return _collect(parser), "a name that cannot be read"
    return _collect(parser), ""


def _parse_leniently(text: str, max_entries: int, fault: str) -> ParsedFeed:
    parser = _LooseParser(_NO_BASE, None, "utf-8", {})
    parser.entry_limit = max_entries
    try:
        parser.feed(text)
    except StopParsing as stop:
        return _collect(parser, is_complete=False, problem=str(stop))
    except _PARSER_FAULTS:
        return _collect(parser, is_complete=False, problem=_describe(fault))
    is_closed = fault != expat_errors.XML_ERROR_UNCLOSED_CDATA_SECTION and _is_closed(text)
    problem = _describe(fault) if is_closed else "it breaks off before its end"
    if not is_closed and parser.inentry and not {"id", "link"} & set(parser.entries[-1]):
        # Half an item without an identity would be another article when it comes whole.
        parser.entries.pop()
    return _collect(parser, is_complete=is_closed, problem=problem)


def _is_closed(text: str) -> bool:
    ends = {match.group(1).lower() for match in _CLOSED_ROOT.finditer(text, max(0, len(text) - _TAIL_CHARS))}
    # In RSS 1.0 the items stand behind the channel.
    return bool(ends - {"channel"} if _RSS_1_ROOT.match(text) else ends)


def _describe(fault: str) -> str:
    return f"it is not well-formed ({fault})"


def _collect(parser: Any, *, is_complete: bool = True, problem: str = "") -> ParsedFeed:
    # As plain dictionaries: feedparser's own answer some keys with other keys' values.
    return ParsedFeed(
        version=parser.version,
        feed=dict(parser.feeddata),
        entries=[dict(entry) for entry in parser.entries],
        is_complete=is_complete,
        problem=problem,
    )
