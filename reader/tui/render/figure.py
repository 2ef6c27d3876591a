"""The figure block: a bar, what is known of the picture, its caption in italics, its credit at the right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from reader.text import fold
from reader.tui.render.lines import Line, Paint, Place, Role, Run, Runs
from reader.tui.render.typeset import Indent, Typesetting, set_lines
from storage.model import Picture, Scope

_BAR = Run("▌ ", Paint(Role.FIGURE))


class _Group(NamedTuple):
    """Pictures that share a caption: all but the last have none of their own."""

    pictures: tuple[Picture, ...]
    credit: str


def layout_figure(
    pictures: Sequence[Picture], setting: Typesetting, indent: Indent, *, piece: int
) -> Iterator[Line]:
    """Lay out one picture, or a gallery under one bar.

    A picture without any words is one dim line; so is each one while captions are hidden.
    """
    has_words = setting.shows_captions and any(_has_words(picture) for picture in pictures)
    if not has_words:
        yield _wordless(pictures, setting, indent, piece)
        return
    bar = indent.inner((_BAR,), (_BAR,))
    for number, group in enumerate(_groups(pictures)):
        if number:
            yield Line((), bar.rest, Place(piece, number))
        yield from _layout_group(group, setting, bar if number == 0 else bar.later(), Place(piece, number))


def picture_name(picture: Picture, count: int, *, last: Picture | None = None) -> str:
    """Name a picture by its place: "Picture", "Picture 1 of 2", "Pictures 2–4 of 6"."""
    if count <= 1:
        return "Picture"
    if last is not None and last.position != picture.position:
        return f"Pictures {picture.position + 1}–{last.position + 1} of {count}"
    return f"Picture {picture.position + 1} of {count}"


def adds(alt: str, caption: str) -> bool:
    """Whether the description says something that the caption does not."""
    return bool(alt) and fold(alt) not in fold(caption)


def _layout_group(group: _Group, setting: Typesetting, indent: Indent, place: Place) -> Iterator[Line]:
    captioned = group.pictures[-1]
    head = (
        Run("▣ " + _name(group.pictures, setting), Paint(Role.BAR)),
        Run(_facts(group.pictures), Paint(Role.FIGURE_META)),
    )
    parts: list[tuple[Runs, bool]] = [(head, False)]
    if captioned.caption:
        parts.append((setting.text_runs(captioned.caption, Role.CAPTION, Scope.CAPTION), False))
    if adds(captioned.alt, captioned.caption):
        alt = setting.text_runs(captioned.alt, Role.ALT, Scope.CAPTION)
        parts.append(((Run("alt: ", Paint(Role.FIGURE_META)), *alt), False))
    if group.credit:
        parts.append((setting.text_runs(group.credit, Role.CREDIT, Scope.CREDIT), True))
    picture = group.pictures[0].position
    for runs, is_right in parts:
        for line in set_lines(runs, setting, indent, piece=place.piece, is_right=is_right):
            yield line._replace(place=place, picture=picture)
            picture = -1
        indent = indent.later()


def _wordless(pictures: Sequence[Picture], setting: Typesetting, indent: Indent, piece: int) -> Line:
    text = f"▣ {_name(pictures, setting)}{_facts(pictures)}"
    runs = (Run(text, Paint(Role.FIGURE_META)),)
    return Line(runs, indent.first, Place(piece), picture=pictures[0].position)


def _groups(pictures: Sequence[Picture]) -> Iterator[_Group]:
    """Join each captionless picture with the next that has a caption; a shared credit stands once."""
    has_one_credit = len({picture.credit for picture in pictures}) == 1
    waiting: list[Picture] = []
    for number, picture in enumerate(pictures):
        is_last = number == len(pictures) - 1
        waiting.append(picture)
        has_own_credit = bool(picture.credit) and not has_one_credit
        if is_last or picture.caption or picture.alt or has_own_credit:
            credit = picture.credit if is_last or not has_one_credit else ""
            yield _Group(tuple(waiting), credit)
            waiting = []


def _name(pictures: Sequence[Picture], setting: Typesetting) -> str:
    return picture_name(pictures[0], setting.picture_count, last=pictures[-1])


def _facts(pictures: Sequence[Picture]) -> str:
    facts: list[str] = []
    first = pictures[0]
    if len(pictures) == 1 and first.width and first.height:
        facts.append(f"{first.width}×{first.height}")
    if any(picture.is_file_photo for picture in pictures):
        facts.append("file photo")
    return "".join(f"\u00a0· {fact}" for fact in facts)


def _has_words(picture: Picture) -> bool:
    return bool(picture.caption or picture.credit or picture.alt)
