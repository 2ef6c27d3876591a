"""Made-up languages: words built from syllables, as frequent and as rare as a real language's.

Full-text indexes live from the spread of words: some in every sentence, most in a few articles
of a million. A word's frequency falls with its rank (Zipf), and rare names are made on the spot.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate


@dataclass(frozen=True, slots=True)
class Script:
    """What syllables are made of. ``space`` parts words and ``stop`` ends a sentence."""

    language: str
    onsets: str
    vowels: str
    codas: str
    space: str = " "
    stop: str = ". "


SCRIPTS = (
    Script("en", "b c d f g h k l m n p r s t v w br cl dr st tr", "a e i o u ea", " n r s t l nd"),
    Script("de", "b d f g h k l m n r s w z sch st", "a e i o u ä ö ü ei", " n r t ch st"),
    Script("fr", "b c d f g l m n p r s t v ch", "a e é è i o u ou ai", " s t r n"),
    Script("ru", "б в г д ж з к л м н п р с т ш", "а е и о у ы я", " л н р т ть"),
    Script("ar", "ب ت ج د ر س ش ع ف ق ك ل م ن ه", "ا و ي", " ن ل ر ة"),
    Script("el", "β γ δ κ λ μ ν π ρ σ τ φ", "α ε η ι ο ου", " ς ν"),
    Script("ja", "か き く さ し た て な に の は ま", "東 京 日 本 新 聞 市 港 海", " は が を", "", "。"),
    Script("zh", "中 国 北 京 上 海 新 华 社 报", "道 记 者 今 天 政 府 经 济", " 的 了 在", "", "。"),
)
"""The first is the language of three articles in four."""


class Vocabulary:
    """The words of one made-up language and ready sentences of them."""

    def __init__(self, script: Script, chance: random.Random, *, word_count: int = 30_000) -> None:
        self.script = script
        self._chance = chance
        self._syllables = _syllables(script)
        words = dict.fromkeys(self._word(chance.choice((1, 2, 2, 3))) for _ in range(word_count))
        self._sentences = _sentences(script, list(words), chance)

    def name(self) -> str:
        """A rare word with a capital, such as a person's or a town's name."""
        return self._word(self._chance.choice((2, 3, 3))).capitalize()

    def sentence(self) -> str:
        """One sentence with its stop, in one of three with a rare name at its head."""
        sentence = self._chance.choice(self._sentences)
        return f"{self.name()}{self.script.space}{sentence}" if self._chance.random() < 0.3 else sentence

    def headline(self) -> str:
        """The first words of a sentence after a rare name, without a stop."""
        words = self._chance.choice(self._sentences)[:60].rsplit(" ", 1)[0]
        return f"{self.name()}{self.script.space}{words}".rstrip(" .。")

    def paragraphs(self, char_count: int) -> list[str]:
        """Paragraphs of about 400 characters, together about so long."""
        paragraphs: list[str] = []
        while char_count > 0:
            sentences: list[str] = []
            length = 0
            while length < min(400, char_count):
                sentences.append(self.sentence())
                length += len(sentences[-1])
            paragraphs.append("".join(sentences).rstrip())
            char_count -= length
        return paragraphs

    def _word(self, syllable_count: int) -> str:
        return "".join(self._chance.choices(self._syllables, k=syllable_count))


def _syllables(script: Script) -> list[str]:
    return [
        onset + vowel + coda
        for onset in script.onsets.split()
        for vowel in script.vowels.split()
        for coda in ("", *script.codas.split())
    ]


def _sentences(
    script: Script, words: Sequence[str], chance: random.Random, *, count: int = 8_000
) -> list[str]:
    frequencies = list(accumulate(1 / (rank + 3) for rank in range(len(words))))
    sentences: list[str] = []
    for _ in range(count):
        chosen = chance.choices(words, cum_weights=frequencies, k=chance.randint(7, 22))
        sentences.append(script.space.join(chosen).capitalize() + script.stop)
    return sentences
