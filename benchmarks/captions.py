"""How many published captions and credits are found, and what it costs per article.

    python -m benchmarks.captions [--corpus DIR] [--misses] [--time] [--sample N [--seed S]]

The corpus is a folder of feeds with a ``CAPTIONS.jsonl`` of what their publishers wrote, by default
the one beside the checkout. A caption is found when a picture's caption (with its credit) says all of it.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.figures import percentile
from reader.feeds.articles import build_article, identify
from reader.feeds.bodies.cleaning import BodyCleaner
from reader.feeds.bodies.content import build_content
from reader.feeds.bodies.html import read_body
from reader.feeds.bodies.plain import read_plain_text
from reader.feeds.document import parse_document
from reader.feeds.documents.parse import parse_feed
from reader.feeds.documents.preclean import CleanDocument, preclean
from reader.feeds.entries import FeedContext, RawEntry, read_entry
from reader.feeds.job import ParseJob
from reader.feeds.pictures.credits import tidy_credit
from reader.feeds.pictures.media import feed_pictures
from reader.text import fold
from storage.model import ArticleData, FeedData, Picture

_CORPUS = Path(__file__).parents[2] / "shared" / "corpus"
_URL = "https://feeds.example/feed"
_MIN_COVERAGE = 0.8
_SOURCE_CHARS = 700


@dataclass(slots=True)
class Tally:
    """How many of what was published were found; ``missed`` names the others."""

    published: int = 0
    missed: list[str] = field(default_factory=list)

    def count(self, is_found: bool, description: str) -> None:
        """Count one."""
        self.published += 1
        if not is_found:
            self.missed.append(description)

    def recall(self) -> float:
        """Give the share that was found."""
        return 1 - len(self.missed) / max(self.published, 1)


def main() -> None:
    """Parse the command line and print what it asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--corpus", type=Path, default=_CORPUS)
    parser.add_argument("--misses", action="store_true", help="name every one that was not found")
    parser.add_argument("--time", action="store_true", help="time instead of counting")
    parser.add_argument(
        "--sample", type=int, default=0, help="print so many random pictures to be read by eye"
    )
    parser.add_argument("--seed", type=int, default=7, help="another seed gives other pictures")
    options = parser.parse_args()
    if options.time:
        print_times(options.corpus)
    elif options.sample:
        print_sample(options.corpus, options.sample, options.seed)
    else:
        print_recall(options.corpus, has_misses=options.misses)


def print_recall(corpus: Path, *, has_misses: bool) -> None:
    """Compare what is found with what was published."""
    captions, credits, leaks = Tally(), Tally(), Tally()
    parsed: dict[str, FeedData] = {}
    for line in (corpus / "CAPTIONS.jsonl").read_text("utf-8").splitlines():
        item = json.loads(line)
        if item["file"] not in parsed:
            parsed[item["file"]] = _parse(corpus / item["file"])
        article = _find_article(parsed[item["file"]], item)
        for text in _published(item, "caption"):
            captions.count(_has_caption(article.pictures, text), f"{item['file']} {item['index']}: {text}")
            is_leak = fold(article.text) == fold(text) or fold(article.excerpt) == fold(text)
            leaks.count(not is_leak, f"{item['file']} {item['index']}: {text}")
        for text in _published(item, "credit"):
            credit, _ = tidy_credit(text)
            if credit:
                is_found = any(fold(credit) in fold(picture.credit) for picture in article.pictures)
                credits.count(is_found, f"{item['file']} {item['index']}: {text}")
    print(f"captions  {captions.published:>5} published, recall {captions.recall():.3f}")
    print(f"credits   {credits.published:>5} published, recall {credits.recall():.3f}")
    print(f"articles whose text is a caption: {len(leaks.missed)}")
    if has_misses:
        for name, tally in (("caption", captions), ("credit", credits), ("leak", leaks)):
            for missed in tally.missed:
                print(f"{name:<8} {missed}")


def print_times(corpus: Path) -> None:
    """Time pictures, captions and clean text of every article.

    For articles without any picture: what the search for captions costs, without the reading of the body.
    """
    seconds: list[float] = []
    # All are built first, so that no article is timed with what its own building left in caches.
    built = [(entry, build_article(identify([entry])[0], None)) for entry in _entries(corpus)]
    for entry, article in built:
        pictures = article.feed_pictures
        started = time.perf_counter()
        feed_pictures(entry.media, enclosures=entry.enclosures, image_url=entry.image_url)
        build_content(
            body=article.body_html,
            is_plain_text=article.is_body_plain_text,
            base_url=article.base_url,
            title=article.title,
            feed_pictures=pictures,
        )
        elapsed = time.perf_counter() - started
        seconds.append(elapsed)
    text_only = [
        _time_captions(entry, article)
        for entry, article in built
        if "<img" not in article.body_html and not article.feed_pictures
    ]
    for name, values in (("all articles", seconds), ("text: captions", text_only)):
        print(
            f"{name:<18}{len(values):>6}   median {statistics.median(values) * 1000:.3f} ms"
            f"   mean {statistics.fmean(values) * 1000:.3f} ms   p95 {percentile(values, 95) * 1000:.3f} ms"
        )


def _time_captions(entry: RawEntry, article: ArticleData) -> float:
    is_plain = article.is_body_plain_text
    body = article.body_html
    blocks = read_plain_text(body) if is_plain else read_body(body, article.base_url)
    started = time.perf_counter()
    feed_pictures(entry.media, enclosures=entry.enclosures, image_url=entry.image_url)
    BodyCleaner(blocks, article.title).clean()
    return time.perf_counter() - started


def print_sample(corpus: Path, count: int, seed: int) -> None:
    """Print random pictures with what was published around them, to be read by eye."""
    found: list[tuple[str, Picture, ArticleData]] = []
    for path in _feeds(corpus):
        feed = parse_document(ParseJob(_URL, path.read_bytes()))
        if isinstance(feed, FeedData):
            for article in feed.articles:
                found += [(path.name, one, article) for one in article.pictures if one.caption or one.credit]
    print(f"{len(found)} pictures with a caption or a credit")
    sample = random.Random(seed).sample(found, min(count, len(found)))
    for number, (name, picture, article) in enumerate(sample, 1):
        flag = "  (file photo)" if picture.is_file_photo else ""
        print(f"\n{number}. {name} [{picture.source.value}] {article.title}")
        print(f"  source  {_source_of(picture, article)}")
        print(f"  raw     {picture.caption_raw}\n  caption {picture.caption}")
        print(f"  credit  {picture.credit}{flag}\n  alt     {picture.alt}")


def _source_of(picture: Picture, article: ArticleData) -> str:
    """Give what the publisher wrote around a picture: a piece of the body, or of the feed's own fields."""
    address = picture.url.partition("?")[0].rpartition("/")[2]
    place = article.body_html.find(address) if address else -1
    if place < 0:
        own = [f"{one.caption} | {one.credit}" for one in article.feed_pictures if one.url == picture.url]
        return f"feed: {own}" if own else f"text: {article.body_html[:_SOURCE_CHARS]!r}"
    return repr(article.body_html[max(0, place - _SOURCE_CHARS // 2) : place + _SOURCE_CHARS])


def _feeds(corpus: Path) -> Iterator[Path]:
    yield from sorted(path for path in corpus.rglob("*") if path.suffix in (".xml", ".rss", ".atom", ".json"))


def _parse(path: Path) -> FeedData:
    feed = parse_document(ParseJob(_URL, path.read_bytes()))
    if not isinstance(feed, FeedData):
        raise SystemExit(f"{path}: {feed}")
    return feed


def _find_article(feed: FeedData, item: dict[str, Any]) -> ArticleData:
    by_guid = {article.guid: article for article in feed.articles}
    return by_guid.get(item["id"]) or feed.articles[item["index"]]


def _published(item: dict[str, Any], name: str) -> list[str]:
    return [entry[name] for entry in item["media"] + item["figures"] if entry.get(name)]


def _has_caption(pictures: tuple[Picture, ...], published: str) -> bool:
    wanted = fold(published)
    for picture in pictures:
        if wanted in fold(picture.caption_raw):
            return True
        own = fold(picture.caption)
        has_all = len(own) + len(fold(picture.credit)) >= _MIN_COVERAGE * len(wanted)
        if own and own in wanted and has_all:
            return True
    return False


def _entries(corpus: Path) -> Iterator[RawEntry]:
    for path in _feeds(corpus):
        document = preclean(path.read_bytes(), "")
        if isinstance(document, CleanDocument) and not document.is_json:
            parsed = parse_feed(document.text)
            context = FeedContext(_URL, is_atom=parsed.version.startswith("atom"))
            yield from (read_entry(entry, context) for entry in parsed.entries)


if __name__ == "__main__":
    main()
