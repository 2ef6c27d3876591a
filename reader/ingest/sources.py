"""What a person names as a feed's source, as an address."""

from __future__ import annotations

import re
from pathlib import Path

from reader.ingest.addresses import host_of, is_plainly_private
from reader.ingest.files import file_address, is_file_address
from reader.ingest.scripts import is_script_address

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:(?!\d)", re.IGNORECASE)
_HOST = re.compile(
    r"(?:(?:[\w-]+\.)+[a-z\d-]{2,}|localhost|(?:\d{1,3}\.){3}\d{1,3}|\[[\da-f:.]+\])(?::\d+)?(?:[/?#]|$)",
    re.IGNORECASE,
)


def to_address(source: str) -> str | None:
    """The address that a person means: one with a scheme, a command, a file that exists, or a host's name."""
    text = source.strip()
    if is_script_address(text):
        return text
    if text.lower().startswith("feed:"):
        # The old "feed" scheme stands before an address or in the place of http.
        text = text[5:].removeprefix("//")
    if is_file_address(text) or text.lower().startswith(("http://", "https://")):
        return text
    path = Path(text).expanduser()
    if text and path.is_file():
        return file_address(path)
    if _SCHEME.match(text):
        return text
    if not _HOST.match(text):
        return None
    # What runs on this machine or in a private network seldom has a certificate.
    scheme = "http" if is_plainly_private(host_of(f"http://{text}")) else "https"
    return f"{scheme}://{text}"
