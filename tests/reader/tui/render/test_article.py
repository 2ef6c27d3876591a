"""A whole article as lines, and the page of its captions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, timedelta
from typing import Any

import pytest

from reader.feeds.bodies.content import build_content
from reader.tui.render.article import Reading, all_links, layout_article, layout_captions
from reader.tui.render.lines import Line, Role
from reader.tui.render.typeset import Typesetting
from storage.model import Article, ArticleRow, Enclosure, Hit, Scope

RowMaker = Callable[..., ArticleRow]

BODY = """
<figure><img src="https://example.org/crane.jpg" width="1200" height="800">
<figcaption>A crane lifts the last deck of the bridge on Monday. (Reuters)</figcaption></figure>
<p>The bridge opened a week late, <a href="https://example.org/why">for this reason</a>.</p>
<p><img src="https://example.org/quay.jpg" width="640" height="427"></p>
<iframe src="https://www.videos.example/watch" title="The opening"></iframe>
"""


def read(row: ArticleRow, body: str = BODY, **fields: Any) -> Reading:
    content = build_content(
        body=body, is_plain_text=False, base_url="https://example.org/", title=row.title, feed_pictures=()
    )
    known: dict[str, Any] = {
        "text": content.text,
        "body_html": body,
        "is_body_plain_text": False,
        "base_url": "https://example.org/",
        "feed_pictures": (),
        "pictures": content.pictures,
        "enclosures": (),
        "categories": (),
        "language": "en",
    }
    article = Article(row, **{**known, **fields})
    return Reading(article, content, all_links(article, content), UTC)


def setting_of(reading: Reading, measure: int = 60, **options: Any) -> Typesetting:
    indexes = {link.url: index for index, link in enumerate(reading.links)}
    return Typesetting(
        measure=measure, link_indexes=indexes, picture_count=len(reading.content.pictures), **options
    )


def painted(lines: list[Line]) -> list[str]:
    return [line.painted.replace("\u00a0", " ").rstrip() for line in lines]


def lay_out(reading: Reading, measure: int = 60, **options: Any) -> list[str]:
    return painted(list(layout_article(reading, setting_of(reading, measure, **options))))


def test_a_short_name_is_not_broken(make_row: RowMaker) -> None:
    reading = read(make_row(author="Mona Diab", word_count=700))
    assert lay_out(reading, 32)[2:4] == ["Fri 24 Jan 2025 06:46 ·", "Mona Diab · 3 min · ▣ 2"]


def test_an_article_from_kicker_to_end_mark(make_row: RowMaker) -> None:
    reading = read(make_row(author="Mona Diab", word_count=700))
    assert lay_out(reading) == [
        "HARBOUR NEWS",
        "Bridge opens a week late",
        "Fri 24 Jan 2025 06:46 · Mona Diab · 3 min · ▣ 2",
        "",
        "▌ ▣ Picture 1 of 2 · 1200×800",
        "▌ A crane lifts the last deck of the bridge on Monday.",
        "▌" + " " * 52 + "Reuters",
        "",
        "The bridge opened a week late, for this reason.",
        "",
        "▣ Picture 2 of 2 · 640×427",
        "",
        "▶ Page: The opening  videos.example",
        "",
        "◆",
    ]


def test_the_caption_stands_once(make_row: RowMaker) -> None:
    text = " ".join(lay_out(read(make_row())))
    assert text.count("A crane lifts the last deck") == 1


def test_what_the_reader_organised_stands_in_the_head(make_row: RowMaker) -> None:
    hits = (Hit(1, "bridge", "accent", 4, (Scope.TEXT,)), Hit(2, "storm", "error", 1, (Scope.TITLE,)))
    row = make_row(is_starred=True, tags=("port",), hits=hits)
    lines = list(layout_article(read(row), Typesetting(measure=60)))
    assert painted(lines)[3] == "★ starred  ▲ bridge ×4  ▼ storm  #port"
    badges = [run for run in lines[3].runs if run.paint.role is Role.BADGE]
    assert [badge.paint.hit for badge in badges] == ["accent", "error"]


@pytest.mark.parametrize(("minutes", "is_said"), [(5, False), (10, False), (11, True), (60, True)])
def test_an_update_is_said_where_it_is_news(make_row: RowMaker, minutes: int, is_said: bool) -> None:
    row = make_row()
    assert row.published_at is not None
    changed = make_row(updated_at=row.published_at + timedelta(minutes=minutes))
    assert ("updated 24 Jan" in lay_out(read(changed))[2]) is is_said


def test_an_undated_article_has_the_time_at_which_it_came(make_row: RowMaker) -> None:
    assert lay_out(read(make_row(published_at=None)))[2].startswith("Fri 24 Jan 2025 06:46")


def test_a_long_headline_and_byline_break_between_facts(make_row: RowMaker) -> None:
    row = make_row(title="Bridge opens a week late after two storms", word_count=700)
    assert lay_out(read(row, "<p>Text.</p>"), measure=24)[:6] == [
        "HARBOUR NEWS",
        "Bridge opens a week late",
        "after two storms",
        "Fri 24 Jan 2025 06:46 ·",
        "3 min",
        "",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "The feed gives no text. Press o to open the page."),
        ("Only the excerpt.", "Only the excerpt."),
    ],
)
def test_an_article_without_a_body(make_row: RowMaker, text: str, expected: str) -> None:
    assert lay_out(read(make_row(), "", text=text))[4] == expected


def test_attached_files_are_named_with_type_and_size(make_row: RowMaker) -> None:
    files = (
        Enclosure("https://example.org/talk.mp3?x=1", "audio/mpeg", 23_400_000),
        Enclosure("https://example.org/notes.pdf", "application/pdf", 12_345),
        Enclosure("https://example.org/plain"),
    )
    lines = lay_out(read(make_row(), "<p>Text.</p>", enclosures=files))
    assert lines[-5:-2] == [
        "▸ talk.mp3 · audio/mpeg · 23 MB",
        "▸ notes.pdf · application/pdf · 12 kB",
        "▸ plain",
    ]


def test_links_are_the_bodys_then_embeds_then_files(make_row: RowMaker) -> None:
    reading = read(make_row(), enclosures=(Enclosure("https://example.org/talk.mp3"),))
    assert [link.url for link in reading.links] == [
        "https://example.org/why",
        "https://www.videos.example/watch",
        "https://example.org/talk.mp3",
    ]
    assert reading.links[: len(reading.content.links)] == reading.content.links


def test_numbered_links_are_listed_at_the_end(make_row: RowMaker) -> None:
    lines = lay_out(read(make_row()), shows_link_numbers=True)
    assert "The bridge opened a week late, for this reason‹1›." in lines
    assert lines[-5:-2] == ["Links", "‹1› https://example.org/why", "‹2› https://www.videos.example/watch"]


def test_videos_and_files_have_their_numbers_too(make_row: RowMaker) -> None:
    talk = Enclosure("https://example.org/talk.mp3", "audio/mpeg", 3_000_000)
    lines = lay_out(read(make_row(), enclosures=(talk,)), shows_link_numbers=True)
    assert "▶ Page: The opening‹2›  videos.example" in lines
    assert "▸ talk.mp3‹3› · audio/mpeg · 3 MB" in lines


def test_a_number_does_not_look_like_the_label_of_a_note(make_row: RowMaker) -> None:
    body = '<p>All is energy<a href="https://example.org/notes">[1]</a>.</p>'
    assert "All is energy[1]‹1›." in lay_out(read(make_row(), body), shows_link_numbers=True)


def test_embeds_and_files_have_their_numbers_too(make_row: RowMaker) -> None:
    reading = read(make_row(), enclosures=(Enclosure("https://example.org/talk.mp3", "audio/mpeg"),))
    lines = lay_out(reading, shows_link_numbers=True)
    assert any(line.startswith("▶ ") and "‹2›" in line for line in lines)
    assert "▸ talk.mp3‹3› · audio/mpeg" in lines


def test_the_captions_page_holds_all_pictures_and_no_text(make_row: RowMaker) -> None:
    reading = read(make_row())
    lines = painted(list(layout_captions(reading, setting_of(reading))))
    assert lines[3:] == [
        "",
        "▌ ▣ Picture 1 of 2 · 1200×800",
        "▌ A crane lifts the last deck of the bridge on Monday.",
        "▌" + " " * 52 + "Reuters",
        "",
        "▣ Picture 2 of 2 · 640×427",
        "",
        "◆",
    ]


def test_the_captions_page_of_an_article_without_pictures_says_so(make_row: RowMaker) -> None:
    reading = read(make_row(), "<p>Text.</p>")
    assert "No pictures here." in painted(list(layout_captions(reading, setting_of(reading))))


def test_foreign_markup_stays_text(make_row: RowMaker) -> None:
    row = make_row(title="[bold]AC[/] [@click=app.quit]x[/]", feed_title="[red]Feed[/red]")
    lines = lay_out(read(row, "<p>[@click=app.quit]y[/]</p>"))
    assert lines[:2] == ["[RED]FEED[/RED]", "[bold]AC[/] [@click=app.quit]x[/]"]
    assert "[@click=app.quit]y[/]" in lines
