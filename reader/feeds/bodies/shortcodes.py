"""WordPress' ``[caption]`` shortcodes, left in feeds by plugins and old themes -> figures.

Two forms: ``[caption id=… width=…]<img …> The caption[/caption]``, and until WordPress 3.4
``[caption caption="The caption"]<img …>[/caption]``.
"""

from __future__ import annotations

import re

_OPENING = re.compile(r"\[(?:wp_)?caption(?:\s[^\[\]]{0,2000})?\]")
_CLOSING = re.compile(r"\[/(?:wp_)?caption\]")
_CAPTION_ATTRIBUTE = re.compile(r"\scaption=(?:\"([^\"]*)\"|'([^']*)'|&quot;(.*?)&quot;|[“”″](.*?)[“”″])")
_PICTURE = re.compile(r"\s*(?:<p>\s*)?(?:<a\s[^<>]*>\s*)?<img\s[^<>]*>(?:\s*</a>)?")


def expand_captions(body: str) -> str:
    """Put a figure with its figcaption in place of every caption shortcode that holds a picture.

    One without a picture loses its brackets; an unclosed one stays as it is.
    """
    pieces: list[str] = []
    position = 0
    while (opening := _OPENING.search(body, position)) is not None:
        closing = _CLOSING.search(body, opening.end())
        if closing is None:
            break
        pieces.append(body[position : opening.start()])
        pieces.append(_to_figure(opening.group(), body[opening.end() : closing.start()]))
        position = closing.end()
    pieces.append(body[position:])
    return "".join(pieces)


def _to_figure(opening: str, inner: str) -> str:
    picture = _PICTURE.match(inner)
    if picture is None:
        return inner
    attribute = _CAPTION_ATTRIBUTE.search(opening)
    from_attribute = next((text for text in attribute.groups() if text), "") if attribute else ""
    caption = inner[picture.end() :].strip() or from_attribute
    return (
        f'<figure class="wp-caption">{picture.group().strip()}'
        f'<figcaption class="wp-caption-text">{caption}</figcaption></figure>'
    )
