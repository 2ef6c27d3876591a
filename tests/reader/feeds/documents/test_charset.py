import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.feeds.documents.charset import decode

ENCODINGS = [
    ("utf-8", "utf-8", "Hafen „offen“ – 港"),
    ("UTF8", "utf-8", "Hafen „offen“"),
    ("iso-8859-1", "latin-1", "Le café réouvre"),
    ("iso-8859-1", "cp1252", "“Curly” – €5"),  # browsers read latin-1 so, too
    ("us-ascii", "cp1252", "Le café"),
    ("windows-1252", "cp1252", "“Curly” – €5"),
    ("iso-8859-2", "iso8859_2", "Łódź nad morzem"),
    ("windows-1250", "cp1250", "Žluté lodě"),
    ("ISO-8859-5", "iso8859_5", "Порт открыт"),
    ("windows-1251", "cp1251", "Порт открыт"),
    ("koi8-r", "koi8_r", "Порт открыт"),
    ("koi8-u", "koi8_u", "Порт відкрито її"),
    ("cp866", "cp866", "Порт открыт"),
    ("iso-8859-7", "iso8859_7", "Το λιμάνι άνοιξε"),
    ("windows-1253", "cp1253", "Το λιμάνι άνοιξε"),
    ("iso-8859-9", "cp1254", "Liman açıldı, ığş"),
    ("windows-1255", "cp1255", "הנמל נפתח"),
    ("iso-8859-8", "iso8859_8", "הנמל נפתח"),
    ("windows-1256", "cp1256", "الميناء مفتوح"),
    ("iso-8859-6", "iso8859_6", "الميناء مفتوح"),
    ("iso-8859-15", "iso8859_15", "L’œuvre à 5 €".replace("’", "'")),
    ("windows-1257", "cp1257", "Osta atvērta"),
    ("tis-620", "cp874", "ท่าเรือเปิด"),
    ("gb2312", "gb2312", "港口今天开放"),
    ("gb2312", "gbk", "港口今天開放"),  # called gb2312, holds gbk
    ("gbk", "gbk", "港口今天開放"),
    ("gb18030", "gb18030", "港口今天开放 €"),
    ("big5", "big5", "港口今天開放"),
    ("Shift_JIS", "cp932", "港が開いた①"),
    ("euc-jp", "euc_jp", "港が開いた"),
    ("iso-2022-jp", "iso2022_jp", "港が開いた"),
    ("euc-kr", "cp949", "항구가 열렸다"),
]


def declaring(name: str, text: str) -> str:
    return f'<?xml version="1.0" encoding="{name}"?><rss>{text}</rss>'


@pytest.mark.parametrize(("name", "codec", "text"), ENCODINGS)
@pytest.mark.parametrize(
    "header", ["", "text/xml", "text/xml; charset=iso-8859-1", "text/xml; charset=utf-8"]
)
def test_the_declaration_counts_whatever_the_header_says(
    name: str, codec: str, text: str, header: str
) -> None:
    document = declaring(name, text)
    assert decode(document.encode(codec), header) == document


@pytest.mark.parametrize(("name", "codec", "text"), [row for row in ENCODINGS if row[0] != "iso-2022-jp"])
def test_the_header_counts_where_nothing_is_declared(name: str, codec: str, text: str) -> None:
    document = f"<rss>{text}</rss>"
    assert decode(document.encode(codec), f'application/rss+xml; charset="{name}"') == document


@pytest.mark.parametrize("name", [name for name, _, _ in ENCODINGS])
def test_a_declaration_that_a_conversion_left_behind_does_not_spoil_utf8(name: str) -> None:
    document = declaring(name, "港口今天开放，码头已满。 Порт открыт")
    assert decode(document.encode()) == document


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "utf-32"])
@pytest.mark.parametrize("name", ["utf-8", "iso-8859-1", "gbk"])
def test_a_byte_order_mark_counts_most(codec: str, name: str) -> None:
    document = declaring(name, "港 Порт")
    assert decode(document.encode(codec), "text/xml; charset=koi8-r") == document


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize(
    "document", ["<rss>港</rss>", '{"title": "港"}', "\n <rss/>", declaring("UTF-16", "港")]
)
def test_wide_text_is_known_by_its_zeros(codec: str, document: str) -> None:
    assert decode(document.encode(codec), "text/xml; charset=utf-8") == document


@pytest.mark.parametrize(
    "name",
    [
        *["unicode_escape", "raw_unicode_escape", "utf-7", "punycode", "idna", "undefined", "rot13", "zlib"],
        *["hex", "mbcs", "x-user-defined", "utf-16", "no-such-thing", "x\0y", "ümläut", "", "a" * 500],
    ],
)
def test_codecs_that_no_feed_means_are_ignored(name: str) -> None:
    document = declaring(name, "Le café \\u0041 +AGE-")
    assert decode(document.encode(), f"text/xml; charset={name}") == document


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (b"", ""),
        (b"<rss>caf\xe9</rss>", "<rss>café</rss>"),
        (b"<rss>\x93Hi\x94 \x80</rss>", "<rss>“Hi” €</rss>"),
        (b'<?xml version="1.0" encoding="utf-8"?><r>caf\xe9 na\xefve</r>', "café naïve</r>"),
        ("<r>Порт открыт, Порт открыт".encode() + b"\xff</r>", "Порт открыт, Порт открыт\ufffd</r>"),
        ("<r>Hafen „offen“ und 港".encode()[:-1], "<r>Hafen „offen“ und \ufffd"),
        (b"\xef\xbb\xbf<r>ok \xff</r>", "<r>ok \ufffd</r>"),
        (codecs.BOM_UTF16_LE + b"<\0r\0>\0\x00\xd8", "<r>\ufffd"),
        (codecs.BOM_UTF16_LE + b"<\0r\0>", "<r\ufffd"),
    ],
)
def test_damage_costs_the_damaged_characters(body: bytes, text: str) -> None:
    assert decode(body).endswith(text)


def test_the_bytes_that_windows_1252_leaves_free_do_not_spoil_the_rest() -> None:
    assert decode(b"<r>\x93caf\xe9\x94 \x81\x8d</r>") == "<r>“café” \x81\x8d</r>"


@given(
    st.binary(max_size=80),
    st.sampled_from(["utf-8", "gbk", "shift_jis", "iso-2022-jp", "big5", "utf-7", "\0"]),
)
def test_any_bytes_give_text_that_can_be_encoded(body: bytes, name: str) -> None:
    decode(body, f"text/xml; charset={name}").encode()
    decode(declaring(name, "").encode() + body).encode()
