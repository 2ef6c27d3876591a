"""The word lists of credits and furniture, read once from the data files beside this package."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True, slots=True)
class CreditLexicon:
    """Words that make a credit. Sets are case-folded unless said otherwise.

    Attributes:
        acronyms: As written.
        ambiguous: As written; credits only beside a slash or after a label.
        label: Matches a label with its colon at the start of a text, or a "by" label before a name.
        inner_label: Finds a label with its colon within a text.
        file_marker: Matches a leading marker of a file photo.
        file_ending: Finds a marker of a file photo at the end of a credit.
        instruction: Finds where an editors' instruction begins.
    """

    agencies: frozenset[str]
    acronyms: frozenset[str]
    ambiguous: frozenset[str]
    never: frozenset[str]
    label: re.Pattern[str]
    inner_label: re.Pattern[str]
    provenance: re.Pattern[str]
    file_marker: re.Pattern[str]
    file_ending: re.Pattern[str]
    instruction: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Furniture:
    """What pages leave in texts; sets are case-folded, ``tail_starts`` are prefixes in lower case."""

    strong: frozenset[str]
    weak: frozenset[str]
    tail_starts: tuple[str, ...]
    tail_needs: tuple[str, ...]
    junk_alts: frozenset[str]


@cache
def credit_lexicon() -> CreditLexicon:
    """Give the lexicon of credits."""
    words = _read("credits.toml")
    labels, by_labels = _alternatives(words["labels"]), _alternatives(words["by_labels"])
    colon = r"\s*(?::|：|\.\.\.|…)\s*"
    return CreditLexicon(
        agencies=_folded(words["agencies"]),
        acronyms=frozenset(words["acronyms"]),
        ambiguous=frozenset(words["ambiguous"]),
        never=_folded(words["never"]),
        label=re.compile(
            rf"(?:(?:{labels}){colon}|(?:{by_labels})(?<![\w])\s*|(?:{by_labels})\s+)", re.IGNORECASE
        ),
        # A capital label may be glued to the sentence before it ("…MaskeFoto: …"); "Archivfoto" is one word.
        inner_label=re.compile(
            rf"(?:(?<![^\W\d_])|(?-i:(?<=[a-zß-ÿ.])(?=[^\W\da-zß-ÿ])))(?:{labels}){colon}", re.IGNORECASE
        ),
        provenance=re.compile(rf"(?:{_alternatives(words['provenance'])})\b", re.IGNORECASE),
        file_marker=re.compile(
            rf"\s*[(\[（【]?(?:{_alternatives(words['file_markers'])})[)\]）】]?\s*(?:[:：]|\s[-–—]+\s|[-–—]+\s)\s*"
            rf"|\s*[(\[（【](?:{_alternatives(words['file_markers'])})[)\]）】]\s*"
            r"|\s*FILES?[-–—]+(?=[A-Z][a-z])"
        ),
        file_ending=re.compile(
            rf"[\s/,|–—-]*\b(?:{_alternatives(words['file_endings'])})\.?\s*$", re.IGNORECASE
        ),
        instruction=re.compile(rf"\s*[(\[./|–—-]*\s*(?:{_alternatives(words['instructions'])})"),
    )


@cache
def furniture() -> Furniture:
    """Give the lists of page furniture."""
    words = _read("boilerplate.toml")
    return Furniture(
        strong=_folded(words["strong"]),
        weak=_folded(words["weak"]),
        tail_starts=tuple(text.lower() for text in words["tail_starts"]),
        tail_needs=tuple(text.lower() for text in words["tail_needs"]),
        junk_alts=_folded(words["junk_alts"]),
    )


def _read(name: str) -> dict[str, list[str]]:
    return tomllib.loads(resources.files("reader.feeds").joinpath("data", name).read_text("utf-8"))


def _folded(words: list[str]) -> frozenset[str]:
    return frozenset(word.casefold() for word in words)


def _alternatives(words: list[str]) -> str:
    """Join words to a pattern that prefers the longest and takes any white space for a blank."""
    ordered = sorted(set(words), key=lambda word: (-len(word), word))
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in ordered)
