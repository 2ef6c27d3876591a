"""Caption and credit parted: who made a picture is told apart from what it shows.

The rules are those of wire desks as seen in real feeds; their words stand in ``data/credits.toml``.
Every function is linear in its input, which is cut at ``MAX_CAPTION_CHARS``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from reader.feeds.pictures.lexicon import credit_lexicon
from reader.text import fold

MAX_CAPTION_CHARS = 2_000
_MAX_CREDIT_CHARS = 140
_MAX_TAIL_CHARS = 110
_MAX_BARE_CHARS = 80
# The longest name of an agency has 27, and "file photo", "handout" and a year may follow.
_MAX_AGENCY_CHARS = 64
_MAX_SENTENCE_ENDS = 4
_CACHED_TEXTS = 512

_OPENERS, _CLOSERS = "([（【［", ")]）】］"
_SEPARATORS = " \t|•·–—-/,;＝"
_NEVER_SHAPE = re.compile(
    r"[\d\s.,:;/×x%+°'’\"-]+(?:GMT|UTC|CET|CEST|EST|EDT|BST|am|pm|a\.m\.?|p\.m\.?|m|km|kg|px|,\s*[A-Z]{2})?"
    r"|(?:c|ca|circa|um|vers)\.?\s*\d+[\ds–-]*|\d+(?:st|nd|rd|th)\s+\w{1,6}|[A-Z]{3}"
    r"|(?:from|von|v\.)\s+(?:left|right|links|rechts|l\.|top).*|(?:top|bottom|front|back|second|first)\s+(?:row|left|right)"
)
_ACRONYM_SLUG = re.compile(
    r"(?:(?<=\s)|(?<=[.:;,)])|^)(?=([A-Z][A-Za-z]{1,8})(?:\s+(?:Photo|PHOTO|Images?))?/\S)"
)
_SENTENCE_END = re.compile(r"[.!?…。！？؟।]+[\"”’»)\]]*\s*|[\"”’»]\s+")
# "Â©" is the sign in UTF-8 that was read as Latin-1.
_COPYRIGHT = re.compile(r"Â?©|\(c\)\s*(?=[A-Z])|\bCopyright\b(?:\s*©)?:?\s*(?=\S)")
_COPYRIGHT_SIGNS = ("©", "(c)", "Copyright")
# Japanese papers set "＝" before a credit, without blanks.
_SEPARATOR = re.compile(r"\s(?:\||•|·|–|—|/|-)\s|＝")
_INNER_SENTENCE = re.compile(r"(?:\b\w{3,}[.!?]|[。！？।])\s*(?=\S+\s+\S+\s+\S)")
_NAME = re.compile(r"(?:[^\W\d_][\w.'’-]*\.?\s*){1,5}")
_YEAR_END = re.compile(r"[\s,/]*(?:19|20)\d\d$")
_HANDOUT_END = re.compile(
    r"[\s/,]*\b(?:handout|pool|hand-out|ho|stringer|photos?|images?|pictures?)$", re.IGNORECASE
)
_FILE_SLASH = re.compile(r"files?\s*/\s*", re.IGNORECASE)
_STOP_KEPT = re.compile(r"(?:\b[A-Z]|\bInc|\be\.V|\bCo|\bLtd|\bJr|\bSr|\.\w)\.$")
_LICENCE = re.compile(r"CC[- ](?:BY|0)\b")
# What Reuters files a picture under, behind the credit: "(SOUTH KOREA - Tags: MILITARY …)".
_WIRE_TAGS = re.compile(r"\s*\([A-Z][A-Z .,/&]{1,60}[-–]\s?Tags:")
_CAPITALS = re.compile("[A-Z]{3}")
_PICTURE_WORD_END = re.compile(r"\s*\b(?:photo|picture|image|foto|bild)s?:?\s*$", re.IGNORECASE)
_NAMELESS = frozenset({"", "none", "null", "n/a", "na", "-", "unknown", "unbekannt", "inconnu"})


@dataclass(frozen=True, slots=True)
class CaptionParts:
    """A caption as published, taken apart; each part may be empty."""

    caption: str
    credit: str = ""
    is_file_photo: bool = False


# A caption stands in the feed's element and in the body, and is weighed more than once.
@lru_cache(maxsize=_CACHED_TEXTS)
def split_caption(text: str) -> CaptionParts:
    """Part one line of clean text into caption and credit; the first rule that fits wins."""
    text = " ".join(text[:MAX_CAPTION_CHARS].split())
    text, is_file_photo = _cut_markers(text)
    found = _find_split(text)
    if found is None:
        return CaptionParts(text, "", is_file_photo)
    caption, credit_text = found
    credit, is_file_credit = tidy_credit(credit_text)
    if not credit and not is_file_credit:
        return CaptionParts(text, "", is_file_photo)
    return CaptionParts(_trim_caption(caption, credit), credit, is_file_photo or is_file_credit)


def tidy_credit(text: str) -> tuple[str, bool]:
    """Give a credit without brackets, labels and markers, and whether one said "file photo"."""
    lexicon = credit_lexicon()
    text = " ".join(text[:MAX_CAPTION_CHARS].split())
    is_file_photo = False
    for _ in range(6):
        before = text
        text = text.strip(_SEPARATORS + ":：")
        if text[:1] in _OPENERS and text[-1:] in _CLOSERS and len(text) > 1:
            text = text[1:-1]
        if (marker := lexicon.file_marker.match(text)) is not None:
            text, is_file_photo = text[marker.end() :], True
        if (slash := _FILE_SLASH.match(text)) is not None:
            text, is_file_photo = text[slash.end() :], True
        if (label := lexicon.label.match(text)) is not None:
            text = text[label.end() :]
        if (copyright_sign := _COPYRIGHT.match(text)) is not None:
            text = text[copyright_sign.end() :]
        text = re.sub(r"^by:?\s+", "", text, flags=re.IGNORECASE)
        if (ending := lexicon.file_ending.search(text)) is not None:
            text, is_file_photo = text[: ending.start()], True
        if text.endswith((".", "।")) and not _STOP_KEPT.search(text):
            text = text[:-1]
        if text == before:
            break
    return ("" if text.casefold() in _NAMELESS else text), is_file_photo


def is_credit(text: str) -> bool:
    """Whether a text is nothing but a credit."""
    lexicon = credit_lexicon()
    text = text.strip().rstrip(".।").strip()
    if not text or len(text) > _MAX_CREDIT_CHARS or _is_never(text):
        return False
    if (label := lexicon.label.match(text)) is not None and label.end() < len(text):
        rest = text[label.end() :]
        has_colon = text[: label.end()].rstrip()[-1:] in ":：.…"
        return not is_prose(rest) and (has_colon or rest[:1].isupper() or not rest[:1].isascii())
    if text[0] == "©" or _LICENCE.match(text):
        return not is_prose(text)
    if is_agency(text):
        return True
    if is_prose(text):
        return False
    return _names_agency(text)


# The same agencies are asked about with every picture.
@lru_cache(maxsize=_CACHED_TEXTS)
def is_agency(text: str, *, is_marked: bool = False) -> bool:
    """Whether a text is an agency's name, alone or with file, pool, handout or a year.

    Args:
        is_marked: A slash or a label says that a credit is meant: ambiguous names count too.
    """
    if len(text) > _MAX_AGENCY_CHARS:
        return False
    lexicon = credit_lexicon()
    for _ in range(4):
        text = text.strip(" .,")
        # "[mehr]", "(stuff)": a single word in small letters is a word.
        is_word = text.isascii() and text.isalpha() and text.islower()
        if text in lexicon.acronyms or (text.casefold() in lexicon.agencies and not is_word):
            return True
        if is_marked and text in lexicon.ambiguous:
            return True
        shorter = _YEAR_END.sub("", lexicon.file_ending.sub("", text))
        shorter = _HANDOUT_END.sub("", shorter) if shorter == text else shorter
        if shorter == text or not shorter:
            return False
        text = shorter
    return False


def is_prose(text: str) -> bool:
    """Whether a text reads like a sentence rather than like names."""
    if len(text) > _MAX_CREDIT_CHARS or _INNER_SENTENCE.search(text):
        return True
    words = text.split()
    lower_count = sum(1 for word in words if word[:1].islower())
    return len(words) > 8 and lower_count > 0.45 * len(words)


def _names_agency(text: str) -> bool:
    head, via, tail = text.rpartition(" via ")
    if via:
        return is_agency(tail, is_marked=True) or (
            bool(head) and len(tail.split()) <= 4 and _names_agency(tail)
        )
    parts = re.split(r"\s*[/|;]\s*", text)
    if len(parts) > 1:
        return any(is_agency(part, is_marked=True) for part in parts)
    for separator in (" for ", ", ", " - ", " – "):
        name, found, agency = text.rpartition(separator)
        if found and _is_name(name) and is_agency(agency, is_marked=True):
            return True
    return False


def _is_never(text: str) -> bool:
    bare = text.strip("()[]（） ")
    is_acronym = bare in credit_lexicon().acronyms
    return not is_acronym and (
        bare.casefold() in credit_lexicon().never or _NEVER_SHAPE.fullmatch(bare) is not None
    )


def _is_name(text: str) -> bool:
    words = text.split()
    return (
        0 < len(words) <= 5
        and _NAME.fullmatch(text) is not None
        and all(
            not word[0].islower() or word in ("de", "van", "von", "der", "den", "al", "bin", "el", "da")
            for word in words
        )
    )


def _cut_markers(text: str) -> tuple[str, bool]:
    lexicon = credit_lexicon()
    # Every instruction has a word in capitals, and few captions have one.
    instruction = lexicon.instruction.search(text) if _CAPITALS.search(text) else None
    if instruction is not None and instruction.start() > 0:
        text = text[: instruction.start()].rstrip(" (/[|-–—")
    tags = _WIRE_TAGS.search(text) if "Tags:" in text else None
    if tags is not None:
        text = text[: tags.start()]
    marker = lexicon.file_marker.match(text)
    if marker is None or marker.end() >= len(text):
        return text, False
    return text[marker.end() :], True


def _find_split(text: str) -> tuple[str, str] | None:
    """Give caption and raw credit by the first rule that fits, None where none does."""
    rules = (
        _split_bracket, _split_slug, _split_label, _split_copyright, _split_separator, _split_bare,
    )  # fmt: skip
    for rule in rules:
        found = rule(text)
        if found is not None:
            return found
    return ("", text) if is_credit(text) else None


def _split_bracket(text: str) -> tuple[str, str] | None:
    """The last bracket at the end, a full stop allowed behind it."""
    end = len(text.rstrip(" .。"))
    if end == 0 or text[end - 1] not in _CLOSERS:
        return None
    depth = 0
    for position in range(end - 1, max(-1, end - 1 - 2 * _MAX_CREDIT_CHARS), -1):
        depth += (text[position] in _CLOSERS) - (text[position] in _OPENERS)
        if depth == 0:
            content = text[position + 1 : end - 1].strip()
            is_flag = credit_lexicon().file_ending.fullmatch(content) is not None
            is_labelled = _labelled_tail(content) is not None
            if is_flag or is_labelled or is_credit(content):
                return text[:position], content
            return None
    return None


def _split_slug(text: str) -> tuple[str, str] | None:
    """``REUTERS/Name``, ``AP Photo/Name`` and the like, to the end."""
    if "/" not in text:
        return None
    for slug in _ACRONYM_SLUG.finditer(text):
        tail = text[slug.start() :]
        agency = slug.group(1)
        is_known = agency.isupper() and (
            agency in credit_lexicon().acronyms or agency.casefold() in credit_lexicon().agencies
        )
        # "Credit: ESO/…" is the label's to cut.
        is_labelled = text[: slug.start()].rstrip()[-1:] in (":", "：")
        if is_known and not is_labelled and len(tail) <= _MAX_TAIL_CHARS and not is_prose(tail):
            return text[: slug.start()], tail
    return None


_LABEL_ENDS = (":", "：", "…", "...")


def _split_label(text: str) -> tuple[str, str] | None:
    """``Photo: …`` to the end, also glued to the sentence before it."""
    # Most captions hold no sign that ends a label: a third of the time of parting them is saved.
    if not any(sign in text for sign in _LABEL_ENDS):
        return None
    for label in credit_lexicon().inner_label.finditer(text):
        tail = text[label.end() :]
        if not tail or len(tail) > _MAX_TAIL_CHARS or is_prose(tail):
            continue
        if label.start() == 0 and not _is_plain_credit_tail(tail):
            continue
        # "(Source: X) | X": the label's bracket is closed before the end, another rule parts it.
        if text[: label.start()].rstrip()[-1:] in _OPENERS and label.start() > 0:
            continue
        return text[: label.start()], text[label.start() :]
    return None


def _labelled_tail(text: str) -> str | None:
    """What follows a label that a text begins with, None where it begins with none."""
    label = credit_lexicon().label.match(text)
    tail = text[label.end() :] if label is not None else ""
    return tail if tail and not is_prose(tail) and not tail[0].islower() else None


def _is_plain_credit_tail(tail: str) -> bool:
    has_sign = "/" in tail or "©" in tail or "CC" in tail
    return len(tail.split()) <= 8 or has_sign or is_credit(tail)


def _split_copyright(text: str) -> tuple[str, str] | None:
    sign = _COPYRIGHT.search(text) if any(sign in text for sign in _COPYRIGHT_SIGNS) else None
    if sign is None:
        return None
    tail = text[sign.end() :].strip()
    if not tail or len(tail) > _MAX_TAIL_CHARS or is_prose(tail):
        return None
    return text[: sign.start()], tail


def _split_separator(text: str) -> tuple[str, str] | None:
    """A tail behind `` | ``, `` – ``, `` / `` …, and the parts before it while they are credits too."""
    separators = list(_SEPARATOR.finditer(text[-3 * _MAX_TAIL_CHARS :]))
    offset = max(0, len(text) - 3 * _MAX_TAIL_CHARS)
    start: int | None = None
    is_slash = False
    for separator in reversed(separators[-6:]):
        part_start, cut = offset + separator.end(), offset + separator.start()
        part = text[part_start:] if start is None else text[part_start:start]
        is_named, is_slash = is_slash and _is_name(part), "/" in separator.group()
        if not (is_credit(part) or is_agency(part, is_marked=is_slash) or is_named):
            break
        start = cut
        if is_slash and _is_name(text[:cut]) and is_agency(part, is_marked=True):
            return "", text
    if start is None:
        return None
    # "…at the quay. Jane Doe / AFP": the name behind the last sentence belongs to the agency.
    ends = [match.end() for match in _SENTENCE_END.finditer(text[:start])]
    if ends and len(text[ends[-1] : start].split()) > 1 and _is_name(text[ends[-1] : start]):
        start = ends[-1]
    return text[:start], text[start:]


def _split_bare(text: str) -> tuple[str, str] | None:
    """A credit that is the last sentence, with nothing to mark it."""
    ends = [match.end() for match in _SENTENCE_END.finditer(text) if match.end() < len(text)]
    lexicon = credit_lexicon()
    for end in ends[-_MAX_SENTENCE_ENDS:]:
        tail = text[end:]
        if len(tail) <= _MAX_BARE_CHARS and (is_credit(tail) or _labelled_tail(tail) is not None):
            return text[:end], tail
        is_last = end == ends[-1]
        if is_last and len(tail) <= 90 and not is_prose(tail) and lexicon.provenance.match(tail):
            return text[:end], tail
    return None


def _trim_caption(caption: str, credit: str) -> str:
    caption = caption.rstrip(_SEPARATORS)
    # "…at the gate (Source: X) | X": the credit stands twice.
    bracket = _split_bracket(caption) if credit and caption[-1:] in _CLOSERS else None
    if bracket is not None and fold(tidy_credit(bracket[1])[0]) in fold(credit):
        caption = bracket[0].rstrip(_SEPARATORS)
    # "…at the gate. Picture Jane Doe (Jane Doe)": the name stands twice.
    if credit and caption.endswith(credit):
        shorter = _PICTURE_WORD_END.sub("", caption[: -len(credit)].rstrip())
        if shorter != caption[: -len(credit)].rstrip():
            caption = shorter.rstrip(_SEPARATORS)
    return caption
