"""Style sheets of the line-API widgets: every colour comes from the theme's variables.

Alpha has no effect in terminal-coloured (ansi) themes, so there dim and reverse say the same.
"""

from __future__ import annotations

ROW_LIST_CSS = """
RowList {
    overflow-x: hidden;
    overflow-y: auto;
    scrollbar-size-vertical: 1;
    scrollbar-gutter: stable;
    scrollbar-background: $background;
    scrollbar-background-hover: $background;
    scrollbar-background-active: $background;
    scrollbar-color: $foreground 18%;
    scrollbar-color-hover: $foreground 35%;
    scrollbar-color-active: $primary;
    background: $background;
    color: $foreground;
    & > .list--title { text-style: bold; }
    & > .list--title-read { color: $foreground 70%; }
    & > .list--feed, & > .list--meta, & > .list--summary, & > .list--hint { color: $foreground 64%; }
    & > .list--caption { color: $foreground 66%; text-style: italic; }
    & > .list--credit { color: $accent; }
    & > .list--unread, & > .list--bar { color: $primary; }
    & > .list--star { color: $warning; }
    & > .list--tag { color: $secondary; }
    & > .list--heading { text-style: bold; }
    & > .list--cursor { background: $block-cursor-blurred-background; }
    &:focus > .list--cursor { background: $block-cursor-background; }
    & > .list--cursor-feed, & > .list--cursor-meta, & > .list--cursor-summary,
    & > .list--cursor-caption { color: $foreground 78%; }
    & > .list--hit-warning { color: $warning; text-style: underline; }
    & > .list--hit-accent { color: $accent; text-style: underline; }
    & > .list--hit-primary { color: $primary; text-style: underline; }
    & > .list--hit-secondary { color: $secondary; text-style: underline; }
    & > .list--hit-success { color: $success; text-style: underline; }
    & > .list--hit-error { color: $error; text-style: underline; }
    & > .list--badge-warning { color: $warning; }
    & > .list--badge-accent { color: $accent; }
    & > .list--badge-primary { color: $primary; }
    & > .list--badge-secondary { color: $secondary; }
    & > .list--badge-success { color: $success; }
    & > .list--badge-error { color: $error; }
    &:ansi {
        & > .list--title-read, & > .list--feed, & > .list--meta, & > .list--summary,
        & > .list--hint, & > .list--caption { text-style: dim; }
        & > .list--caption { text-style: dim italic; }
        & > .list--cursor { text-style: reverse; }
    }
}
"""

ARTICLE_VIEW_CSS = """
ArticleView {
    overflow-x: hidden;
    overflow-y: auto;
    scrollbar-size-vertical: 1;
    scrollbar-gutter: stable;
    scrollbar-background: $background;
    scrollbar-background-hover: $background;
    scrollbar-background-active: $background;
    scrollbar-color: $foreground 18%;
    scrollbar-color-hover: $foreground 35%;
    scrollbar-color-active: $primary;
    background: $background;
    color: $foreground 92%;
    & > .article--kicker, & > .article--heading { color: $primary; text-style: bold; }
    & > .article--headline, & > .article--subheading { color: $foreground; text-style: bold; }
    & > .article--meta, & > .article--hint, & > .article--figure-meta { color: $foreground 64%; }
    & > .article--link-number { color: $foreground 64%; }
    & > .article--caption { color: $foreground 80%; text-style: italic; }
    & > .article--alt { color: $foreground 64%; text-style: italic; }
    & > .article--credit, & > .article--figure { color: $accent; }
    & > .article--bar { color: $accent; text-style: bold; }
    & > .article--quote { color: $foreground 80%; text-style: italic; }
    & > .article--quote-bar, & > .article--tag { color: $secondary; }
    & > .article--bullet { color: $primary; }
    & > .article--star { color: $warning; }
    & > .article--rule { color: $foreground 25%; }
    & > .article--code { background: $panel; }
    & > .article--mark { background: $secondary 30%; }
    & > .article--link { color: $primary; text-style: underline; }
    & > .article--link-focused { background: $block-cursor-background; }
    & > .article--selected {
        background: $screen-selection-background;
        color: $screen-selection-foreground;
    }
    & > .article--hit-warning { background: $warning 35%; text-style: bold; }
    & > .article--hit-accent { background: $accent 35%; text-style: bold; }
    & > .article--hit-primary { background: $primary 35%; text-style: bold; }
    & > .article--hit-secondary { background: $secondary 35%; text-style: bold; }
    & > .article--hit-success { background: $success 35%; text-style: bold; }
    & > .article--hit-error { background: $error 35%; text-style: bold; }
    & > .article--badge-warning { color: $warning; }
    & > .article--badge-accent { color: $accent; }
    & > .article--badge-primary { color: $primary; }
    & > .article--badge-secondary { color: $secondary; }
    & > .article--badge-success { color: $success; }
    & > .article--badge-error { color: $error; }
    &:ansi {
        & > .article--meta, & > .article--hint, & > .article--figure-meta, & > .article--link-number,
        & > .article--rule { text-style: dim; }
        & > .article--alt { text-style: dim italic; }
        & > .article--mark, & > .article--link-focused, & > .article--selected {
            background: $background;
            text-style: reverse;
        }
        & > .article--hit-warning { background: $background; color: $warning; text-style: bold reverse; }
        & > .article--hit-accent { background: $background; color: $accent; text-style: bold reverse; }
        & > .article--hit-primary { background: $background; color: $primary; text-style: bold reverse; }
        & > .article--hit-secondary { background: $background; color: $secondary; text-style: bold reverse; }
        & > .article--hit-success { background: $background; color: $success; text-style: bold reverse; }
        & > .article--hit-error { background: $background; color: $error; text-style: bold reverse; }
    }
}
"""

FEED_TREE_CSS = """
FeedTree {
    overflow-x: hidden;
    overflow-y: auto;
    scrollbar-size-vertical: 1;
    scrollbar-gutter: stable;
    scrollbar-background: $background;
    scrollbar-background-hover: $background;
    scrollbar-background-active: $background;
    scrollbar-color: $foreground 18%;
    scrollbar-color-hover: $foreground 35%;
    scrollbar-color-active: $primary;
    background: $background;
    color: $foreground 80%;
    & > .tree--title { color: $foreground; text-style: bold; }
    & > .tree--meta { color: $foreground 60%; }
    & > .tree--heading { color: $foreground 60%; }
    & > .tree--unread { color: $primary; }
    & > .tree--bar { color: $error; text-style: bold; }
    & > .tree--cursor { background: $block-cursor-blurred-background; }
    &:focus > .tree--cursor { background: $block-cursor-background; }
    & > .tree--cursor-meta { color: $foreground 75%; }
    & > .tree--badge-warning { color: $warning; }
    & > .tree--badge-accent { color: $accent; }
    & > .tree--badge-primary { color: $primary; }
    & > .tree--badge-secondary { color: $secondary; }
    & > .tree--badge-success { color: $success; }
    & > .tree--badge-error { color: $error; }
    &:ansi {
        & > .tree--meta, & > .tree--heading { text-style: dim; }
        & > .tree--cursor { text-style: reverse; }
    }
}
"""
