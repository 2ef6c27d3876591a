"""Which addresses mean the same picture: renditions, proxies and crops of it have one key."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import unquote

_SCHEME = re.compile(r"https?:/{1,2}", re.IGNORECASE)
_EMBEDDED = re.compile(r"https?(?:://|%3A%2F%2F|:/)", re.IGNORECASE)
_PHOTON_HOST = re.compile(r"i\d\.wp\.com/")
_SERVING_HOST = re.compile(r"^(?:www\d?|img\d?|images?|static\d*|cdn\d?|media|assets|pictures?)\.")
_GUARDIAN = re.compile(r"/img/media/([0-9a-f]{16,})/")
_EXTENSION = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|heic|bmp|tiff?|svg)$", re.IGNORECASE)
# A width, not a picture's number (IMG_4471) nor a year: 240, 1280, and those of common screens and sites.
_WIDTH = (
    r"(?!(?:199|20[0-3])\d(?!\d))(?:[1-9]\d{1,2}0|128|256|375|384|425|464|512|576|615|624|665|675|768|976"
    r"|1024|1248|1366|1536|2048)"
)
_SIZE_SUFFIX = re.compile(
    r"(?:-\d{2,4}x\d{2,4}|-scaled|@[23]x|[_-](?:thumb(?:nail)?|small|medium|large|xl|hero)"
    r"|_\d{2,4}x\d{2,4}|(?<!IMG)(?<!DSC)(?<!DSCN)(?<!DSCF)_" + _WIDTH + r"|-\d{3,4}w|-e\d{8,})$",
    re.IGNORECASE,
)
_SIZE_SEGMENT = re.compile(
    r"/(?:\d{2,4}x\d{2,4}|[wh]_?\d{2,4}|(?:[a-z]|ar|fl)_[^/]*|resize|crop|fit|fill|scale|quality|"
    + _WIDTH
    + r"|standard|thumb(?:nail)?s?"
    r"|small|medium|large|wide|square|original|master|[a-z]+-\d{2,4}x\d{2,4}|\d+:\d+|quality/\d+)(?=/)",
    re.IGNORECASE,
)
_MIN_NAME_CHARS = 12


@lru_cache(maxsize=2048)
def picture_key(url: str) -> str:
    """Give what all renditions of a picture have in common; "" for no address."""
    if not url:
        return ""
    embedded = list(_EMBEDDED.finditer(url, 8))
    if embedded:
        # The last address within an address is the picture's own; its proxy's parameters follow a "&".
        url = unquote(url[embedded[-1].start() :]).partition("&")[0]
    bare = _PHOTON_HOST.sub("", _SCHEME.sub("", url, count=1).removeprefix("/"), count=1)
    path, _, query = bare.partition("#")[0].partition("?")
    if (guardian := _GUARDIAN.search(path)) is not None:
        return f"guardian:{guardian.group(1)}"
    path = _SERVING_HOST.sub("", path.rstrip("/"), count=1)
    has_extension = _EXTENSION.search(path) is not None
    path = _strip_size(_EXTENSION.sub("", path))
    host, slash, rest = path.partition("/")
    path = host.lower() + _SIZE_SEGMENT.sub("", slash + rest)
    name = path.rpartition("/")[2]
    names_itself = has_extension or sum(map(str.isdigit, name)) >= 4 or re.search(r"[0-9a-f]{8}", name)
    # An address within the address may be no more than its scheme.
    return (path if names_itself or not query else f"{path}?{query}") or url


@lru_cache(maxsize=2048)
def picture_name(url: str) -> str:
    """Give the file's name where it is long and particular enough to mean one picture anywhere, else ""."""
    name = picture_key(url).rpartition("/")[2]
    is_particular = len(name) >= _MIN_NAME_CHARS and any(map(str.isdigit, name))
    return name if is_particular and "?" not in name else ""


def _strip_size(path: str) -> str:
    for _ in range(3):
        shorter = _SIZE_SUFFIX.sub("", path)
        if shorter == path or not shorter.rpartition("/")[2]:
            break
        path = shorter
    return path
