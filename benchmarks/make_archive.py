"""Build an archive with realistic articles through the storage layer's public interface.

    python -m benchmarks.make_archive OUT.db --articles N --feeds F [--seed S]

The same numbers and seed make the same articles. They are dated over ten years and stored in the
order of arrival, feed sizes differ as they do in life (the largest has a tenth of all), three in
four are in one Latin script, half have pictures with captions and credits, one in five is unread,
one in fifty starred, one in a hundred tagged, and three keywords are watched.
"""

from __future__ import annotations

import argparse
import random
import resource
import sys
import time
from collections.abc import Iterator, Sequence
from multiprocessing import get_context
from pathlib import Path

from benchmarks.made_articles import WATCHED_WORDS
from benchmarks.made_batches import Batch, Plan, match_word, send_batches
from storage.archive import Archive

FOLDERS = ("World", "World/Levant", "World/Europe", "Science", "Business", "")
TAGS = ("later", "archive", "naqoura file")


def main() -> int:
    """Parse the command line, build, and print how long it took."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--articles", type=int, required=True)
    parser.add_argument("--feeds", type=int, required=True)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    if options.out.exists():
        print(f"make_archive: {options.out} exists already", file=sys.stderr)
        return 2
    if options.feeds < 1 or options.articles < 0:
        print("make_archive: at least one feed, and no negative number of articles", file=sys.stderr)
        return 2
    started = time.perf_counter()
    make_archive(options.out, article_count=options.articles, feed_count=options.feeds, seed=options.seed)
    seconds = time.perf_counter() - started
    megabytes = options.out.stat().st_size / 1e6
    peak_mebibytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{options.articles} articles of {options.feeds} feeds in {seconds:.1f} s"
        f" ({options.articles / seconds:.0f}/s), {megabytes:.0f} MB, peak {peak_mebibytes:.0f} MiB"
    )
    return 0


def make_archive(out: Path, *, article_count: int, feed_count: int, seed: int = 1) -> None:
    """Build the archive at ``out``, which must not exist yet."""
    with Archive.open(out) as archive:
        chance = random.Random(f"feeds {seed}")
        feed_ids = [
            archive.add_feed(f"https://feed-{number}.example/rss", folder=chance.choice(FOLDERS)).feed_id
            for number in range(feed_count)
        ]
        keywords = [archive.add_keyword(word, match=match_word) for word in WATCHED_WORDS]
        plan = Plan(article_count, tuple(feed_ids), tuple(keywords), archive.keywords_version(), seed)
        marks = random.Random(f"marks {seed}")
        for batch in _batches(plan):
            _store_batch(archive, batch, marks)


def _batches(plan: Plan) -> Iterator[Batch]:
    """The batches, made in a process of their own while the one before is stored.

    A thread would not do: it would hold Python's lock for 5 ms whenever the writer asks for it.
    """
    context = get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    maker = context.Process(target=send_batches, args=(plan, sender))
    maker.start()
    sender.close()
    try:
        for _ in range(plan.batch_count):
            yield receiver.recv()
    finally:
        # Closed first: a maker that waits to send would otherwise wait for ever.
        receiver.close()
        maker.join()


def _store_batch(archive: Archive, batch: Batch, marks: random.Random) -> None:
    """Store a batch and do with its articles what a reader does."""
    stored = archive.store_feeds(batch)
    article_ids = [article_id for counts in stored for article_id in counts.article_ids]
    archive.set_read(_some(article_ids, 0.8, marks), True)
    archive.set_starred(_some(article_ids, 0.02, marks), True)
    archive.set_tag(_some(article_ids, 0.01, marks), marks.choice(TAGS), True)


def _some(article_ids: Sequence[int], share: float, marks: random.Random) -> list[int]:
    return [article_id for article_id in article_ids if marks.random() < share]


if __name__ == "__main__":
    sys.exit(main())
