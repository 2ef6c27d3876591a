"""Style sheets of the line-API widgets: every colour comes from the theme's variables.

Alpha has no effect in terminal-coloured (ansi) themes, so there dim and reverse say the same.
"""

from __future__ import annotations

_COLORS = ("warning", "accent", "primary", "secondary", "success", "error")
"""Those that a keyword may have."""

_SCROLLING = """overflow-x: hidden;
    overflow-y: auto;
    scrollbar-size-vertical: 1;
    scrollbar-gutter: stable;
    scrollbar-background: $background;
    scrollbar-background-hover: $background;
    scrollbar-background-active: $background;
    scrollbar-color: $foreground 18%;
    scrollbar-color-hover: $foreground 35%;
    scrollbar-color-active: $primary;
    background: $background;"""


def _in_colors(name: str, rule: str) -> str:
    """A rule for each colour of keywords; COLOR in it stands for the colour's name."""
    return "\n    ".join(f"& > {name}-{color} {{ {rule.replace('COLOR', color)} }}" for color in _COLORS)


ROW_LIST_CSS = f"""
RowList {{
    {_SCROLLING}
    color: $foreground;
    & > .list--title {{ text-style: bold; }}
    & > .list--title-read {{ color: $foreground 70%; }}
    & > .list--feed, & > .list--meta, & > .list--summary, & > .list--hint {{ color: $foreground 64%; }}
    & > .list--caption {{ color: $foreground 66%; text-style: italic; }}
    & > .list--credit {{ color: $accent; }}
    & > .list--unread, & > .list--bar {{ color: $primary; }}
    & > .list--star {{ color: $warning; }}
    & > .list--tag {{ color: $secondary; }}
    & > .list--heading {{ text-style: bold; }}
    & > .list--cursor {{ background: $block-cursor-blurred-background; }}
    &:focus > .list--cursor {{ background: $block-cursor-background; }}
    & > .list--cursor-feed, & > .list--cursor-meta, & > .list--cursor-summary,
    & > .list--cursor-caption {{ color: $foreground 78%; }}
    {_in_colors(".list--hit", "color: $COLOR; text-style: underline;")}
    {_in_colors(".list--badge", "color: $COLOR;")}
    &:ansi {{
        & > .list--title-read, & > .list--feed, & > .list--meta, & > .list--summary,
        & > .list--hint, & > .list--caption {{ text-style: dim; }}
        & > .list--caption {{ text-style: dim italic; }}
        & > .list--cursor {{ text-style: reverse; }}
    }}
}}
"""

ARTICLE_VIEW_CSS = f"""
ArticleView {{
    {_SCROLLING}
    color: $foreground 92%;
    & > .article--kicker, & > .article--heading {{ color: $primary; text-style: bold; }}
    & > .article--headline, & > .article--subheading {{ color: $foreground; text-style: bold; }}
    & > .article--meta, & > .article--hint, & > .article--figure-meta {{ color: $foreground 64%; }}
    & > .article--link-number {{ color: $foreground 64%; }}
    & > .article--caption {{ color: $foreground 80%; text-style: italic; }}
    & > .article--alt {{ color: $foreground 64%; text-style: italic; }}
    & > .article--credit, & > .article--figure {{ color: $accent; }}
    & > .article--bar {{ color: $accent; text-style: bold; }}
    & > .article--quote {{ color: $foreground 80%; text-style: italic; }}
    & > .article--quote-bar, & > .article--tag {{ color: $secondary; }}
    & > .article--bullet {{ color: $primary; }}
    & > .article--star {{ color: $warning; }}
    & > .article--rule {{ color: $foreground 25%; }}
    & > .article--code {{ background: $panel; }}
    & > .article--mark {{ background: $secondary 30%; }}
    & > .article--link {{ color: $primary; text-style: underline; }}
    & > .article--link-focused {{ background: $block-cursor-background; }}
    & > .article--selected {{
        background: $screen-selection-background;
        color: $screen-selection-foreground;
    }}
    {_in_colors(".article--hit", "background: $COLOR 35%; text-style: bold;")}
    {_in_colors(".article--badge", "color: $COLOR;")}
    &:ansi {{
        & > .article--meta, & > .article--hint, & > .article--figure-meta, & > .article--link-number,
        & > .article--rule {{ text-style: dim; }}
        & > .article--alt {{ text-style: dim italic; }}
        & > .article--mark, & > .article--link-focused, & > .article--selected {{
            background: $background;
            text-style: reverse;
        }}
        {_in_colors(".article--hit", "background: $background; color: $COLOR; text-style: bold reverse;")}
    }}
}}
"""

FEED_TREE_CSS = f"""
FeedTree {{
    {_SCROLLING}
    color: $foreground 80%;
    & > .tree--title {{ color: $foreground; text-style: bold; }}
    & > .tree--meta {{ color: $foreground 60%; }}
    & > .tree--heading {{ color: $foreground 60%; }}
    & > .tree--unread {{ color: $primary; }}
    & > .tree--bar {{ color: $error; text-style: bold; }}
    & > .tree--cursor {{ background: $block-cursor-blurred-background; }}
    &:focus > .tree--cursor {{ background: $block-cursor-background; }}
    & > .tree--cursor-meta {{ color: $foreground 75%; }}
    {_in_colors(".tree--badge", "color: $COLOR;")}
    &:ansi {{
        & > .tree--meta, & > .tree--heading {{ text-style: dim; }}
        & > .tree--cursor {{ text-style: reverse; }}
    }}
}}
"""
