"""The pool of parse workers: started when first needed, watched, and replaced when they die.

Not ``ProcessPoolExecutor``: there one dead worker breaks the whole pool, and a dead worker is what
a hostile document leaves. Not ``multiprocessing.Process`` either: its resource tracker cannot be
started while Textual holds the terminal. A worker is a plain child process with a pipe.
"""

from __future__ import annotations

import asyncio
import pickle
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.connection import Connection

from reader.errors import ParseError, ParseProblem
from reader.feeds.job import ParseJob
from reader.ingest.work import ParsedDocument, WorkOrder
from storage.model import Keyword

# A fresh process now and then: what a parser leaks or fragments does not add up.
JOBS_PER_WORKER = 2_000
# Above the limit on CPU time, which normally ends a stalled worker first.
_EXTRA_WALL_SECONDS = 3.0


class _Worker:
    """One child process, used by one thread at a time."""

    def __init__(self) -> None:
        ours, theirs = socket.socketpair()
        # -P: a file named reader.py in the person's directory must not be taken for our package.
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "reader.ingest.worker", str(theirs.fileno())],
            pass_fds=(theirs.fileno(),),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        theirs.close()
        self._pipe = Connection(ours.detach())
        self.jobs_left = JOBS_PER_WORKER

    def ask(self, order: WorkOrder, wall_seconds: float) -> ParsedDocument | ParseError | None:
        """Have a document parsed; None means that the worker is of no use any more."""
        self.jobs_left -= 1
        try:
            self._pipe.send_bytes(pickle.dumps(order, pickle.HIGHEST_PROTOCOL))
            if not self._pipe.poll(wall_seconds):
                return None
            answer: ParsedDocument | ParseError = pickle.loads(self._pipe.recv_bytes())
        except (EOFError, OSError, pickle.UnpicklingError):
            return None
        return answer

    def is_alive(self) -> bool:
        """Whether the process still runs."""
        return self._process.poll() is None

    def kill(self) -> None:
        """End the process, whatever it does; who waits for its answer gets none."""
        self._process.kill()

    def stop(self) -> None:
        """End the process and let go of the pipe."""
        self._process.kill()
        self._process.wait()
        self._pipe.close()


class ParsePool:
    """Parses documents in up to ``workers`` processes."""

    def __init__(self, workers: int, timeout_seconds: float) -> None:
        """Starts nothing yet. ``timeout_seconds`` is CPU time and, with a margin, wall time."""
        self._timeout_seconds = timeout_seconds
        self._workers = workers
        self._threads = ThreadPoolExecutor(workers, thread_name_prefix="cutline-parse")
        self._idle: list[_Worker] = []
        self._all: set[_Worker] = set()
        self._is_closing = False

    async def parse(self, job: ParseJob, keywords: tuple[Keyword, ...] = ()) -> ParsedDocument | ParseError:
        """Parse a document in the next free worker. Failures come back as values."""
        order = WorkOrder(job, keywords, cpu_seconds=round(self._timeout_seconds))
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._run, order)

    def start_ahead(self) -> None:
        """Start all workers now, for one who knows that documents will come: they load while others fetch."""
        for _ in range(self._workers):
            self._threads.submit(self._start_one)

    async def close(self) -> None:
        """Stop all workers, also busy ones."""
        # First of all nothing new may begin, or who is killed makes room for the next in the queue.
        self._is_closing = True
        self._threads.shutdown(wait=False, cancel_futures=True)
        for worker in list(self._all):
            worker.kill()
        await asyncio.to_thread(self._threads.shutdown, wait=True)
        for worker in list(self._all):
            worker.stop()
        self._all.clear()

    def _run(self, order: WorkOrder) -> ParsedDocument | ParseError:
        # list.append and list.pop are atomic, and a worker is in the list only while nobody uses it.
        worker = self._take()
        answer = worker.ask(order, self._timeout_seconds + _EXTRA_WALL_SECONDS)
        if answer is None or worker.jobs_left <= 0:
            self._all.discard(worker)
            worker.stop()
        else:
            self._idle.append(worker)
        return answer or ParseError(order.job.url, ParseProblem.TOO_COMPLEX)

    def _take(self) -> _Worker:
        while self._idle:
            try:
                worker = self._idle.pop()
            except IndexError:  # another thread was quicker
                break
            if worker.is_alive():
                return worker
            self._all.discard(worker)
            worker.stop()
        return self._start()

    def _start_one(self) -> None:
        if not self._is_closing:
            self._idle.append(self._start())

    def _start(self) -> _Worker:
        worker = _Worker()
        self._all.add(worker)
        if self._is_closing:
            worker.kill()
        return worker
