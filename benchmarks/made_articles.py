"""Made-up articles: text in several scripts, pictures with captions and credits, dates."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from html import escape

from benchmarks.vocabulary import SCRIPTS, Vocabulary
from storage.model import ArticleData, Enclosure, Picture, PictureSource

AGENCIES = ("Reuters", "AFP", "Associated Press", "dpa", "Kyodo", "Keystone", "Getty Images", "ANSA")
WATCHED_WORDS = ("Naqoura", "Beyrouth", "ceasefire")
"""Words that keywords watch for: in about one article in a hundred each."""


class ArticleMaker:
    """Makes one article after the other, the same for the same seed."""

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)
        self._vocabularies = [Vocabulary(script, self._chance) for script in SCRIPTS]

    def article(self, feed_number: int, number: int, published_at: datetime) -> ArticleData:
        """One article; ``number`` makes its guid and address its own."""
        chance = self._chance
        is_common = chance.random() < 0.75
        vocabulary = self._vocabularies[0] if is_common else chance.choice(self._vocabularies[1:])
        paragraphs = vocabulary.paragraphs(chance.randint(1_000, 2_900))
        if chance.random() < 0.03:
            paragraphs[-1] += f" {chance.choice(WATCHED_WORDS)}."
        pictures = self._pictures(vocabulary, number)
        text = "\n\n".join(paragraphs)
        return ArticleData(
            guid=f"tag:feed-{feed_number}.example,2016:{number}",
            url=f"https://feed-{feed_number}.example/news/{published_at:%Y/%m/%d}/{number}",
            title=vocabulary.headline(),
            author=f"{vocabulary.name()} {vocabulary.name()}",
            published_at=published_at,
            updated_at=published_at + timedelta(minutes=7) if chance.random() < 0.2 else None,
            body_html=_body(paragraphs, pictures),
            base_url=f"https://feed-{feed_number}.example/",
            pictures=pictures,
            text=text,
            excerpt=" ".join(text[:280].split()),
            enclosures=self._enclosures(number),
            categories=("News", "World") if chance.random() < 0.5 else (),
            language=vocabulary.script.language,
            entry_hash=chance.getrandbits(63),
        )

    def _pictures(self, vocabulary: Vocabulary, number: int) -> tuple[Picture, ...]:
        count = self._chance.choice((0, 0, 0, 1, 1, 2))
        return tuple(self._picture(vocabulary, number, position) for position in range(count))

    def _picture(self, vocabulary: Vocabulary, number: int, position: int) -> Picture:
        chance = self._chance
        is_file_photo = chance.random() < 0.1
        caption = vocabulary.sentence().strip()
        credit = f"{vocabulary.name()} {vocabulary.name()}/{chance.choice(AGENCIES)}"
        return Picture(
            url=f"https://pictures.example/{number}-{position}.jpg",
            alt=vocabulary.headline() if chance.random() < 0.4 else "",
            caption=caption,
            credit=credit,
            width=1280,
            height=chance.choice((720, 853, 960)),
            source=PictureSource.FIGURE,
            position=position,
            is_file_photo=is_file_photo,
            caption_raw=f"{caption} ({credit})",
        )

    def _enclosures(self, number: int) -> tuple[Enclosure, ...]:
        if self._chance.random() >= 0.05:
            return ()
        return (Enclosure(f"https://audio.example/{number}.mp3", "audio/mpeg", 4_000_000 + number),)


def _body(paragraphs: list[str], pictures: tuple[Picture, ...]) -> str:
    figures = [
        f'<figure><img src="{picture.url}" alt="{escape(picture.alt)}" width="{picture.width}">'
        f"<figcaption>{escape(picture.caption_raw)}</figcaption></figure>"
        for picture in pictures
    ]
    texts = [f"<p>{escape(paragraph, quote=False)}</p>" for paragraph in paragraphs]
    return "\n".join([*figures, *texts])
