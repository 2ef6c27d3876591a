"""A feed's settings as a person writes them, field by field, and what of it is wrong."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from reader.errors import CellError
from reader.ingest.addresses import is_web_address, redact, with_credentials_of
from reader.ingest.files import is_file_address
from reader.ingest.scripts import is_script_address, read_script
from reader.ingest.sources import to_address
from reader.text import clean_line
from storage.options import FeedOptions
from storage.subscriptions.feed_settings import FeedSettings

LONGEST_INTERVAL_MINUTES = 43_200
"""Thirty days."""

_INTERVAL = re.compile(r"(\d{1,6})\s*(m|min|minutes?|h|hours?|d|days?)?", re.IGNORECASE)
_MINUTES = {"m": 1, "h": 60, "d": 1_440}
_SOURCES = ("command:", "keyring:")


@dataclass(frozen=True, slots=True)
class FeedCells:
    """The fields of a feed's form, as they are written.

    Attributes:
        address: Without the secrets of the address that is set; left so, that address stays.
        interval: "90m", "2h", "1d", a number of minutes, or "" for the feed's own rhythm.
        headers: "Name: value" each; blank ones are none. An error names the first "header-0".
    """

    title: str = ""
    folder: str = ""
    is_muted: bool = False
    address: str = ""
    interval: str = ""
    is_paused: bool = False
    user_agent: str = ""
    proxy: str = ""
    user: str = ""
    password: str = ""
    headers: tuple[str, ...] = ()


def cells_of(settings: FeedSettings) -> FeedCells:
    """What the form shows at first."""
    options = settings.options
    return FeedCells(
        title=settings.user_title,
        folder=settings.folder,
        is_muted=settings.is_muted,
        address=redact(settings.url),
        interval=write_interval(options.interval_minutes),
        is_paused=settings.is_paused,
        user_agent=options.user_agent,
        proxy=options.proxy,
        user=options.user,
        password=options.password,
        headers=tuple(f"{name}: {value}" for name, value in options.headers),
    )


def read_cells(cells: FeedCells, before: FeedSettings) -> FeedSettings:
    """What is wanted. Raises CellError for the first field that cannot be set."""
    address = read_address(cells.address, before.url)
    interval_minutes = read_interval(cells.interval)
    proxy = clean_line(cells.proxy)
    if proxy and not is_web_address(proxy):
        raise CellError("proxy", "a proxy is an address like http://127.0.0.1:8080")
    password = cells.password.strip()
    if password and not is_source(password):
        raise CellError("password", "write command:WORDS or keyring:SERVICE/USER, never the password itself")
    options = FeedOptions(
        headers=tuple(
            read_header(header, f"header-{number}")
            for number, header in enumerate(cells.headers)
            if header.strip()
        ),
        user_agent=clean_line(cells.user_agent),
        proxy=proxy,
        user=cells.user.strip(),
        password=password,
        interval_minutes=interval_minutes,
    )
    return replace(
        before,
        url=address,
        user_title=clean_line(cells.title),
        folder=clean_line(cells.folder),
        is_paused=cells.is_paused,
        is_muted=cells.is_muted,
        options=options,
    )


def read_address(text: str, before: str) -> str:
    """The address that is meant, with the secrets of the one before where it goes to the same server.

    Raises:
        CellError: It is none that can be fetched.
    """
    written = clean_line(text)
    if written == clean_line(redact(before)):
        return before
    if not written:
        raise CellError("address", "a feed needs an address")
    if "…" in written:
        raise CellError("address", "write in full what … stands for")
    url = to_address(written)
    if url is None:
        raise CellError("address", "this is neither an address nor a file that exists")
    if is_script_address(url):
        try:
            read_script(url)
        except ValueError as error:
            raise CellError("address", str(error).rstrip(".")) from None
        return url
    if not (is_web_address(url) or is_file_address(url)):
        raise CellError("address", "this is not an address that can be fetched")
    is_plain = is_web_address(url) and is_web_address(before) and redact(url) == url
    return with_credentials_of(url, before) if is_plain else url


def read_interval(text: str) -> int | None:
    """Minutes between two fetches, None for the feed's own rhythm. Raises CellError."""
    if not text.strip():
        return None
    match = _INTERVAL.fullmatch(text.strip())
    minutes = int(match[1]) * _MINUTES[(match[2] or "m")[0].lower()] if match else 0
    if not 1 <= minutes <= LONGEST_INTERVAL_MINUTES:
        raise CellError("interval", "write 30m, 2h or 1d, at most 30d; nothing for the feed's own rhythm")
    return minutes


def write_interval(minutes: int | None) -> str:
    """An interval as a person writes it, "" for None."""
    if minutes is None:
        return ""
    unit = next(unit for unit in ("d", "h", "m") if minutes % _MINUTES[unit] == 0)
    return f"{minutes // _MINUTES[unit]}{unit}"


def read_header(text: str, cell: str) -> tuple[str, str]:
    """Name and value of a header. Raises CellError."""
    name, colon, value = text.partition(":")
    if not colon or not re.fullmatch(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+", name.strip()):
        raise CellError(cell, "a header is written as Name: value")
    if "\n" in value or "\r" in value:
        raise CellError(cell, "a header is a single line")
    return name.strip(), value.strip()


def is_source(text: str) -> bool:
    """Whether this says where a secret is read from, and is not the secret."""
    return text.startswith(_SOURCES)
