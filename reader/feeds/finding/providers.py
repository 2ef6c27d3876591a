"""Addresses whose feeds follow from the address itself, and where feeds usually stand. Pure.

Nothing is fetched here, so every candidate is a guess until whoever called has tried it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import parse_qs, quote, urlsplit

from reader.feeds.finding.discover import FeedCandidate
from reader.text import clean_url

_WELL_KNOWN_PATHS = ("/feed", "/rss", "/feed.xml", "/atom.xml", "/rss.xml", "/index.xml", "/feed.json")
_YOUTUBE_FEED = "https://www.youtube.com/feeds/videos.xml"
_YOUTUBE_HOSTS = {"youtube.com", "m.youtube.com", "music.youtube.com", "youtu.be"}
_CHANNEL_ID = re.compile(r"UC[\w-]{22}", re.ASCII)
# The page's own channel is its externalId; its channelId may be that of a video it recommends.
# Bounded on both sides of the colon, so that a search takes time in proportion to the page.
_CHANNEL_IN_PAGE = tuple(
    re.compile(rb'"%b"\s{0,8}:\s{0,8}"(UC[A-Za-z0-9_-]{22})"' % name)
    for name in (b"externalId", b"channelId")
)
_MASTODON_USER = re.compile(r"@(\w[\w.-]{0,99})(?:@([\w.-]{1,200}))?", re.ASCII)
# First parts of a path on github.com that are its own pages and no one's account.
_GITHUB_PAGES = set(
    "about apps blog collections contact customer-stories enterprise events explore features issues"
    " login marketplace new notifications orgs organizations pricing pulls search security settings"
    " signup site sponsors stars topics trending".split()
)
_REDDIT_HOSTS = {"reddit.com", "old.reddit.com", "new.reddit.com", "np.reddit.com"}
_MEDIUM_PAGES = {"about", "creators", "m", "me", "membership", "new-story", "search", "tag", "topics"}
# Accounts with an @ on these have no feed at that place.
_OTHER_AT_HOSTS = {"threads.net", "threads.com", "tiktok.com", "medium.com", "substack.com"} | _YOUTUBE_HOSTS


@dataclass(frozen=True, slots=True)
class _Place:
    """An address taken apart: ``host`` without "www.", ``parts`` of the path that are not empty."""

    host: str
    origin: str
    parts: tuple[str, ...]
    query: dict[str, list[str]]


def feed_addresses(url: str) -> tuple[FeedCandidate, ...]:
    """The feeds that an address of a known service stands for, the best first; empty for others."""
    place = _take_apart(url)
    if place is None:
        return ()
    for provider in _PROVIDERS:
        found = provider(place)
        if found:
            return tuple(candidate for candidate in found if clean_url(candidate.url))
    return ()


def feeds_in_page(url: str, page: bytes) -> tuple[FeedCandidate, ...]:
    """The feeds that only the page's bytes tell of: a YouTube handle's channel."""
    place = _take_apart(url)
    if place is None or place.host not in _YOUTUBE_HOSTS:
        return ()
    for pattern in _CHANNEL_IN_PAGE:
        match = pattern.search(page)
        if match:
            return (_youtube("channel_id", match.group(1).decode("ascii"), "Channel"),)
    return ()


def well_known_addresses(url: str) -> tuple[FeedCandidate, ...]:
    """Where the feed of a web page usually stands, for pages that announce none.

    A page below the root may be a blog of its own, so its own "/feed" comes first.
    """
    place = _take_apart(url)
    if place is None:
        return ()
    paths = list(_WELL_KNOWN_PATHS)
    if place.parts and "." not in place.parts[-1]:
        paths.insert(0, "/" + "/".join((*place.parts, "feed")))
    candidates = (clean_url(place.origin + path) for path in dict.fromkeys(paths))
    return tuple(FeedCandidate(candidate) for candidate in candidates if candidate)


def _take_apart(url: str) -> _Place | None:
    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").removeprefix("www.").rstrip(".")
        query = parse_qs(parts.query, max_num_fields=100)
    except ValueError:
        return None
    scheme = parts.scheme.lower()
    if scheme not in {"http", "https"} or not host:
        return None
    return _Place(
        host=host,
        # Without a user's name and password: a guess is no reason to send them.
        origin=f"{scheme}://{parts.netloc.rpartition('@')[2].lower()}",
        parts=tuple(part for part in parts.path.split("/") if part),
        query=query,
    )


def _from_youtube(place: _Place) -> list[FeedCandidate]:
    if place.host not in _YOUTUBE_HOSTS:
        return []
    found: list[FeedCandidate] = []
    playlist = place.query.get("list", [""])[0]
    match place.parts:
        case ("channel", channel, *_) if _CHANNEL_ID.fullmatch(channel):
            found.append(_youtube("channel_id", channel, "Channel"))
        case ("user", user, *_):
            found.append(_youtube("user", user, "Channel"))
    # A mix ("RD…") is made for whoever looks and has no feed.
    if playlist and not playlist.startswith("RD"):
        found.append(_youtube("playlist_id", playlist, "Playlist"))
    return found


def _youtube(key: str, value: str, title: str) -> FeedCandidate:
    return FeedCandidate(f"{_YOUTUBE_FEED}?{key}={quote(value, safe='')}", title)


def _from_bluesky(place: _Place) -> list[FeedCandidate]:
    match place.host, place.parts:
        case "bsky.app", ("profile", user, *_):
            return [FeedCandidate(f"https://bsky.app/profile/{user}/rss", "Posts")]
    return []


def _from_github(place: _Place) -> list[FeedCandidate]:
    if place.host != "github.com" or not place.parts or place.parts[0].lower() in _GITHUB_PAGES:
        return []
    match place.parts:
        case (owner,):
            return [FeedCandidate(f"https://github.com/{owner}.atom", "Activity")]
        case (owner, repository, *_):
            base = f"https://github.com/{owner}/{repository.removesuffix('.git')}"
            return [
                FeedCandidate(f"{base}/releases.atom", "Releases"),
                FeedCandidate(f"{base}/tags.atom", "Tags"),
                FeedCandidate(f"{base}/commits.atom", "Commits"),
            ]
    return []


def _from_gitlab(place: _Place) -> list[FeedCandidate]:
    # Its own instances are called gitlab.gnome.org and the like; groups nest, "-" ends the project.
    is_gitlab = place.host.startswith("gitlab.")
    project = place.parts[: place.parts.index("-")] if "-" in place.parts else place.parts
    if not is_gitlab or len(project) < 2:
        return []
    base = f"{place.origin}/{'/'.join(project).removesuffix('.git')}/-"
    return [
        FeedCandidate(f"{base}/tags?format=atom", "Tags"),
        FeedCandidate(f"{base}/releases.atom", "Releases"),
    ]


def _from_reddit(place: _Place) -> list[FeedCandidate]:
    if place.host not in _REDDIT_HOSTS:
        return []
    match place.parts:
        case ("r", board, "comments", post, *_):
            return [FeedCandidate(f"https://www.reddit.com/r/{board}/comments/{post}/.rss", "Comments")]
        case ("r", board, *_):
            return [FeedCandidate(f"https://www.reddit.com/r/{board}/.rss", board)]
        case ("u" | "user", user, *_):
            return [FeedCandidate(f"https://www.reddit.com/user/{user}/.rss", user)]
    return []


def _from_substack(place: _Place) -> list[FeedCandidate]:
    match place.host, place.parts:
        case "substack.com", (user, *_) if user.startswith("@"):
            return [FeedCandidate(f"https://{user[1:]}.substack.com/feed")]
        case host, _ if host.endswith(".substack.com"):
            return [FeedCandidate(f"https://{host}/feed")]
    return []


def _from_medium(place: _Place) -> list[FeedCandidate]:
    match place.host, place.parts:
        case "medium.com", ("feed", *_):
            return []
        case "medium.com", (name, *_) if name.lower() not in _MEDIUM_PAGES:
            return [FeedCandidate(f"https://medium.com/feed/{name}")]
        case host, _ if host.endswith(".medium.com"):
            return [FeedCandidate(f"https://{host}/feed")]
    return []


def _from_wordpress(place: _Place) -> list[FeedCandidate]:
    if not place.host.endswith(".wordpress.com"):
        return []
    found = [FeedCandidate(f"https://{place.host}/feed/")]
    if place.parts[:1] in {("category",), ("tag",), ("author",)} and len(place.parts) > 1:
        # What is shown is a part of the blog, and has a feed of its own.
        found.insert(0, FeedCandidate(f"https://{place.host}/{'/'.join(place.parts)}/feed/"))
    return found


def _from_mastodon(place: _Place) -> list[FeedCandidate]:
    """Mastodon runs on hosts of any name, so the shape of the path is all there is to go by."""
    if place.host in _OTHER_AT_HOSTS or not place.parts:
        return []
    name = f"@{place.parts[1]}" if place.parts[0] == "users" and len(place.parts) > 1 else place.parts[0]
    user = _MASTODON_USER.fullmatch(name)
    if user is None:
        return []
    # "@ann@home.example" is shown here, but lives and has its feed on the other host.
    origin = f"https://{user.group(2)}" if user.group(2) else place.origin
    return [FeedCandidate(f"{origin}/@{user.group(1)}.rss", "Posts")]


_PROVIDERS: tuple[Callable[[_Place], list[FeedCandidate]], ...] = (
    _from_youtube,
    _from_bluesky,
    _from_github,
    _from_gitlab,
    _from_reddit,
    _from_substack,
    _from_medium,
    _from_wordpress,
    _from_mastodon,
)
