"""Bytes of unknown encoding -> text. Never raises, and never trusts a codec's name from outside."""

from __future__ import annotations

import codecs
import re

# Names that documents use -> Python's codec. Everything else that a document declares (utf-7,
# unicode_escape, idna, punycode, undefined …) is ignored: several of those codecs raise
# surprising errors or produce lone surrogates. Supersets are chosen as browsers do, so that
# what is called latin-1 and holds curly quotes, or gb2312 and holds gbk, comes out right.
_CODECS = {
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "us-ascii": "cp1252",
    "ascii": "cp1252",
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "windows-1252": "cp1252",
    "cp1252": "cp1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "gb18030": "gb18030",
    "big5": "big5hkscs",
    "big5-hkscs": "big5hkscs",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "sjis": "cp932",
    "x-sjis": "cp932",
    "windows-31j": "cp932",
    "euc-jp": "euc_jp",
    "iso-2022-jp": "iso2022_jp",
    "euc-kr": "cp949",
    "ks_c_5601-1987": "cp949",
    "iso-8859-9": "cp1254",
    "iso-8859-11": "cp874",
    "tis-620": "cp874",
    "windows-874": "cp874",
    "koi8-r": "koi8_r",
    "koi8-u": "koi8_u",
    "ibm866": "cp866",
    "cp866": "cp866",
    "macintosh": "mac_roman",
    **{f"iso-8859-{part}": f"iso8859_{part}" for part in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)},
    **{f"windows-125{part}": f"cp125{part}" for part in (0, 1, 3, 4, 5, 6, 7, 8)},
}
_MULTIBYTE = {"utf-8", "gb18030", "big5hkscs", "cp932", "euc_jp", "iso2022_jp", "cp949"}

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# The first character of a document is "<", "{" or a blank: the zeros beside it tell the width.
_FIRST_CHARACTER = rb"[<{\[ \t\r\n]"
_WIDE_PATTERNS = (
    (re.compile(_FIRST_CHARACTER + rb"\0\0\0"), "utf-32-le"),
    (re.compile(rb"\0\0\0" + _FIRST_CHARACTER), "utf-32-be"),
    (re.compile(_FIRST_CHARACTER + rb"\0[^\0]"), "utf-16-le"),
    (re.compile(rb"\0" + _FIRST_CHARACTER), "utf-16-be"),
)
_XML_DECLARATION = re.compile(rb"<\?xml\s[^>]{0,200}?encoding\s*=\s*[\"']\s*([A-Za-z0-9._:-]{1,40})")
_META_CHARSET = re.compile(
    rb"<meta\s[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9._:-]{1,40})", re.IGNORECASE
)
_HEADER_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([A-Za-z0-9._:-]{1,40})", re.IGNORECASE)

# A declaration stands at the top; browsers, too, look no further.
_DECLARATION_BYTES = 1024

# A document with one bad byte in a hundred good characters is damaged, not otherwise encoded.
_GOOD_PER_BAD = 10

# Flawless UTF-8 with so many bytes beyond one per character (four ideographs) is meant.
_SURE_EXTRA_BYTES = 8


def decode(body: bytes, content_type: str = "") -> str:
    """Decode a document: byte order mark, UTF-16/32 pattern, declaration, UTF-8, header, windows-1252.

    A declaration counts where it is on the list of known encodings and the bytes agree with it;
    a header counts last, because servers send defaults that nobody chose.

    Args:
        content_type: The Content-Type header, "" where there was none.

    Returns:
        Text without lone surrogates; bytes that mean nothing become U+FFFD.
    """
    for mark, codec in _BYTE_ORDER_MARKS:
        if body.startswith(mark):
            return body[len(mark) :].decode(codec, "replace")
    for pattern, codec in _WIDE_PATTERNS:
        if pattern.match(body):
            return body.decode(codec, "replace")
    declared = _declared_codec(body)
    utf8_text = _decode_mostly(body, "utf-8")
    if utf8_text is not None:
        # Real text in a single-byte encoding is never valid UTF-8 by accident, in another one only
        # a word or two is; a document that declares one and is UTF-8 all the same has gone through
        # a careless conversion.
        is_sure = "\ufffd" not in utf8_text and len(body) - len(utf8_text) >= _SURE_EXTRA_BYTES
        if is_sure or declared not in _MULTIBYTE - {"utf-8"}:
            return utf8_text
    for name in (declared, "utf-8", _header_codec(content_type)):
        text = _decode_mostly(body, name) if name else None
        if text is not None:
            return text
    return _decode_windows_1252(body)


def _declared_codec(body: bytes) -> str | None:
    head = body.lstrip()[:_DECLARATION_BYTES]
    match = _XML_DECLARATION.search(head) or _META_CHARSET.search(head)
    return _CODECS.get(match.group(1).decode("ascii").lower()) if match else None


def _header_codec(content_type: str) -> str | None:
    match = _HEADER_CHARSET.search(content_type[:_DECLARATION_BYTES])
    return _CODECS.get(match.group(1).lower()) if match else None


def _decode_mostly(body: bytes, codec: str) -> str | None:
    """Decode, or give None where the bytes are plainly not in this encoding."""
    if codec == "cp1252":
        return _decode_windows_1252(body)
    try:
        return body.decode(codec)
    except UnicodeDecodeError:
        text = body.decode(codec, "replace")
    bad_count = text.count("\ufffd")
    good_count = len(body) - len(text) if codec in _MULTIBYTE else len(text)
    is_cut_off = bad_count == 1 and text.endswith("\ufffd")
    return text if is_cut_off or good_count > bad_count * _GOOD_PER_BAD else None


def _decode_windows_1252(body: bytes) -> str:
    """Decode as browsers do: the five bytes that the code page leaves free are C1 controls."""
    try:
        return body.decode("cp1252")
    except UnicodeDecodeError:
        return body.decode("latin-1").translate(_windows_1252_table())


def _windows_1252_table() -> dict[int, str]:
    table = {}
    for code in range(0x80, 0xA0):
        character = bytes((code,)).decode("cp1252", "ignore")
        if character:
            table[code] = character
    return table
