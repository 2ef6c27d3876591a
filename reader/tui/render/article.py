"""A whole article as lines: head, figures, text, links and files; and all its captions as a page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta, tzinfo
from typing import TYPE_CHECKING, NamedTuple

from reader.feeds.bodies.blocks import Block, Embed, ListBlock, Paragraph, Quote, Span
from reader.keywords.signs import sign_of
from reader.tui.render.dates import day_and_time, long_date, reading_minutes
from reader.tui.render.figure import layout_figure
from reader.tui.render.flow import Flow
from reader.tui.render.lines import Line, Paint, Place, Role, Run, Runs, runs_width
from reader.tui.render.typeset import Indent, Typesetting, link_number, set_lines
from storage.model import Article, Enclosure, Link, RevisedField, Scope

if TYPE_CHECKING:
    from reader.feeds.bodies.content import ArticleContent

END_MARK = "◆"

_NO_TEXT = "The feed gives no text. Press o to open the page."
_NO_PICTURES = "No pictures here."

_LONGEST_UNBROKEN = 24
"""Of a name, in cells: several authors, or an agency with its town, may stand on two lines."""

# Publishers touch an article within the first minutes: that is no news to a reader.
_UPDATE_WORTH_SAYING = timedelta(minutes=10)


class Reading(NamedTuple):
    """An article opened: what the archive holds of it, and its body taken apart."""

    article: Article
    content: ArticleContent
    links: tuple[Link, ...]
    zone: tzinfo | None = None


def all_links(article: Article, content: ArticleContent) -> tuple[Link, ...]:
    """Everything that can be opened: the body's links as ``content`` has them, then embeds and files.

    What leads to a place within the article comes last, so that the others are numbered as elsewhere.
    """
    links = {link.url: link for link in content.links}
    for embed in _embeds(content.blocks):
        if embed.url:
            links.setdefault(embed.url, Link(embed.title or embed.url, embed.url))
    for enclosure in article.enclosures:
        links.setdefault(
            enclosure.url, Link(enclosure.url.rpartition("/")[2] or enclosure.url, enclosure.url)
        )
    for url in content.jumps:
        links.setdefault(url, Link(url, url))
    return tuple(links.values())


def layout_article(reading: Reading, setting: Typesetting) -> Iterator[Line]:
    """Lay out an article from its kicker to its end mark. The first lines come at once."""
    flow = Flow(setting)
    yield from _layout_head(reading, setting)
    blocks = reading.content.blocks or _plain_blocks(reading.article.text)
    yield from flow.lay_out(blocks)
    if not blocks:
        yield from _spaced((Run(_NO_TEXT, Paint(Role.HINT)),), setting, flow)
    if reading.article.enclosures:
        yield from _layout_enclosures(reading, setting, flow)
    outward = [link for link in reading.links if link.url not in reading.content.jumps]
    if setting.shows_link_numbers and outward:
        yield from _layout_links(outward, setting, flow)
    yield from _spaced((Run(END_MARK, Paint(Role.FIGURE)),), setting, flow)


def layout_captions(reading: Reading, setting: Typesetting) -> Iterator[Line]:
    """Lay out the pictures alone: every caption and credit of the article, on one page."""
    flow = Flow(setting)
    yield from _layout_head(reading, setting)
    for picture in reading.content.pictures:
        piece = flow.next_piece()
        yield Line(place=Place(piece))
        yield from layout_figure((picture,), setting, Indent(), piece=piece)
    if not reading.content.pictures:
        yield from _spaced((Run(_NO_PICTURES, Paint(Role.HINT)),), setting, flow)
    yield from _spaced((Run(END_MARK, Paint(Role.FIGURE)),), setting, flow)


def _layout_head(reading: Reading, setting: Typesetting) -> Iterator[Line]:
    row = reading.article.row
    parts: list[Runs] = [(Run(setting.steady(row.feed_title).upper(), Paint(Role.KICKER)),)]
    parts.append(setting.text_runs(row.title, Role.HEADLINE, Scope.TITLE))
    parts.append(_byline(reading, setting))
    if marks := _marks(reading, setting):
        parts.append(marks)
    parts.extend(_note(reading.article.note, setting))
    offset = 0
    for runs in parts:
        for line in set_lines(runs, setting, Indent(), piece=0):
            yield Line(line.runs, line.prefix, Place(0, offset), joint=line.joint)
            offset += 1


def _byline(reading: Reading, setting: Typesetting) -> Runs:
    """Date, author, reading time, pictures; the author may hold a watched name."""
    row = reading.article.row
    published_at = row.published_at or row.first_seen_at
    facts: list[Runs] = [_meta(_unbroken(long_date(published_at, reading.zone)))]
    if row.updated_at and row.updated_at - published_at > _UPDATE_WORTH_SAYING:
        facts.append(_meta(_unbroken(f"updated {day_and_time(row.updated_at, reading.zone)}")))
    facts.extend(_meta(_unbroken(words)) for words in _corrections(reading))
    if row.author:
        author = setting.text_runs(row.author, Role.META, Scope.AUTHOR)
        is_short = runs_width(author) <= _LONGEST_UNBROKEN
        facts.append(tuple(_unbroken_run(run) for run in author) if is_short else author)
    if minutes := reading_minutes(row.word_count):
        facts.append(_meta(_unbroken(f"{minutes} min")))
    if reading.content.pictures:
        facts.append(_meta(_unbroken(f"▣ {len(reading.content.pictures)}")))
    byline: list[Run] = []
    for number, fact in enumerate(facts):
        byline.extend((*_meta("\u00a0· "), *fact) if number else fact)
    return tuple(byline)


def _corrections(reading: Reading) -> Iterator[str]:
    """Say when headline and captions were corrected last: "caption corrected 24 Jan 14:05"."""
    words = {RevisedField.TITLE: "headline changed", RevisedField.CAPTION: "caption corrected"}
    last = {revision.field: revision.changed_at for revision in reading.article.revisions}
    for field, moment in last.items():
        yield f"{words[field]} {day_and_time(moment, reading.zone)}"


def _marks(reading: Reading, setting: Typesetting) -> Runs:
    """What the reader's own organisation says of it: star, keywords with their counts, tags."""
    row = reading.article.row
    marks: list[Run] = [Run("★ starred", Paint(Role.STAR))] if row.is_starred else []
    for hit in row.hits:
        times = f" ×{hit.times}" if hit.times > 1 else ""
        name = setting.steady(hit.pattern)
        marks.append(
            Run(_unbroken(f"{sign_of(hit.glyph, hit.color)} {name}{times}"), Paint(Role.BADGE, hit=hit.color))
        )
    marks.extend(Run(f"#{setting.steady(tag)}", Paint(Role.TAG)) for tag in row.tags)
    spaced: list[Run] = []
    for number, mark in enumerate(marks):
        spaced.extend((*_meta("  "), mark) if number else (mark,))
    return tuple(spaced)


def _note(text: str, setting: Typesetting) -> Iterator[Runs]:
    """The reader's own note, a part for each of its lines."""
    for number, line in enumerate(text.splitlines()):
        sign = Run("✎ " if number == 0 else "  ", Paint(Role.TAG))
        yield (sign, Run(setting.steady(line), Paint(Role.BODY)))


def _layout_enclosures(reading: Reading, setting: Typesetting, flow: Flow) -> Iterator[Line]:
    piece = flow.next_piece()
    yield Line(place=Place(piece))
    for enclosure in reading.article.enclosures:
        link = setting.link_indexes.get(enclosure.url, -1)
        name = enclosure.url.rpartition("/")[2].partition("?")[0] or enclosure.url
        name_run = Run(setting.steady(name), Paint(Role.BODY, link=link))
        runs: list[Run] = [Run("▸ ", Paint(Role.BAR)), *setting.numbered((name_run,))]
        runs.extend(_meta("".join(f" · {fact}" for fact in _file_facts(enclosure))))
        yield from set_lines(tuple(runs), setting, Indent(), piece=piece)


def _file_facts(enclosure: Enclosure) -> list[str]:
    facts = [enclosure.type] if enclosure.type else []
    if enclosure.length:
        megabytes = enclosure.length / 1_000_000
        facts.append(f"{megabytes:.0f} MB" if megabytes >= 1 else f"{max(enclosure.length // 1000, 1)} kB")
    return facts


def _layout_links(links: Sequence[Link], setting: Typesetting, flow: Flow) -> Iterator[Line]:
    yield from _spaced((Run("Links", Paint(Role.SUBHEADING)),), setting, flow)
    piece = flow.next_piece()
    cells = len(str(len(links))) + 3
    for index, link in enumerate(links):
        number = link_number(index)
        label = (Run(number.text.rjust(cells - 1) + " ", number.paint),)
        rest = (Run(" " * cells, Paint(Role.BODY)),)
        runs = (Run(setting.steady(link.url), Paint(Role.META, link=index)),)
        yield from set_lines(runs, setting, Indent(label, rest), piece=piece)


def _spaced(runs: Runs, setting: Typesetting, flow: Flow) -> Iterator[Line]:
    piece = flow.next_piece()
    yield Line(place=Place(piece))
    yield from set_lines(runs, setting, Indent(), piece=piece)


def _meta(text: str) -> Runs:
    return (Run(text, Paint(Role.META)),)


def _unbroken(text: str) -> str:
    """Hold words together that make no sense apart."""
    return text.replace(" ", "\u00a0")


def _unbroken_run(run: Run) -> Run:
    return run._replace(text=_unbroken(run.text))


def _plain_blocks(text: str) -> tuple[Block, ...]:
    paragraphs = (paragraph.strip() for paragraph in text.split("\n\n"))
    return tuple(Paragraph((Span(paragraph),)) for paragraph in paragraphs if paragraph)


def _embeds(blocks: Sequence[Block]) -> Iterator[Embed]:
    waiting = list(reversed(blocks))
    while waiting:
        block = waiting.pop()
        if isinstance(block, Embed):
            yield block
        elif isinstance(block, Quote):
            waiting.extend(reversed(block.blocks))
        elif isinstance(block, ListBlock):
            waiting.extend(inner for item in reversed(block.items) for inner in reversed(item))
