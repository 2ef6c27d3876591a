"""The feed tree as rows: views, watched words, folders with their feeds, tags. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from reader.keywords.signs import sign_of
from reader.tui.render.cells import clip, steady_text, width_cells
from reader.tui.render.lines import Paint, Role, Run, Runs
from storage.model import Counts, Feed, Keyword, View, ViewKind

if TYPE_CHECKING:
    from storage.searches import SavedSearch

KEYWORDS_KEY = "section:keywords"
TAGS_KEY = "section:tags"
SEARCHES_KEY = "section:searches"


class TreeRow(NamedTuple):
    """One row of the tree.

    Attributes:
        key: The same for the same thing when the tree is built again.
        view: What Enter opens, None for a heading.
        number: Unread articles (or all, for tags and stars); 0 is not shown.
        has_unread: Whether the number is of unread articles, and the row to be bold.
        is_open: Whether what it holds is shown; None where it holds nothing.
        mark: A sign before the label: "!" for a feed that fails, "◦" for what is paused, "~" for a muted
            feed, a keyword's own.
        query_text: What a saved search looks for in the view, "" for none.
    """

    key: str
    label: str
    depth: int = 0
    view: View | None = None
    number: int = 0
    has_unread: bool = False
    is_open: bool | None = None
    mark: str = ""
    crumb: tuple[str, ...] = ()
    color: str = ""
    query_text: str = ""


def build_rows(
    feeds: Sequence[Feed],
    keywords: Sequence[Keyword],
    tags: Sequence[tuple[str, int]],
    counts: Counts,
    folded: Collection[str],
    searches: Sequence[SavedSearch] = (),
) -> list[TreeRow]:
    """All rows in order.

    Args:
        folded: Keys of folders and sections whose contents are not shown.
    """
    rows = list(_view_rows(counts))
    if searches:
        rows.append(TreeRow(SEARCHES_KEY, "Searches", is_open=SEARCHES_KEY not in folded))
        if SEARCHES_KEY not in folded:
            rows += map(_search_row, searches)
    if keywords:
        rows.append(TreeRow(KEYWORDS_KEY, "Keywords", is_open=KEYWORDS_KEY not in folded))
        if KEYWORDS_KEY not in folded:
            rows += _keyword_rows(keywords, counts.unread_by_group, folded)
    rows += _feed_rows(feeds, folded)
    if tags:
        rows.append(TreeRow(TAGS_KEY, "Tags", is_open=TAGS_KEY not in folded))
        if TAGS_KEY not in folded:
            rows += [
                TreeRow(f"tag:{tag}", f"#{tag}", 1, View(ViewKind.TAG, name=tag), count, crumb=("Tags", tag))
                for tag, count in tags
            ]
    return rows


def _view_rows(counts: Counts) -> Iterator[TreeRow]:
    unread = counts.unread_count
    for kind, label, count, has_unread in (
        (ViewKind.ALL, "All articles", 0, False),
        (ViewKind.UNREAD, "Unread", unread, bool(unread)),
        (ViewKind.TODAY, "Today", 0, False),
        (ViewKind.STARRED, "Starred", counts.starred_count, False),
        (ViewKind.PICTURES, "Pictures", 0, False),
    ):
        yield TreeRow(f"view:{kind}", label, 0, View(kind), count, has_unread, crumb=(label,))


def _search_row(search: SavedSearch) -> TreeRow:
    return TreeRow(
        key=f"search:{search.search_id}",
        label=search.name,
        depth=1,
        view=View(),
        number=search.unread_count,
        has_unread=search.unread_count > 0,
        crumb=("Searches", search.name),
        query_text=search.query_text,
    )


def _keyword_rows(
    keywords: Sequence[Keyword], unread_by_group: Mapping[str, int], folded: Collection[str]
) -> Iterator[TreeRow]:
    """Keywords without a group first, then the groups with theirs."""
    groups: dict[str, list[Keyword]] = {}
    for keyword in keywords:
        groups.setdefault(keyword.group, []).append(keyword)
    for name in sorted(groups, key=str.casefold):
        members = groups[name]
        key = f"group:{name}"
        if name:
            # Between two reads another process may have made the group.
            unread = unread_by_group.get(name, 0)
            yield TreeRow(
                key,
                name,
                1,
                View(ViewKind.GROUP, name=name),
                unread,
                unread > 0,
                is_open=key not in folded,
                crumb=("Keywords", name),
            )
        if not name or key not in folded:
            yield from (_keyword_row(keyword, depth=2 if name else 1) for keyword in members)


def _keyword_row(keyword: Keyword, depth: int) -> TreeRow:
    return TreeRow(
        key=f"keyword:{keyword.keyword_id}",
        label=keyword.pattern,
        depth=depth,
        mark="◦" if keyword.is_paused else sign_of(keyword.glyph, keyword.color),
        view=View(ViewKind.KEYWORD, keyword.keyword_id),
        number=keyword.unread_count,
        has_unread=keyword.unread_count > 0,
        crumb=("Keywords", keyword.pattern),
        color="" if keyword.is_paused else keyword.color,
    )


def _feed_rows(feeds: Sequence[Feed], folded: Collection[str]) -> Iterator[TreeRow]:
    """Feeds without a folder first, then the folders; a folder's own feeds before its folders."""
    unread_by_folder: dict[str, int] = {}
    for feed in feeds:
        for folder in _with_parents(feed.folder):
            unread_by_folder[folder] = unread_by_folder.get(folder, 0) + feed.unread_count
    shown: set[str] = set()
    for feed in feeds_in_order(feeds):
        is_hidden = False
        for folder in _with_parents(feed.folder):
            key = f"folder:{folder}"
            if folder not in shown and not is_hidden:
                shown.add(folder)
                yield _folder_row(folder, unread_by_folder[folder], is_open=key not in folded)
            is_hidden = is_hidden or key in folded
        if not is_hidden:
            yield _feed_row(feed)


def feeds_in_order(feeds: Sequence[Feed]) -> list[Feed]:
    """Feeds as they stand in the tree, from top to bottom, whatever is folded."""
    return sorted(feeds, key=_place_in_tree)


def _place_in_tree(feed: Feed) -> tuple[list[tuple[int, str]], str, int]:
    # Within a folder its feeds (0) stand before its folders (1).
    parts = [(1, part.casefold()) for part in feed.folder.split("/") if part]
    return [*parts, (0, "")], feed.title.casefold(), feed.feed_id


def _with_parents(folder: str) -> list[str]:
    parts = [part for part in folder.split("/") if part]
    return ["/".join(parts[: depth + 1]) for depth in range(len(parts))]


def _folder_row(folder: str, unread_count: int, *, is_open: bool) -> TreeRow:
    parts = folder.split("/")
    return TreeRow(
        key=f"folder:{folder}",
        label=parts[-1],
        depth=len(parts) - 1,
        view=View(ViewKind.FOLDER, name=folder),
        number=unread_count,
        has_unread=unread_count > 0,
        is_open=is_open,
        crumb=tuple(parts),
    )


def _feed_row(feed: Feed) -> TreeRow:
    parts = tuple(part for part in feed.folder.split("/") if part)
    return TreeRow(
        key=f"feed:{feed.feed_id}",
        label=feed.title,
        depth=len(parts),
        view=View(ViewKind.FEED, feed.feed_id),
        number=feed.unread_count,
        has_unread=feed.unread_count > 0,
        mark=_feed_mark(feed),
        crumb=(*parts, feed.title),
    )


def _feed_mark(feed: Feed) -> str:
    if feed.is_paused:
        return "◦"
    return "!" if feed.error else ("~" if feed.is_muted else "")


def _mark_paint(row: TreeRow) -> Paint:
    if row.color:
        return Paint(Role.BADGE, hit=row.color)
    return Paint(Role.BAR if row.mark == "!" else Role.META)


def _sign(row: TreeRow) -> Run:
    """What stands in the column before the labels: a fold sign, or the row's own mark."""
    if row.is_open is not None:
        return Run("▾ " if row.is_open else "▸ ", Paint(Role.META))
    return Run(f"{row.mark} ", _mark_paint(row)) if row.mark else Run("  ", Paint(Role.META))


def _layout_heading(row: TreeRow, width: int) -> Runs:
    sign = "  " * row.depth + ("▾ " if row.is_open else "▸ ")
    count = f"{row.number:,}" if row.number else ""
    room = max(width - width_cells(sign) - width_cells(count) - 2, 3)
    label = clip(steady_text(row.label), room)
    gap = max(width - width_cells(sign) - width_cells(label) - width_cells(count) - 1, 1)
    tail = (Run(" " * gap, Paint(Role.META)), Run(count, Paint(Role.UNREAD))) if count else ()
    return (Run(sign, Paint(Role.META)), Run(label, Paint(Role.HEADING)), *tail)


def layout_tree_row(row: TreeRow, width: int) -> Runs:
    """Lay out one row: fold sign, mark, label, and the count at the right edge.

    Args:
        width: Cells, without the cursor's bar.
    """
    if row.view is None:
        return _layout_heading(row, width)
    count = f"{row.number:,}" if row.number else ""
    runs = [Run("  " * row.depth, Paint(Role.META)), _sign(row)]
    room = max(width - sum(width_cells(run.text) for run in runs) - width_cells(count) - 2, 3)
    label = clip(steady_text(row.label), room)
    paint = (
        Paint(Role.BADGE, hit=row.color) if row.color else Paint(Role.TITLE if row.has_unread else Role.BODY)
    )
    runs.append(Run(label, paint))
    used = sum(width_cells(run.text) for run in runs)
    runs.append(Run(" " * max(width - used - width_cells(count) - 1, 1), Paint(Role.META)))
    runs.append(Run(count, Paint(Role.UNREAD if row.has_unread else Role.META)))
    return tuple(runs)
