"""Until when a server promises that nothing new will come (RFC 9111, sections 4.2.1 and 5.3). Pure."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

# Longer promises are made for files that never change; a feed's longest interval is far below.
LONGEST_PROMISE = timedelta(days=365)

# The value may stand in quotes, which the standard asks receivers to accept.
_MAX_AGE = re.compile(r"(?:^|,)\s{0,8}max-age\s{0,8}=\s{0,8}\"?(\d+)", re.IGNORECASE | re.ASCII)
_NEVER_FRESH = re.compile(r"(?:^|,)\s{0,8}no-(?:cache|store)\b", re.IGNORECASE)


def promised_until(
    now: datetime, cache_control: str, expires: str = "", date: str = "", age: str = ""
) -> datetime | None:
    """The moment until which the answer is fresh, None where it says nothing or is stale already.

    Args:
        now: When the answer came.
        cache_control: The headers as received, "" for a missing one; several of a name joined by commas.
        expires: Counts where ``cache_control`` names no ``max-age``.
        date: The server's clock, by which ``expires`` is meant.
        age: Seconds that the answer has spent in caches on the way.
    """
    if _NEVER_FRESH.search(cache_control):
        return None
    max_age = _MAX_AGE.search(cache_control)
    if max_age:
        lifetime = _seconds(max_age.group(1))
    else:
        expiry = _moment(expires)
        # "0" and other dates that are none mean "already expired".
        if expiry is None:
            return None
        lifetime = expiry - (_moment(date) or now)
    left = min(lifetime, LONGEST_PROMISE) - _seconds(age.strip())
    return now + left if left > timedelta(0) else None


def _seconds(digits: str) -> timedelta:
    # More digits than these are more than any bound, and huge numbers overflow a timedelta.
    return timedelta(seconds=int(digits[:12])) if digits.isascii() and digits.isdigit() else timedelta(0)


def _moment(header: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(header.strip())
    except (ValueError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
