"""What the style sheets of the line-API widgets share; what they paint has its colours in ``shades``."""

from __future__ import annotations

SCROLLING = """overflow-x: hidden;
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
