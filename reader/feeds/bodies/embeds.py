"""Videos, players and frames: named, never loaded."""

from __future__ import annotations

from urllib.parse import urlsplit

from selectolax.lexbor import LexborNode

from reader.feeds.bodies.blocks import Embed
from reader.text import clean_line, clean_url

EMBED_TAGS = frozenset({"iframe", "video", "audio", "embed", "amp-video", "amp-youtube", "amp-iframe"})

_KINDS = {"video": "video", "amp-video": "video", "amp-youtube": "video", "audio": "audio"}
_VIDEO_HOSTS = (
    "youtube.",
    "youtu.be",
    "youtube-nocookie.",
    "vimeo.",
    "dailymotion.",
    "twitch.",
    "rutube.",
    "bilibili.",
)
_AUDIO_HOSTS = (
    "soundcloud.",
    "spotify.",
    "podcasts.apple.",
    "bandcamp.",
    "mixcloud.",
    "audioboom.",
    "acast.",
    "simplecast.",
)


def read_embed(node: LexborNode, tag: str, base_url: str) -> tuple[Embed | None, str]:
    """Give the embed and the address of its poster (either may be missing: None, "")."""
    attributes = node.attributes
    source = attributes.get("src") or attributes.get("data-src") or _first_source(node)
    if not source and (video_id := attributes.get("data-videoid")):
        source = f"https://www.youtube.com/watch?v={video_id}"
    url = clean_url(source or "", base_url)
    if not url or _is_invisible(attributes.get("width"), attributes.get("height")):
        return None, ""
    host = urlsplit(url).hostname or ""
    kind = _KINDS.get(tag) or _kind_of_host(host)
    title = clean_line(attributes.get("title") or attributes.get("aria-label") or "", 200)
    return Embed(kind, title or host.removeprefix("www."), url), clean_url(
        attributes.get("poster") or "", base_url
    )


def _first_source(node: LexborNode) -> str:
    source = node.css_first("source")
    return (source.attributes.get("src") or "") if source is not None else ""


def _is_invisible(width: str | None, height: str | None) -> bool:
    return width in ("0", "1") or height in ("0", "1")


def _kind_of_host(host: str) -> str:
    if any(name in host for name in _VIDEO_HOSTS):
        return "video"
    return "audio" if any(name in host for name in _AUDIO_HOSTS) else "frame"
