"""Rules about addresses: which may be fetched, which are public, and how they are shown."""

from __future__ import annotations

import re
import socket
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import SplitResult, unquote, urljoin, urlsplit, urlunsplit

SECRET_PARAMETER = re.compile(
    r"(?P<name>(?:^|[&;])[^=&;]*(?:token|key|secret|sig|auth|passw)[^=&;]*=)[^&;]*", re.IGNORECASE
)

_SCRIPT = re.compile(r"(?:exec|filter):", re.IGNORECASE)
_SCRIPT_SECRET = re.compile(
    r"(?P<name>[^\s=&;?'\"]{0,60}(?:token|key|secret|sig|auth|passw)[^\s=&;?'\"]{0,60}=)[^\s&;'\"]*",
    re.IGNORECASE,
)
# As curl and its like are given them: "-u name:password", "-H 'Authorization: Bearer …'".
_SCRIPT_LOGIN = re.compile(
    r"""(?P<name>\s(?:-u|--user)[ =]?['"]?)[^\s:'"]{0,200}:[^\s'"]*"""
    r"""|(?P<header>(?:authorization|cookie):)[^'"]*""",
    re.IGNORECASE,
)

# RFC 6052: what a NAT64 gateway maps to the IPv4 address in the last four bytes.
NAT64_NETWORK = IPv6Network("64:ff9b::/96")
# All that IANA has given out for the public internet; ``is_global`` also takes what is unassigned.
GLOBAL_UNICAST = IPv6Network("2000::/3")


@dataclass(frozen=True, slots=True)
class Credentials:
    """User name and password from an address, for Basic authentication at its origin only."""

    user: str
    password: str


def redact(address: str) -> str:
    """The address for showing: without user name and password, secret query values as "…"."""
    if _SCRIPT.match(address):
        # A command may hold addresses anywhere, quoted or not.
        shown = re.sub(r"//[^/@\s]*@", "//", address)
        return _SCRIPT_LOGIN.sub(_hide_login, _SCRIPT_SECRET.sub(r"\g<name>…", shown))
    try:
        parts = urlsplit(address)
    except ValueError:
        return re.sub(r"//[^/@\s]*@", "//", address)
    query = SECRET_PARAMETER.sub(r"\g<name>…", parts.query)
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2], query=query))


def _hide_login(match: re.Match[str]) -> str:
    return f"{match['name'] or match['header']}…"


def split_credentials(url: str) -> tuple[str, Credentials | None]:
    """The address without user name and password, and those two.

    Raises:
        ValueError: The address cannot be taken apart.
    """
    parts = urlsplit(url)
    userinfo, at_sign, host = parts.netloc.rpartition("@")
    if not at_sign:
        return url, None
    user, _, password = userinfo.partition(":")
    return urlunsplit(parts._replace(netloc=host)), Credentials(unquote(user), unquote(password))


def with_credentials_of(url: str, source: str) -> str:
    """``url`` with the user name and password of ``source``, where both are of one origin."""
    userinfo, at_sign, _ = urlsplit(source).netloc.rpartition("@")
    if not at_sign or origin(url) != origin(source):
        return url
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=f"{userinfo}@{parts.netloc.rpartition('@')[2]}"))


def origin(url: str) -> tuple[str, str, int]:
    """Scheme, host and port: what credentials are bound to (RFC 6454).

    Raises:
        ValueError: The address cannot be taken apart.
    """
    parts = urlsplit(url)
    default_port = 443 if parts.scheme.lower() == "https" else 80
    return parts.scheme.lower(), (parts.hostname or "").lower(), parts.port or default_port


def host_of(url: str) -> str:
    """The host's name in lower case, "" where there is none."""
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""


def is_web_address(url: str) -> bool:
    """Whether the address is http or https and names a host and a possible port."""
    try:
        parts = urlsplit(url)
        return parts.scheme.lower() in {"http", "https"} and bool(parts.hostname) and _has_usable_port(parts)
    except ValueError:
        return False


def _has_usable_port(parts: SplitResult) -> bool:
    return parts.port is None or parts.port > 0


def redirect_target(url: str, location: str) -> str:
    """Where a ``Location`` header leads, without a fragment and without credentials of its own.

    Raises:
        ValueError: The address cannot be taken apart.
    """
    target, _ = split_credentials(urljoin(url, location.strip()))
    return urlunsplit(urlsplit(target)._replace(fragment=""))


def is_public_address(address: str) -> bool:
    """Whether an IP address is one of the public internet: not private, loopback, link-local, shared
    (RFC 6598), multicast or reserved, nor an IPv6 form of such an IPv4 address."""
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    embedded = _embedded_ipv4(parsed) if isinstance(parsed, IPv6Address) else None
    if embedded is not None:
        parsed = embedded
    elif isinstance(parsed, IPv6Address) and parsed not in GLOBAL_UNICAST:
        return False
    return parsed.is_global and not parsed.is_multicast


def _embedded_ipv4(address: IPv6Address) -> IPv4Address | None:
    if address in NAT64_NETWORK:
        return IPv4Address(int(address) & 0xFFFF_FFFF)
    return address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)


def is_plainly_private(host: str) -> bool:
    """Whether a host is this machine or a private network by its very spelling, without asking DNS."""
    host = host.rstrip(".")
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        ip_address(host)
    except ValueError:
        try:
            # What the system's resolver takes for an address too: "127.1", "0x7f000001".
            host = socket.inet_ntoa(socket.inet_aton(host))
        except (OSError, UnicodeError):
            return False
    return not is_public_address(host)
