"""Raw entries -> ArticleData: identity first, then, for what is new or changed, the body."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from reader.feeds.bodies.content import build_content
from reader.feeds.bodies.shortcodes import expand_captions
from reader.feeds.dates import read_date
from reader.feeds.entries import RawEntry
from reader.feeds.pictures.media import feed_pictures
from reader.feeds.titles import first_words, read_title, resolve_references, title_from
from reader.text import MAX_TEXT_CHARS, clean_line, clean_text
from storage.model import ArticleData, Enclosure

_MAX_GUID_CHARS = 500
_MAX_AUTHOR_CHARS = 300
_EXCERPT_CHARS = 300
_PICTURE_ENDINGS = (".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif", ".svg")


@dataclass(frozen=True, slots=True)
class IdentifiedEntry:
    """An entry with the guid under which it is stored and the hash of all it said."""

    guid: str
    entry_hash: int
    entry: RawEntry


def build_articles(
    entries: Sequence[RawEntry],
    known_hashes: Mapping[str, int],
    now: datetime | None,
    raw_hashes: Sequence[int] = (),
) -> tuple[tuple[ArticleData, ...], tuple[str, ...]]:
    """Build the articles of one document, in its order.

    Args:
        known_hashes: Hash by guid of what is stored; an entry with a known hash is not worked on.
        raw_hashes: Hashes of the entries' own texts; empty takes those of what was read.

    Returns:
        The articles that are new or changed, and the guids of those that are not.
    """
    articles: list[ArticleData] = []
    unchanged_guids: list[str] = []
    for identified in identify(entries, known_hashes, raw_hashes):
        if known_hashes.get(identified.guid) == identified.entry_hash:
            unchanged_guids.append(identified.guid)
        else:
            articles.append(build_article(identified, now))
    return tuple(articles), tuple(unchanged_guids)


def identify(
    entries: Sequence[RawEntry], known_guids: Iterable[str] = (), raw_hashes: Sequence[int] = ()
) -> list[IdentifiedEntry]:
    """Give every entry a guid that is unique in the document and the same at the next fetch.

    The publisher's guid; else the address; else a hash of title and body. Where several entries
    share one, each gets its address appended, so that a new entry in front takes no other's
    guid; where the address is shared as well, a hash of title and body; where even these are
    the same, a number.

    Args:
        known_guids: Of stored articles: a guid that was shared there is shared here too, even where
            only one of its entries is left to be read.
    """
    entry_hashes = raw_hashes or [entry.fingerprint() for entry in entries]
    hashed = [
        (_own_guid(entry), entry_hash, entry) for entry, entry_hash in zip(entries, entry_hashes, strict=True)
    ]
    count_by_guid = Counter(own_guid for own_guid, _, _ in hashed)
    count_by_guid.update(guid.partition("|")[0] for guid in known_guids if "|" in guid)
    identified: dict[str, IdentifiedEntry] = {}
    for own_guid, entry_hash, entry in hashed:
        guid = own_guid if count_by_guid[own_guid] == 1 else _apart(own_guid, entry)
        if guid in identified:
            guid = f"{guid}|{_text_hash(entry)}"
        repeats = 1
        while guid in identified:
            repeats += 1
            guid = f"{guid.removesuffix(f'|{repeats - 1}')}|{repeats}"
        identified[guid] = IdentifiedEntry(guid, entry_hash, entry)
    return list(identified.values())


def build_article(identified: IdentifiedEntry, now: datetime | None) -> ArticleData:
    """Build one article, with its body worked on. ``now`` judges guessed dates."""
    entry = identified.entry
    title = read_title(entry.title, is_plain=entry.is_title_plain)
    body, is_plain_text = _prepare_body(entry)
    from_feed = feed_pictures(entry.media, enclosures=entry.enclosures, image_url=entry.image_url)
    content = build_content(
        body=body,
        is_plain_text=is_plain_text,
        base_url=entry.base_url,
        title=title,
        feed_pictures=from_feed,
        page_url=entry.url,
    )
    captions = [picture.caption for picture in content.pictures if picture.caption]
    updated_at = read_date(entry.updated, now) if entry.updated else None
    published_at = read_date(entry.published, now) or updated_at
    return ArticleData(
        guid=identified.guid,
        url=entry.url,
        title=title or title_from(content.text, *captions[:1], *_file_names(entry), entry.url),
        author=clean_line(", ".join(entry.authors), _MAX_AUTHOR_CHARS),
        published_at=published_at,
        updated_at=updated_at,
        body_html=body,
        is_body_plain_text=is_plain_text,
        base_url=entry.base_url,
        feed_pictures=from_feed,
        pictures=content.pictures,
        text=content.text,
        excerpt=first_words(content.text, _EXCERPT_CHARS),
        enclosures=tuple(file for file in entry.enclosures if not _is_picture(file)),
        categories=entry.categories,
        language=entry.language,
        entry_hash=identified.entry_hash,
    )


def _own_guid(entry: RawEntry) -> str:
    guid = clean_line(entry.guid, len(entry.guid) + 1) or entry.url
    if not guid:
        return f"sha256:{_text_hash(entry)}"
    return guid if len(guid) <= _MAX_GUID_CHARS else f"sha256:{_hash(guid)}"


def _apart(guid: str, entry: RawEntry) -> str:
    """Tell entries with one guid apart, by address where that is something else than the guid."""
    if entry.url and entry.url != guid:
        return f"{guid}|{entry.url}"
    return f"{guid}|{_text_hash(entry)}"


def _text_hash(entry: RawEntry) -> str:
    return _hash(f"{entry.title}\0{entry.body}")


def _hash(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _prepare_body(entry: RawEntry) -> tuple[str, bool]:
    """Give the body, clean and cut, and whether it is plain text."""
    body = clean_text(entry.body, MAX_TEXT_CHARS)
    if entry.is_body_plain_text:
        return body, True
    if "[/caption]" in body:
        body = expand_captions(body)
    if "<" in body:
        return body, False
    # HTML without a tag is text; as such its line breaks mean paragraphs. References are
    # resolved here, and what they bring in has to pass the gate.
    return (clean_text(resolve_references(body)) if "&" in body else body), True


def _is_picture(file: Enclosure) -> bool:
    if file.type:
        return file.type.startswith("image")
    return file.url.partition("?")[0].lower().endswith(_PICTURE_ENDINGS)


def _file_names(entry: RawEntry) -> list[str]:
    return [file.url.partition("?")[0].rpartition("/")[2] for file in entry.enclosures[:1]]
