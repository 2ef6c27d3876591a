import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.errors import ParseError, ParseProblem
from reader.feeds.document import parse_document
from reader.feeds.job import ParseJob
from storage.model import ArticleData, Enclosure, FeedData

URL = "https://desk.example/feeds/wire.json"
VERSION = "https://jsonfeed.org/version/1.1"
FEED_FIELDS = (
    "version title home_page_url feed_url description author authors language items icon expired hubs"
)
ITEM_FIELDS = (
    "id url external_url title content_html content_text summary image banner_image date_published"
    " date_modified author authors tags language attachments"
)
WRONG: list[Any] = [
    None,
    True,
    False,
    0,
    7,
    -1.5,
    "",
    " ",
    "x",
    [],
    {},
    [None],
    [7],
    ["x"],
    [[]],
    [{}],
    {"name": 7},
    {"x": {}},
]


def parse(document: str | bytes) -> FeedData | ParseError:
    return parse_document(ParseJob(URL, document if isinstance(document, bytes) else document.encode()))


def parsed(document: str | bytes) -> FeedData:
    feed = parse(document)
    assert isinstance(feed, FeedData)
    return feed


def feed_of(*items: Any, **fields: Any) -> FeedData:
    return parsed(json.dumps({"version": VERSION, "title": "Wire", **fields, "items": list(items)}))


def article(**fields: Any) -> ArticleData:
    (only,) = feed_of({"id": "1", **fields}).articles
    return only


def problem_of(document: str | bytes) -> ParseProblem:
    error = parse(document)
    assert isinstance(error, ParseError)
    return error.problem


def test_a_feed_says_what_it_is() -> None:
    feed = feed_of(
        home_page_url="/news", description="From the &amp; quay", language="nb_NO", title="Harbour\n Wire"
    )
    assert feed == FeedData(
        title="Harbour Wire",
        site_url="https://desk.example/news",
        description="From the & quay",
        language="nb-NO",
    )


@pytest.mark.parametrize(
    "version", [VERSION, "https://jsonfeed.org/version/1", "http://jsonfeed.org/version/1.0"]
)
def test_every_version_is_read(version: str) -> None:
    assert parsed(json.dumps({"version": version, "items": [{"id": "1"}]})).articles[0].guid == "1"


@pytest.mark.parametrize(
    ("fields", "url"),
    [
        ({"url": "https://desk.example/a"}, "https://desk.example/a"),
        ({"url": "/a?b=1&c=2"}, "https://desk.example/a?b=1&c=2"),
        ({"url": "a"}, "https://desk.example/feeds/a"),
        ({"url": "//cdn.example/a"}, "https://cdn.example/a"),
        ({"url": "/mine", "external_url": "https://other.example/"}, "https://desk.example/mine"),
        ({"external_url": "https://other.example/s"}, "https://other.example/s"),
        (
            {"url": "javascript:alert(1)", "external_url": "https://other.example/s"},
            "https://other.example/s",
        ),
        ({"url": "file:///etc/hosts"}, ""),
        ({"url": 7}, ""),
        ({"id": "https://desk.example/by-id"}, "https://desk.example/by-id"),
        ({"id": "/by-id"}, ""),
    ],
)
def test_links(fields: dict[str, Any], url: str) -> None:
    assert article(**fields).url == url


@pytest.mark.parametrize(
    ("fields", "author"),
    [
        ({"authors": [{"name": "Ann Lee"}, {"name": "Bo Ek"}]}, "Ann Lee, Bo Ek"),
        ({"authors": [{"name": "Ann Lee"}], "author": {"name": "Old Form"}}, "Ann Lee"),
        ({"author": {"name": "Ann Lee"}}, "Ann Lee"),
        ({"author": "Ann Lee"}, "Ann Lee"),
        ({"authors": [{"name": "Ann Lee"}, {"name": "ann lee"}, {"name": ""}]}, "Ann Lee"),
        ({"authors": [{"url": "https://ann.example"}]}, "https://ann.example"),
        ({"authors": []}, "The Desk"),
        ({"authors": [7, None]}, "The Desk"),
        ({"author": {"name": ["Ann"]}}, "The Desk"),
        ({}, "The Desk"),
    ],
)
def test_authors(fields: dict[str, Any], author: str) -> None:
    (only,) = feed_of({"id": "1", **fields}, authors=[{"name": "The Desk"}]).articles
    assert only.author == author


@pytest.mark.parametrize(
    ("fields", "text", "is_plain"),
    [
        ({"content_html": "<p>Tide &amp; time</p>"}, "Tide & time", False),
        ({"content_text": "Tide &amp; <b>time</b>"}, "Tide &amp; <b>time</b>", True),
        ({"content_text": "One.\n\nTwo."}, "One.\n\nTwo.", True),
        ({"content_html": "<p>Rich</p>", "content_text": "Plain", "summary": "Short"}, "Rich", False),
        ({"content_html": "", "content_text": "Plain <i>"}, "Plain <i>", True),
        ({"content_html": " \n", "content_text": "Plain <i>"}, "Plain <i>", True),
        ({"content_html": ["<p>"], "content_text": "Plain"}, "Plain", True),
        ({"summary": "Short"}, "Short", True),
        ({}, "", True),
    ],
)
def test_bodies(fields: dict[str, Any], text: str, is_plain: bool) -> None:
    read = article(**fields)
    assert (read.text, read.is_body_plain_text) == (text, is_plain)


@pytest.mark.parametrize(
    ("fields", "published", "updated"),
    [
        ({"date_published": "2026-11-18T06:05:04+01:00"}, "2026-11-18 05:05", ""),
        ({"date_modified": "2026-11-19T07:00:00Z"}, "2026-11-19 07:00", "2026-11-19 07:00"),
        (
            {"date_published": "2026-11-18T06:05:04Z", "date_modified": "2026-11-19T07:00:00Z"},
            "2026-11-18 06:05",
            "2026-11-19 07:00",
        ),
        (
            {"date_published": "soon", "date_modified": "2026-11-19T07:00:00Z"},
            "2026-11-19 07:00",
            "2026-11-19 07:00",
        ),
        ({"date_published": 1794981904}, "2026-11-18 06:05", ""),
        ({"date_published": "soon"}, "", ""),
    ],
)
def test_dates(fields: dict[str, Any], published: str, updated: str) -> None:
    read = article(**fields)
    assert [f"{at:%Y-%m-%d %H:%M}" if at else "" for at in (read.published_at, read.updated_at)] == [
        published,
        updated,
    ]


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("Box<T> leaks", "Box<T> leaks"),
        ("<b>Bold</b> is a tag", "<b>Bold</b> is a tag"),
        ("Salt &amp; Sons", "Salt & Sons"),
        ("\x1b[31mRed\n alert", "Red alert"),
        ("", "First words"),
        (None, "First words"),
    ],
)
def test_titles_are_plain(title: str | None, shown: str) -> None:
    assert article(title=title, content_text="First words").title == shown


def test_attachments_pictures_and_tags() -> None:
    read = article(
        url="/ports/a",
        content_html='<p>Tide</p><img src="in.jpg">',
        image="/lead.jpg",
        tags=["Ports", "ports", "Sea &amp; Air", "", 7, None],
        attachments=[
            {"url": "/talk.mp3", "mime_type": "Audio/MPEG", "size_in_bytes": 1234},
            {"url": "/talk.mp3", "mime_type": "audio/mpeg"},
            {"url": "javascript:x", "mime_type": "audio/mpeg"},
            {"url": "/map.jpg", "mime_type": "image/jpeg", "title": "The new quay from above"},
        ],
    )
    assert read.enclosures == (Enclosure("https://desk.example/talk.mp3", "audio/mpeg", 1234),)
    assert read.categories[:2] == ("Ports", "Sea & Air")
    captions = {picture.url: picture.caption for picture in read.pictures}
    assert captions["https://desk.example/ports/in.jpg"] == ""
    assert captions["https://desk.example/map.jpg"] == "The new quay from above"


@pytest.mark.parametrize(
    ("item", "guid"),
    [
        ('{"id": "a-1"}', "a-1"),
        ('{"id": " a-1 "}', "a-1"),
        ('{"id": 42}', "42"),
        ('{"id": 42.50}', "42.50"),
        ('{"id": -1}', "-1"),
        ('{"url": "https://desk.example/a"}', "https://desk.example/a"),
        ('{"id": null, "url": "https://desk.example/a"}', "https://desk.example/a"),
        ('{"id": "\\udc00", "url": "https://desk.example/a"}', "https://desk.example/a"),
    ],
)
def test_identities(item: str, guid: str) -> None:
    (only,) = parsed(f'{{"version": "{VERSION}", "items": [{item}]}}').articles
    assert only.guid == guid
    assert type(only.guid) is str


def test_numbers_of_thousands_of_digits_do_no_harm() -> None:
    digits = "7" * 5000
    document = (
        f'{{"version": "{VERSION}", "n": {digits}.{digits}e{digits}, "items": [{{"id": {digits},'
        f' "title": {digits}, "attachments": [{{"url": "https://desk.example/a.mp3",'
        f' "size_in_bytes": {digits}}}]}}]}}'
    )
    (only,) = parsed(document).articles
    assert len(only.guid) <= 500
    assert only.enclosures == (Enclosure("https://desk.example/a.mp3"),)


def test_lone_surrogates_are_dropped_and_pairs_kept() -> None:
    bad = "a\\ud83d \\ud83d\\ude00\\udfff"
    document = (
        f'{{"version": "{VERSION}", "title": "{bad}", "items": [{{"id": "{bad}", "title": "{bad}",'
        f' "content_text": "{bad} low tide", "author": {{"name": "{bad}"}}, "tags": ["{bad}"]}}]}}'
    )
    feed = parsed(document)
    only = feed.articles[0]
    shown = "a 😀"
    assert (feed.title, only.guid, only.title, only.author) == (shown,) * 4
    assert only.text == f"{shown} low tide"
    assert only.categories == (shown,)


@pytest.mark.parametrize("wrong", WRONG, ids=repr)
def test_a_field_of_the_wrong_type_costs_nothing_else(wrong: Any) -> None:
    for field in ITEM_FIELDS.split():
        item = {"id": "1", "title": "Kept", "content_text": "Kept too", field: wrong}
        (only,) = feed_of(item).articles
        if field == "title":
            assert only.title in ("Kept too", str(wrong))
        else:
            assert only.title == "Kept"
    for field in FEED_FIELDS.split():
        document = {"version": VERSION, "items": [{"id": "1", "title": "Kept"}], field: wrong}
        titles = [read.title for read in parsed(json.dumps(document)).articles]
        assert titles == ["Kept"] or field == "items"


def test_items_that_are_none_are_passed_over() -> None:
    titles = [read.title for read in feed_of(None, 7, "x", [], {"id": "1", "title": "Kept"}).articles]
    assert titles == ["Kept"]


@pytest.mark.parametrize("field", ["url", "image", "banner_image"])
def test_a_number_is_no_address(field: str) -> None:
    read = article(**{field: 7})
    assert (read.url, read.pictures) == ("", ())


@pytest.mark.parametrize(
    ("document", "problem"),
    [
        ('{"items": ' + "[" * 100_000, ParseProblem.TOO_COMPLEX),
        ('{"items": ' * 100_000, ParseProblem.TOO_COMPLEX),
        ("[" * 100_000, ParseProblem.NOT_A_FEED),
        ("{", ParseProblem.MALFORMED),
        (f'{{"version": "{VERSION}", "items": [{{"id": "1", "title": "cu', ParseProblem.MALFORMED),
        (f'{{"version": "{VERSION}", "items": []}} and more', ParseProblem.MALFORMED),
        ("{}", ParseProblem.NOT_A_FEED),
        ('{"items": {"id": "1"}}', ParseProblem.NOT_A_FEED),
        ('{"type": "FeatureCollection", "features": []}', ParseProblem.NOT_A_FEED),
    ],
)
def test_what_is_no_feed_is_named(document: str, problem: ParseProblem) -> None:
    assert problem_of(document) is problem


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-be"])
def test_every_unicode_encoding_is_read(codec: str) -> None:
    document = json.dumps(
        {"version": VERSION, "items": [{"id": "1", "title": "港が開いた"}]}, ensure_ascii=False
    )
    assert parsed(document.encode(codec)).articles[0].title == "港が開いた"


def test_items_over_the_limit_are_left_and_said() -> None:
    body = json.dumps({"version": VERSION, "items": [{"id": str(number)} for number in range(6)]}).encode()
    feed = parse_document(ParseJob(URL, body, max_entries=4))
    assert isinstance(feed, FeedData)
    assert [read.guid for read in feed.articles] == ["0", "1", "2", "3"]
    assert not feed.is_complete
    assert "more than 4 items" in feed.problem


VALUES = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from([*ITEM_FIELDS.split(), "name", "mime_type"]), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from(FEED_FIELDS.split()), VALUES, max_size=6))
def test_any_json_gives_a_feed_or_says_that_it_is_none(document: dict[str, Any]) -> None:
    feed = parse(json.dumps({"version": VERSION, **document}))
    if isinstance(feed, ParseError):
        assert feed.problem is ParseProblem.NOT_A_FEED
