"""Items of a document that are known to the byte are taken out before anything parses them.

A refresh that brings one new article of thirty then costs a tenth. The hash of an article is that of
its item's own text, wherever the items of a document can be told apart by their tags; where they
cannot (tags inside comments or CDATA, say), it is that of what the parser read.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b

_OPENING = re.compile(r"<((?:[\w.-]{1,40}:)?(?:item|entry))(?=[\s>])")
_PAIRED_SIGNS = (("<![CDATA[", "]]>"), ("<!--", "-->"))


@dataclass(frozen=True, slots=True)
class RawItems:
    """A document without its known items.

    Attributes:
        text: What is left to be parsed.
        hashes: Of the items that are left, in document order.
        unchanged_guids: Of the items that were taken out.
    """

    text: str
    hashes: tuple[int, ...]
    unchanged_guids: tuple[str, ...] = ()


def take_out_known(text: str, known_hashes: Mapping[str, int]) -> RawItems:
    """Find the items of a document and take out those whose hash is known.

    Args:
        known_hashes: Hash by guid of what is stored.
    """
    guid_by_hash = {entry_hash: guid for guid, entry_hash in known_hashes.items()}
    kept: list[str] = []
    hashes: list[int] = []
    unchanged: dict[str, None] = {}
    done = 0
    for start, end in _item_spans(text):
        item = text[start:end]
        item_hash = _hash(item)
        guid = guid_by_hash.get(item_hash)
        # An item that stands twice stays: the second has another guid than the first.
        if guid is None or guid in unchanged or not _is_balanced(item):
            hashes.append(item_hash)
            continue
        unchanged[guid] = None
        kept.append(text[done:start])
        done = end
    kept.append(text[done:])
    return RawItems("".join(kept), tuple(hashes), tuple(unchanged))


def _item_spans(text: str) -> list[tuple[int, int]]:
    """Where items begin and end; linear, since each search begins where the last one ended."""
    spans: list[tuple[int, int]] = []
    opening = _OPENING.search(text)
    while opening is not None:
        closing = f"</{opening.group(1)}>"
        end = text.find(closing, opening.end())
        if end < 0:
            break
        spans.append((opening.start(), end + len(closing)))
        opening = _OPENING.search(text, end + len(closing))
    return spans


def _is_balanced(item: str) -> bool:
    # "</item>" inside a CDATA section ends no item.
    return all(item.count(opening) == item.count(closing) for opening, closing in _PAIRED_SIGNS)


def _hash(item: str) -> int:
    digest = blake2b(item.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)
