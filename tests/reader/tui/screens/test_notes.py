"""Links within an article: to a note and back, by Enter, by number and by mouse."""

from typing import Any

import pytest

from storage.archive import Archive

Open = Any

WORDS = "The harbour was quiet that morning, and the bridge was open again to everybody who came. "


def filler(number: int) -> str:
    return "".join(f"<p>{number}.{place} {WORDS * 3}</p>" for place in range(6))


ESSAY = f"""<rss version="2.0"><channel><title>Quay Post</title>
<item><title>Essay</title><guid>q1</guid><link>https://quay.example/essay</link><description><![CDATA[
<p>All is energy<sup id="ref1"><a href="#note1">1</a></sup>, says the <a href="https://wire.example/">wire</a>.</p>
{filler(1)}<p>Or matter<sup id="ref2"><a href="https://quay.example/essay#note2">2</a></sup>, see the
<a href="#tides">table</a> and <a href="#gone">what is gone</a>.</p>{filler(2)}
<table id="tides"><tr><th>Tide</th><th>Metres</th></tr><tr><td>High</td><td>3</td></tr></table>{filler(3)}
<ol><li id="note1">Smith, 2019. <a href="#ref1">↩</a></li>
<li id="note2">Jones. <a href="#ref2">↩</a></li></ol>
]]></description></item>
<item><title>Other</title><guid>q2</guid><description>Nothing to see.</description></item>
</channel></rss>"""


@pytest.fixture
async def essay(fetched: Any) -> Archive:
    """An archive with an article that has two notes at its end, and another one."""
    return await fetched(ESSAY)


async def open_essay(reader: Any) -> Any:
    await reader.press("2", "slash")
    await reader.type("title:essay")
    await reader.press("enter", "enter")
    return reader.screen.article_pane


def lit_text(article: Any) -> str:
    """The line that a link led to; "" where none is lit."""
    number = article._page.lit_line
    return article._page.lines[number].text if number >= 0 else ""


async def test_enter_on_a_reference_goes_to_its_note_and_enter_there_goes_back(
    essay: Archive, open_reader: Open, browser: Any
) -> None:
    async with open_reader(essay, (100, 20)) as reader:
        article = await open_essay(reader)
        await reader.press("j", "right_square_bracket")
        top = article.scroll_offset.y
        await reader.press("enter")
        assert article.scroll_offset.y > top + 20
        assert lit_text(article) == "Smith, 2019. ↩"
        assert "[1] Smith, 2019." in reader.text()
        await reader.press("enter")
        assert article.scroll_offset.y == top
        assert lit_text(article) == "All is energy[1], says the wire."
        await reader.press("enter")
        assert lit_text(article) == "Smith, 2019. ↩"
        await reader.press("k")
        assert lit_text(article) == ""
        assert browser.urls == []


async def test_back_and_on_lead_through_the_places_within_the_article(
    essay: Archive, open_reader: Open
) -> None:
    async with open_reader(essay, (100, 20)) as reader:
        article = await open_essay(reader)
        await reader.press("right_square_bracket", "enter")
        below = article.scroll_offset.y
        await reader.press("ctrl+o")
        assert article.scroll_offset.y == 0
        assert article.links[article.focused_link].url.endswith("#note1")
        await reader.press("ctrl+l")
        assert article.scroll_offset.y == below
        await reader.press("ctrl+o", "ctrl+o")
        assert "No article before this one" in reader.notices
        await reader.press("ctrl+l")
        assert article.scroll_offset.y == below


async def test_another_article_ends_the_way_back(essay: Archive, open_reader: Open) -> None:
    async with open_reader(essay, (100, 20)) as reader:
        article = await open_essay(reader)
        await reader.press("right_square_bracket", "enter")
        await reader.press("escape", "escape", "g")
        if reader.screen.list_pane.cursor_row.title != "Other":
            await reader.press("j")
        await reader.press("enter")
        assert reader.screen.open_article.article.row.title == "Other"
        await reader.press("ctrl+o")
        await reader.until(lambda: reader.screen.open_article.article.row.title == "Essay")
        assert article.has_focus


async def test_numbers_lead_to_notes_and_out_of_the_article(
    essay: Archive, open_reader: Open, browser: Any
) -> None:
    async with open_reader(essay, (100, 20)) as reader:
        article = await open_essay(reader)
        urls = [link.url for link in article.links]
        assert urls[:2] == ["https://wire.example/", "https://quay.example/essay#gone"]
        numbers = {url.partition("#")[2]: str(number) for number, url in enumerate(urls, 1)}
        await reader.press("L", numbers["note2"], "enter")
        assert lit_text(article) == "Jones. ↩"
        assert not article.shows_link_numbers
        await reader.press("L", numbers["tides"], "enter")
        assert "Tide │ Metres" in lit_text(article)
        assert browser.urls == []
        await reader.press("L", numbers["gone"], "enter")
        assert browser.urls == ["https://quay.example/essay#gone"]


async def test_the_list_of_links_names_those_that_lead_out(essay: Archive, open_reader: Open) -> None:
    async with open_reader(essay, (100, 20)) as reader:
        article = await open_essay(reader)
        await reader.press("L")
        await reader.until(lambda: article.is_laid_out)
        lines = [line.text for line in article._page.lines]
        listed = lines[lines.index("Links") + 1 :]
        assert [line for line in listed if "//" in line] == [
            "https://wire.example/",
            "https://quay.example/essay#gone",
        ]


async def test_a_click_leads_to_the_note(essay: Archive, open_reader: Open, browser: Any) -> None:
    async with open_reader(essay, (100, 20)) as reader:
        article = await open_essay(reader)
        x, y = reader.where("[1], says the wire")
        await reader.click(x + 1, y)
        assert lit_text(article) == "Smith, 2019. ↩"
        assert browser.urls == []
        x, y = reader.where("↩")
        await reader.click(x, y)
        assert lit_text(article).startswith("All is energy[1]")
        assert article.scroll_offset.y == 0


async def test_another_width_and_a_star_keep_what_is_lit(essay: Archive, open_reader: Open) -> None:
    async with open_reader(essay, (100, 20)) as reader:
        article = await open_essay(reader)
        await reader.press("right_square_bracket", "enter")
        await reader.pilot.resize_terminal(70, 20)
        await reader.settle()
        assert lit_text(article) == "Smith, 2019. ↩"
        await reader.press("s")
        assert lit_text(article) == "Smith, 2019. ↩"


async def test_a_note_that_is_in_sight_is_lit_where_it_is(essay: Archive, open_reader: Open) -> None:
    async with open_reader(essay, (100, 200)) as reader:
        article = await open_essay(reader)
        await reader.press("right_square_bracket", "enter")
        assert (article.scroll_offset.y, lit_text(article)) == (0, "Smith, 2019. ↩")
        await reader.press("ctrl+o")
        assert "No article before this one" in reader.notices


async def test_from_the_page_of_captions_a_number_leads_into_the_text(
    essay: Archive, open_reader: Open
) -> None:
    async with open_reader(essay, (100, 20)) as reader:
        article = await open_essay(reader)
        number = [link.url.partition("#")[2] for link in article.links].index("note1") + 1
        await reader.press("c", "L", str(number), "enter")
        assert article.caption_mode == "inline"
        assert lit_text(article) == "Smith, 2019. ↩"
