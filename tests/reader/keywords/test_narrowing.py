"""Looking for many keywords finds what looking for each of them finds."""

from __future__ import annotations

import random

import pytest

from reader.keywords.matcher import FEW_KEYWORDS, Matcher
from storage.model import ArticleTexts, Keyword

WORDS = (
    "port Ports sport münchen Müller MULLER ß straße STRASSE 北京 北京市port 東京 Iphone日本 กรุงเทพ "
    "بيروت بَيروت أحمد שָׁלוֹם שלום Москва москвы Αθήνα αθηνα हिन्दी हिंदी 서울 서울에서 ｆｕｌｌ c++ "
    "3.5% _port_ o'neil O’Neil re-entry ﬁre Ⅳ é e\u0301 देहरादून"
).split()
PATTERNS = (
    *WORDS,
    *(f"{word}*" for word in WORDS),
    *(f"={word}" for word in WORDS),
    "/p.rt/",
    "two words",
    "++",
)


def texts_of(chance: random.Random) -> ArticleTexts:
    def text() -> str:
        glue = chance.choice(["", " ", "-", ", ", "\n"])
        return glue.join(chance.choices(WORDS, k=chance.randint(0, 7)))

    return ArticleTexts(1, text(), text(), text(), text(), text())


@pytest.mark.parametrize("seed", range(40))
def test_many_keywords_together_find_what_each_finds_alone(seed: int) -> None:
    chance = random.Random(seed)
    keywords = [Keyword(number, pattern) for number, pattern in enumerate(PATTERNS, 1)]
    assert len(keywords) > FEW_KEYWORDS
    together, alone = Matcher(keywords), [Matcher([keyword]) for keyword in keywords]
    for _ in range(10):
        texts = texts_of(chance)
        apart = tuple(hit for matcher in alone for hit in matcher.match_texts(texts))
        assert together.match_texts(texts) == apart


def test_the_first_place_is_that_of_the_first_span() -> None:
    chance = random.Random(1)
    for _ in range(200):
        texts = texts_of(chance)
        for number, pattern in enumerate(PATTERNS, 1):
            matcher = Matcher([Keyword(number, pattern)])
            for hit in matcher.match_texts(texts):
                scope = hit.counts[0][0]
                text = {"caption": texts.captions, "credit": texts.credits}.get(scope) or getattr(
                    texts, scope
                )
                assert hit.first_offset == matcher.spans(text, scope)[0].start
