"""Elements that a page does not show, or shows only as its own furniture."""

from __future__ import annotations

import re
from collections.abc import Mapping

_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_HIDDEN_CLASS = re.compile(
    r"(?:^|\s)(?:hidden|hide|visually-?hidden|screen-reader-text|sr-only|sharedaddy|sd-sharing\S*|jp-relatedposts"
    r"|share-buttons?|social-share|addtoany\S*|feedflare|mc4wp-form|newsletter-signup|adsbygoogle|ad-container"
    r"|advertisement|mejs-offscreen|hide-caption|toggle-caption)(?:$|\s)",
    re.IGNORECASE,
)


def is_hidden(attributes: Mapping[str, str | None]) -> bool:
    """Whether an element is left out with all that is in it."""
    if "hidden" in attributes or attributes.get("aria-hidden") == "true":
        return True
    classes = attributes.get("class")
    if classes and _HIDDEN_CLASS.search(classes):
        return True
    style = attributes.get("style")
    return style is not None and _HIDDEN_STYLE.search(style) is not None
