"""Feeds that are files on this machine, named by the person and never by a server."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

from reader.errors import FetchError, FetchProblem
from reader.ingest.fetch import Fetched, FetchOutcome, NotModified, too_large
from storage.model import Validators


def is_file_address(url: str) -> bool:
    """Whether the address is a ``file:`` one."""
    return url[:5].lower() == "file:"


def file_address(path: Path) -> str:
    """The ``file:`` address of a path, made absolute."""
    return path.expanduser().absolute().as_uri()


def read_feed_file(url: str, validators: Validators, max_bytes: int) -> FetchOutcome:
    """The bytes of a ``file:`` address. Blocks; runs in a thread.

    The etag is made of time, size and inode, so a file that was not touched is not read.
    """
    try:
        parts = urlsplit(url)
        if parts.netloc not in {"", "localhost"}:
            return FetchError(url, FetchProblem.FILE, "it is on another machine")
        path = Path(url2pathname(parts.path))
        facts = path.stat()
        if not stat.S_ISREG(facts.st_mode):
            return FetchError(url, FetchProblem.FILE, "it is not a regular file")
        etag = f"{facts.st_mtime_ns}-{facts.st_size}-{facts.st_ino}"
        if etag == validators.etag:
            return NotModified()
        with path.open("rb") as file:
            body = file.read(max_bytes + 1)
    except (OSError, ValueError) as error:
        return FetchError(url, FetchProblem.FILE, _reason(error))
    if len(body) > max_bytes:
        return too_large(url, max_bytes)
    return Fetched(url, body, validators=Validators(etag=etag))


def _reason(error: OSError | ValueError) -> str:
    if isinstance(error, OSError) and error.errno is not None:
        return os.strerror(error.errno).lower()
    return "its name cannot be a file's"
