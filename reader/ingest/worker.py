"""A parse worker: a process that reads orders from a pipe and answers each, within limits.

It loads neither the interface nor SQLite's helpers. A document that asks for more memory or time
than a feed may have ends the process, and the parent says so in one sentence.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import resource
import signal
import sys
from multiprocessing.connection import Connection

from reader.errors import ParseError
from reader.feeds.document import parse_document
from reader.ingest.work import ParsedDocument, WorkOrder
from reader.keywords.matcher import KeptMatcher

# Measured: the largest real feed of the corpus takes 70 MiB; the hostile ones want gigabytes.
MEMORY_BYTES = 1 << 30
_NICENESS = 15


def main() -> None:
    """Work until the parent closes the pipe. The pipe's descriptor is the only argument."""
    # Ctrl-C reaches the whole foreground group; the parent decides when a worker ends.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # Whoever presses a key goes first.
    os.nice(_NICENESS)
    kept = KeptMatcher()
    with Connection(int(sys.argv[1])) as pipe, contextlib.suppress(EOFError, OSError):
        while True:
            order: WorkOrder = pickle.loads(pipe.recv_bytes())
            _allow_more_time(order.cpu_seconds)
            pipe.send_bytes(pickle.dumps(work(order, kept), pickle.HIGHEST_PROTOCOL))


def work(order: WorkOrder, kept: KeptMatcher) -> ParsedDocument | ParseError:
    """Parse a document and look for the keywords, whose patterns are read where they are new."""
    feed = parse_document(order.job)
    if isinstance(feed, ParseError):
        return feed
    matcher = kept.of(order.keywords)
    return ParsedDocument(feed, tuple(matcher.match_article(article) for article in feed.articles))


def _allow_more_time(seconds: int) -> None:
    used = resource.getrusage(resource.RUSAGE_SELF)
    limit = int(used.ru_utime + used.ru_stime) + seconds + 1
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (limit, hard))


if __name__ == "__main__":
    main()
