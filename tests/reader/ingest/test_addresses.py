import pytest

from reader.ingest.addresses import (
    Credentials,
    host_of,
    is_plainly_private,
    is_public_address,
    is_web_address,
    origin,
    redact,
    redirect_target,
    split_credentials,
    with_credentials_of,
)


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("https://example.org/feed?page=2#top", "https://example.org/feed?page=2#top"),
        ("https://mara:s3cret@example.org/feed", "https://example.org/feed"),
        ("https://mara@example.org:8443/feed", "https://example.org:8443/feed"),
        ("https://a@b:c@example.org/", "https://example.org/"),
        ("https://e.org/?token=abc&page=2", "https://e.org/?token=…&page=2"),
        ("https://e.org/?page=2;API_KEY=abc", "https://e.org/?page=2;API_KEY=…"),
        ("https://e.org/?x-auth=1&sig=2&client_secret=3", "https://e.org/?x-auth=…&sig=…&client_secret=…"),
        ("https://e.org/?password=a=b", "https://e.org/?password=…"),
        ("http://mara:s3cret@[::1/feed", "http://[::1/feed"),
        ("harbour news", "harbour news"),
    ],
)
def test_an_address_is_shown_without_its_secrets(address: str, shown: str) -> None:
    assert redact(address) == shown


@pytest.mark.parametrize(
    ("url", "bare", "credentials"),
    [
        ("https://example.org/a", "https://example.org/a", None),
        ("https://example.org/@mara", "https://example.org/@mara", None),
        ("https://u:p@example.org:8080/a?b#c", "https://example.org:8080/a?b#c", Credentials("u", "p")),
        ("https://u%40x:p%3A%2F@example.org/", "https://example.org/", Credentials("u@x", "p:/")),
        ("https://u:p:q@example.org/", "https://example.org/", Credentials("u", "p:q")),
        ("https://u@x:p@example.org/", "https://example.org/", Credentials("u@x", "p")),
        ("https://u@example.org/", "https://example.org/", Credentials("u", "")),
    ],
)
def test_credentials_are_taken_off(url: str, bare: str, credentials: Credentials | None) -> None:
    assert split_credentials(url) == (bare, credentials)


@pytest.mark.parametrize(
    ("url", "source", "expected"),
    [
        ("https://e.org/new", "https://u:p%40@e.org/old", "https://u:p%40@e.org/new"),
        ("https://e.org:443/new", "https://u:p@E.org/old", "https://u:p@e.org:443/new"),
        ("https://e.org/new", "https://e.org/old", "https://e.org/new"),
        ("https://other.org/new", "https://u:p@e.org/old", "https://other.org/new"),
        ("https://sub.e.org/new", "https://u:p@e.org/old", "https://sub.e.org/new"),
        ("http://e.org/new", "https://u:p@e.org/old", "http://e.org/new"),
        ("https://e.org:8443/new", "https://u:p@e.org/old", "https://e.org:8443/new"),
    ],
)
def test_credentials_stay_at_their_origin(url: str, source: str, expected: str) -> None:
    assert with_credentials_of(url, source) == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://example.org", ("http", "example.org", 80)),
        ("HTTPS://u:p@Example.ORG/x", ("https", "example.org", 443)),
        ("https://example.org:80/", ("https", "example.org", 80)),
        ("http://[2001:DB8::1]:8080/", ("http", "2001:db8::1", 8080)),
    ],
)
def test_an_origin_is_scheme_host_and_port(url: str, expected: tuple[str, str, int]) -> None:
    assert origin(url) == expected
    assert host_of(url) == expected[1]


def test_what_has_no_host_has_an_empty_one() -> None:
    assert [host_of(url) for url in ("", "feed", "http://", "http://[::1")] == [""] * 4


@pytest.mark.parametrize(
    ("url", "is_one"),
    [
        ("http://example.org", True),
        ("HTTPS://example.org:8443/feed", True),
        ("http://127.0.0.1/feed", True),
        ("http://[::1]/feed", True),
        ("http://münchen.example/", True),
        ("ftp://example.org/feed", False),
        ("file:///etc/passwd", False),
        ("data:text/xml,<rss/>", False),
        ("javascript:alert(1)", False),
        ("http:", False),
        ("http:///feed", False),
        ("//example.org/feed", False),
        ("example.org/feed", False),
        ("http://example.org:0/", False),
        ("http://example.org:65536/", False),
        ("http://example.org:x/", False),
        ("http://[::1/", False),
        ("", False),
    ],
)
def test_only_http_with_a_host_is_a_web_address(url: str, is_one: bool) -> None:
    assert is_web_address(url) is is_one


@pytest.mark.parametrize(
    ("location", "target"),
    [
        ("/new", "https://e.org/new"),
        ("new?x=1", "https://e.org/a/new?x=1"),
        (" /new ", "https://e.org/new"),
        ("//other.org/new", "https://other.org/new"),
        ("?page=2", "https://e.org/a/feed?page=2"),
        ("https://other.org/new#top", "https://other.org/new"),
        ("https://u:p@other.org/new", "https://other.org/new"),
        ("file:///etc/passwd", "file:///etc/passwd"),
    ],
)
def test_a_location_is_resolved_and_stripped(location: str, target: str) -> None:
    assert redirect_target("https://e.org/a/feed", location) == target


@pytest.mark.parametrize("location", ["http://[::1", "http://[x]/"])
def test_a_location_that_means_nothing_is_a_value_error(location: str) -> None:
    with pytest.raises(ValueError):
        redirect_target("https://e.org/a/feed", location)


@pytest.mark.parametrize(
    "address",
    # The last ones carry 8.8.8.8 inside: mapped, 6to4, NAT64.
    "8.8.8.8 192.169.0.1 172.32.0.1 2606:4700::1111 ::ffff:8.8.8.8 2002:808:808:: 64:ff9b::808:808".split(),
)
def test_addresses_of_the_internet_are_public(address: str) -> None:
    assert is_public_address(address)


@pytest.mark.parametrize(
    "address",
    [
        *"127.0.0.1 127.255.255.254 0.0.0.0 10.0.0.1 172.16.0.1 172.31.255.255 192.168.1.1".split(),
        *"169.254.169.254 100.64.0.1 224.0.0.1 239.255.255.255 240.0.0.1 255.255.255.255 198.18.0.1".split(),
        *":: ::1 fe80::1 fe80::1%eth0 fc00::1 fec0::1 ff02::1 ff0e::1 2001:db8::1 5f00::1".split(),
        *"::ffff:127.0.0.1 ::ffff:10.0.0.1 ::127.0.0.1 2002:7f00:1:: 2002:c0a8:101::".split(),
        *"64:ff9b::10.0.0.1 64:ff9b::7f00:1 64:ff9b:1::7f00:1".split(),
        *["", "localhost", "127.1", "8.8.8.8 ", "example.org"],
    ],
)
def test_all_others_are_not(address: str) -> None:
    assert not is_public_address(address)


@pytest.mark.parametrize(
    "host",
    [
        *"localhost localhost. news.localhost 127.0.0.1 127.0.0.1. 192.168.0.9 ::1 fd00::1".split(),
        *"127.1 10.1 2130706433 0x7f.1 0x7f000001 0177.0.0.1".split(),
    ],
)
def test_a_private_host_shows_by_its_spelling(host: str) -> None:
    assert is_plainly_private(host)


@pytest.mark.parametrize(
    "host",
    [
        *"8.8.8.8 134744072 2606:4700::1111 example.org localhost.example mylocalhost".split(),
        *["", ".", "10.0.0.1.example", "münchen.example", "a b"],
    ],
)
def test_of_any_other_host_only_dns_can_tell(host: str) -> None:
    assert not is_plainly_private(host)
