import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from time import perf_counter
from typing import Any

import pytest

from reader.errors import ParseError, ParseProblem
from reader.feeds.job import ParseJob
from reader.ingest.pool import ParsePool
from reader.ingest.work import ParsedDocument, WorkOrder
from reader.ingest.worker import work
from reader.keywords.matcher import KeptMatcher
from storage.model import Keyword

URL = "https://harbour.example/feed"
ITEM = "<item><title>Tide {0}</title><guid>{0}</guid><description>&lt;p&gt;High water</description></item>"

PoolOf = Callable[..., ParsePool]


def rss(count: int) -> ParseJob:
    items = "".join(ITEM.format(number) for number in range(count))
    return ParseJob(URL, f"<rss version='2.0'><channel><title>Pier</title>{items}</channel></rss>".encode())


SMALL = rss(1)


class Endless(bytes):
    """Takes hours of computing in whichever process receives it, however quick that is."""

    def __reduce__(self) -> tuple[object, tuple[range]]:
        return sum, (range(10**13),)


LONG = ParseJob(URL, Endless())


@pytest.fixture
def processes(monkeypatch: pytest.MonkeyPatch) -> list[subprocess.Popen[bytes]]:
    """All child processes that were started, in order."""
    started: list[subprocess.Popen[bytes]] = []

    class Recorded(subprocess.Popen[bytes]):
        def __init__(self, *arguments: Any, **options: Any) -> None:
            super().__init__(*arguments, **options)
            started.append(self)

    monkeypatch.setattr(subprocess, "Popen", Recorded)
    return started


@pytest.fixture
async def pool_of() -> AsyncIterator[PoolOf]:
    made: list[ParsePool] = []

    def make(workers: int = 1, timeout_seconds: float = 5.0) -> ParsePool:
        made.append(ParsePool(workers, timeout_seconds))
        return made[-1]

    yield make
    for pool in made:
        await pool.close()


def parsed(outcome: ParsedDocument | ParseError) -> ParsedDocument:
    assert isinstance(outcome, ParsedDocument), outcome
    return outcome


def problem(outcome: ParsedDocument | ParseError) -> ParseProblem:
    assert isinstance(outcome, ParseError)
    assert outcome.url == URL
    return outcome.problem


async def until_started(processes: list[subprocess.Popen[bytes]], count: int) -> None:
    async with asyncio.timeout(20):
        while len(processes) < count:  # noqa: ASYNC110 - it is started in a thread, which sets no event
            await asyncio.sleep(0.005)


async def test_a_document_becomes_articles_and_hits(pool_of: PoolOf) -> None:
    document = parsed(await pool_of().parse(SMALL, (Keyword(7, "high water"),)))
    assert document.feed.title == "Pier"
    assert [article.title for article in document.feed.articles] == ["Tide 0"]
    assert [[hit.keyword_id for hit in hits] for hits in document.hits] == [[7]]


async def test_what_is_no_feed_is_an_answer_of_the_same_worker(
    pool_of: PoolOf, processes: list[subprocess.Popen[bytes]]
) -> None:
    pool = pool_of()
    assert problem(await pool.parse(ParseJob(URL, b""))) is ParseProblem.EMPTY
    assert (
        problem(await pool.parse(ParseJob(URL, b"<html><body>Closed</body></html>"))) is ParseProblem.WEB_PAGE
    )
    parsed(await pool.parse(SMALL))
    assert len(processes) == 1


async def test_no_process_is_started_before_a_document_comes(
    pool_of: PoolOf, processes: list[subprocess.Popen[bytes]]
) -> None:
    await pool_of(4).close()
    assert processes == []


async def test_workers_that_are_started_ahead_are_the_ones_that_parse(
    pool_of: PoolOf, processes: list[subprocess.Popen[bytes]]
) -> None:
    pool = pool_of(2)
    pool.start_ahead()
    await until_started(processes, 2)
    documents = await asyncio.gather(*(pool.parse(SMALL) for _ in range(4)))
    assert [len(parsed(document).feed.articles) for document in documents] == [1] * 4
    assert len(processes) == 2


async def test_documents_are_parsed_side_by_side(
    pool_of: PoolOf, processes: list[subprocess.Popen[bytes]]
) -> None:
    pool = pool_of(2)
    documents = await asyncio.gather(*(pool.parse(rss(count)) for count in range(6)))
    assert [len(parsed(document).feed.articles) for document in documents] == list(range(6))
    assert len(processes) == 2


async def test_a_document_that_eats_time_costs_itself_only(
    pool_of: PoolOf, processes: list[subprocess.Popen[bytes]]
) -> None:
    pool = pool_of(1, timeout_seconds=0.2)
    parsed(await pool.parse(SMALL))
    assert problem(await pool.parse(LONG)) is ParseProblem.TOO_COMPLEX
    parsed(await pool.parse(SMALL))
    first, second = processes
    assert first.returncode is not None
    assert second.returncode is None


async def test_a_worker_that_hangs_is_ended_at_its_deadline(
    pool_of: PoolOf, processes: list[subprocess.Popen[bytes]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reader.ingest.pool._EXTRA_WALL_SECONDS", 0.1)
    pool = pool_of(1, timeout_seconds=0.2)
    waiting = asyncio.create_task(pool.parse(SMALL))
    await until_started(processes, 1)
    processes[0].send_signal(signal.SIGSTOP)
    assert problem(await waiting) is ParseProblem.TOO_COMPLEX
    assert processes[0].returncode == -signal.SIGKILL


class Huge(bytes):
    """Becomes two gigabytes in whichever process receives it."""

    def __reduce__(self) -> tuple[type[bytes], tuple[int]]:
        return bytes, (2 << 30,)


async def test_a_document_that_eats_memory_costs_itself_only(
    pool_of: PoolOf, processes: list[subprocess.Popen[bytes]]
) -> None:
    pool = pool_of()
    assert problem(await pool.parse(ParseJob(URL, Huge()))) is ParseProblem.TOO_COMPLEX
    parsed(await pool.parse(SMALL))
    assert len(processes) == 2


def test_a_document_that_runs_out_of_memory_in_the_parser_is_too_complex(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def take_all(*_: object, **__: object) -> None:
        raise MemoryError

    monkeypatch.setattr("reader.feeds.document.preclean", take_all)
    assert problem(work(WorkOrder(SMALL), KeptMatcher())) is ParseProblem.TOO_COMPLEX


async def test_a_worker_that_is_killed_at_work_is_replaced(
    pool_of: PoolOf, processes: list[subprocess.Popen[bytes]]
) -> None:
    pool = pool_of()
    waiting = asyncio.create_task(pool.parse(LONG))
    await until_started(processes, 1)
    processes[0].kill()
    assert problem(await waiting) is ParseProblem.TOO_COMPLEX
    parsed(await pool.parse(SMALL))
    assert len(processes) == 2


def kill_at_rest(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)


async def test_a_worker_that_died_between_documents_costs_none(
    pool_of: PoolOf, processes: list[subprocess.Popen[bytes]]
) -> None:
    pool = pool_of()
    parsed(await pool.parse(SMALL))
    kill_at_rest(processes[0])
    parsed(await pool.parse(SMALL))
    assert len(processes) == 2


async def test_a_worker_is_replaced_after_so_many_documents(
    pool_of: PoolOf, processes: list[subprocess.Popen[bytes]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reader.ingest.pool.JOBS_PER_WORKER", 2)
    pool = pool_of()
    for _ in range(3):
        parsed(await pool.parse(SMALL))
    first, second = processes
    assert first.returncode is not None
    assert second.returncode is None


async def test_the_persons_interrupt_does_not_end_a_worker(
    pool_of: PoolOf, processes: list[subprocess.Popen[bytes]]
) -> None:
    pool = pool_of()
    parsed(await pool.parse(SMALL))
    processes[0].send_signal(signal.SIGINT)
    parsed(await pool.parse(SMALL))
    assert len(processes) == 1


async def test_closing_ends_all_processes_busy_ones_too(
    pool_of: PoolOf, processes: list[subprocess.Popen[bytes]]
) -> None:
    pool = pool_of(2)
    await asyncio.gather(pool.parse(SMALL), pool.parse(SMALL))
    under_way = [asyncio.create_task(pool.parse(LONG)) for _ in range(6)]
    await asyncio.sleep(0.05)
    started = perf_counter()
    await pool.close()
    assert perf_counter() - started < 10
    assert all(process.returncode is not None for process in processes)
    outcomes = await asyncio.gather(*under_way, return_exceptions=True)
    assert not any(isinstance(outcome, ParsedDocument) for outcome in outcomes)


async def test_a_worker_ends_with_whoever_started_it(
    pool_of: PoolOf, processes: list[subprocess.Popen[bytes]]
) -> None:
    program = """
import asyncio, os
from reader.feeds.job import ParseJob
from reader.ingest.pool import ParsePool

async def leave():
    pool = ParsePool(1, 5.0)
    await pool.parse(ParseJob("", b"<rss/>"))
    print(*(worker._process.pid for worker in pool._all), flush=True)
    os._exit(0)

asyncio.run(leave())
"""
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-c", program, stdout=asyncio.subprocess.PIPE
    )
    output, _ = await child.communicate()
    worker = int(output)
    async with asyncio.timeout(20):
        while _is_running(worker):  # noqa: ASYNC110 - it is nobody's child any more
            await asyncio.sleep(0.01)


def _is_running(process_id: int) -> bool:
    try:
        state = Path(f"/proc/{process_id}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"


def test_workers_load_neither_interface_nor_database_nor_http() -> None:
    program = """
import json, sys
from reader.feeds.job import ParseJob
from reader.ingest.work import WorkOrder
from reader.keywords.matcher import KeptMatcher
from reader.ingest.worker import work
from storage.model import Keyword

xml = b"<rss version='2.0'><channel><item><title>x</title></item></channel></rss>"
json_feed = b'{"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "1", "content_html": "<p>x"}]}'
for body in (xml, json_feed):
    document = work(WorkOrder(ParseJob("https://e.org/", body), (Keyword(1, "x"),)), KeptMatcher())
    assert len(document.feed.articles) == 1
print(json.dumps(sorted({name.partition(".")[0] for name in sys.modules})))
"""
    run = subprocess.run([sys.executable, "-P", "-c", program], capture_output=True, check=True, timeout=60)
    loaded = set(json.loads(run.stdout))
    assert {"feedparser", "reader"} <= loaded
    assert not {"textual", "rich", "sqlite_utils", "sqlite3", "aiohttp", "click"} & loaded
