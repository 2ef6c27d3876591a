import time

import pytest

from reader.feeds.finding.discover import FeedCandidate
from reader.feeds.finding.providers import feed_addresses, feeds_in_page, well_known_addresses

CHANNEL = "UCabcdefghijklmnopqrstuv"
OTHER_CHANNEL = "UC0123456789-_0123456789"
YOUTUBE = "https://www.youtube.com/feeds/videos.xml"


def urls(candidates: tuple[FeedCandidate, ...]) -> list[str]:
    return [candidate.url for candidate in candidates]


@pytest.mark.parametrize(
    ("url", "feeds"),
    [
        # YouTube
        (f"https://www.youtube.com/channel/{CHANNEL}", [f"{YOUTUBE}?channel_id={CHANNEL}"]),
        (f"http://m.youtube.com/channel/{CHANNEL}/videos?view=0", [f"{YOUTUBE}?channel_id={CHANNEL}"]),
        ("https://youtube.com/channel/elsewhere", []),
        ("https://www.youtube.com/user/press office", [f"{YOUTUBE}?user=press%20office"]),
        ("https://www.youtube.com/playlist?list=PLx_1-2", [f"{YOUTUBE}?playlist_id=PLx_1-2"]),
        ("https://youtu.be/abc?list=PLx", [f"{YOUTUBE}?playlist_id=PLx"]),
        ("https://www.youtube.com/watch?v=abc&list=RDabc", []),
        ("https://www.youtube.com/@press", []),
        # Mastodon
        ("https://social.example/@ann", ["https://social.example/@ann.rss"]),
        ("https://social.example:8443/@ann/with_replies", ["https://social.example:8443/@ann.rss"]),
        ("https://social.example/@ann@home.example", ["https://home.example/@ann.rss"]),
        ("https://www.social.example/users/ann", ["https://www.social.example/@ann.rss"]),
        ("https://www.threads.net/@ann", []),
        ("https://social.example/@", []),
        ("https://social.example/@a/../b@c?d", ["https://social.example/@a.rss"]),
        # Bluesky
        ("https://bsky.app/profile/ann.example/feed/x", ["https://bsky.app/profile/ann.example/rss"]),
        ("https://bsky.app/", []),
        # code
        (
            "https://github.com/desk/wire.git",
            [f"https://github.com/desk/wire/{name}.atom" for name in ("releases", "tags", "commits")],
        ),
        (
            "https://www.github.com/desk/wire/tree/main/docs",
            [f"https://github.com/desk/wire/{name}.atom" for name in ("releases", "tags", "commits")],
        ),
        ("https://github.com/desk", ["https://github.com/desk.atom"]),
        ("https://github.com/topics/rss", []),
        ("https://github.com/", []),
        (
            "https://gitlab.com/group/sub/wire/-/tree/main",
            [
                "https://gitlab.com/group/sub/wire/-/tags?format=atom",
                "https://gitlab.com/group/sub/wire/-/releases.atom",
            ],
        ),
        (
            "https://gitlab.press.example/group/wire",
            [
                "https://gitlab.press.example/group/wire/-/tags?format=atom",
                "https://gitlab.press.example/group/wire/-/releases.atom",
            ],
        ),
        ("https://gitlab.com/group", []),
        # Reddit
        ("https://old.reddit.com/r/worldnews/top", ["https://www.reddit.com/r/worldnews/.rss"]),
        ("https://reddit.com/r/a+b", ["https://www.reddit.com/r/a+b/.rss"]),
        ("https://www.reddit.com/r/a/comments/1x/title", ["https://www.reddit.com/r/a/comments/1x/.rss"]),
        ("https://www.reddit.com/u/ann", ["https://www.reddit.com/user/ann/.rss"]),
        ("https://www.reddit.com/", []),
        # letters and blogs
        ("https://ann.substack.com/p/first", ["https://ann.substack.com/feed"]),
        ("https://substack.com/@ann", ["https://ann.substack.com/feed"]),
        ("https://medium.com/@ann/first-1a2b", ["https://medium.com/feed/@ann"]),
        ("https://medium.com/the-desk", ["https://medium.com/feed/the-desk"]),
        ("https://ann.medium.com/first", ["https://ann.medium.com/feed"]),
        ("https://medium.com/tag/news", []),
        ("https://medium.com/", []),
        ("https://medium.com/feed/@ann", []),
        ("https://ann.wordpress.com/2026/11/first", ["https://ann.wordpress.com/feed/"]),
        (
            "https://ann.wordpress.com/tag/sea",
            ["https://ann.wordpress.com/tag/sea/feed/", "https://ann.wordpress.com/feed/"],
        ),
        # nothing known
        ("https://desk.example/news", []),
        ("ftp://github.com/desk/wire", []),
        ("file:///github.com/desk/wire", []),
        ("exec:https://github.com/desk/wire", []),
        ("https://[::1/@ann", []),
        ("https://a:b@a:x/@ann", []),
        ("", []),
    ],
)
def test_feeds_that_follow_from_the_address(url: str, feeds: list[str]) -> None:
    assert urls(feed_addresses(url)) == feeds


@pytest.mark.parametrize(
    ("page", "feeds"),
    [
        (f'{{"channelId":"{OTHER_CHANNEL}","externalId":"{CHANNEL}"}}', [f"{YOUTUBE}?channel_id={CHANNEL}"]),
        (f'"channelId" : "{CHANNEL}"', [f"{YOUTUBE}?channel_id={CHANNEL}"]),
        ('"channelId":"UCshort"', []),
        (f'"browseId":"{CHANNEL}"', []),
    ],
)
def test_a_youtube_handle_is_looked_up_in_its_page(page: str, feeds: list[str]) -> None:
    assert urls(feeds_in_page("https://www.youtube.com/@press", page.encode())) == feeds
    assert feeds_in_page("https://desk.example/@press", page.encode()) == ()
    assert feeds_in_page("http://[", page.encode()) == ()


def test_a_page_of_any_kind_is_searched_in_linear_time() -> None:
    page = (b'"channelId"' + b" " * 8) * 400_000
    started = time.process_time()
    assert feeds_in_page("https://www.youtube.com/@press", page) == ()
    assert time.process_time() - started < 5


def test_the_usual_places_of_a_feed() -> None:
    root = [
        f"https://desk.example/{name}"
        for name in ("feed", "rss", "feed.xml", "atom.xml", "rss.xml", "index.xml", "feed.json")
    ]
    assert urls(well_known_addresses("https://desk.example")) == root
    assert urls(well_known_addresses("https://me:pw@desk.example/a.html?b#c")) == root
    assert urls(well_known_addresses("https://desk.example/blog/")) == [
        "https://desk.example/blog/feed",
        *root,
    ]
    assert urls(well_known_addresses("http://[::1]:8080/"))[0] == "http://[::1]:8080/feed"
    assert well_known_addresses("file:///tmp/page.html") == ()
