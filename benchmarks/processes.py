"""Run a command as a user would and measure the whole of it, its descendants included."""

from __future__ import annotations

import os
import subprocess
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_SAMPLE_SECONDS = 0.05
_PAGE_MIB = os.sysconf("SC_PAGE_SIZE") / 2**20


@dataclass(frozen=True, slots=True)
class Run:
    """One finished run. ``peak_mib`` is the largest sum of resident memory over all processes."""

    exit_code: int
    wall_seconds: float
    cpu_seconds: float
    peak_mib: float
    output: str


def measure(
    command: Sequence[str], *, environment: Mapping[str, str] | None = None, timeout_seconds: float = 900
) -> Run:
    """Run a command to its end with its output captured; Linux only (it reads /proc)."""
    with tempfile.TemporaryFile("w+") as output:
        started = time.perf_counter()
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env={**os.environ, **(environment or {})},
        )
        sampler = _MemorySampler(process.pid)
        sampler.start()
        stopper = threading.Timer(timeout_seconds, process.kill)
        stopper.start()
        _, status, usage = os.wait4(process.pid, 0)
        wall_seconds = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        stopper.cancel()
        sampler.stop()
        output.seek(0)
        return Run(
            exit_code=process.returncode,
            wall_seconds=wall_seconds,
            cpu_seconds=usage.ru_utime + usage.ru_stime,
            peak_mib=sampler.peak_mib,
            output=output.read(),
        )


def resident_mib(pid: int) -> float:
    """Give the resident memory of a process and all its descendants."""
    family, waiting = {pid}, [pid]
    parents = _parents()
    while waiting:
        parent = waiting.pop()
        children = [child for child, its_parent in parents.items() if its_parent == parent]
        waiting += [child for child in children if child not in family]
        family.update(children)
    return sum(_resident_pages(member) for member in family) * _PAGE_MIB


class _MemorySampler(threading.Thread):
    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self._pid = pid
        self._ended = threading.Event()
        self.peak_mib = 0.0

    def run(self) -> None:
        while not self._ended.wait(_SAMPLE_SECONDS):
            self.peak_mib = max(self.peak_mib, resident_mib(self._pid))

    def stop(self) -> None:
        self._ended.set()
        self.join()


def _parents() -> dict[int, int]:
    parents = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                stat = (entry / "stat").read_text()
            except OSError:
                continue
            # The name in brackets may hold spaces and brackets itself: fields count from the last one.
            parents[int(entry.name)] = int(stat.rpartition(")")[2].split()[1])
    return parents


def _resident_pages(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except (OSError, IndexError):
        return 0
