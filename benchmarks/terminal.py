"""Drive a program in a real pseudo-terminal and time its answers.

The time of an answer is that of the last byte of the burst of output that a key causes: the moment
at which a terminal could have drawn it. Making the screen's text out of the bytes (pyte, which is
slow) happens afterwards, outside the measured time.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import select
import signal
import struct
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Self

import pyte

_QUIET_SECONDS = 0.12
_READ_BYTES = 65_536
_GRACE_SECONDS = 3.0
_SYNC_ASKED, _SYNC_ANSWER = b"\x1b[?2026$p", b"\x1b[?2026;2$y"
# The parent's own size is not that of this terminal; and what is installed has its bytecode, which a
# checkout whose parent forbids to write it would compile at every start.
_NOT_INHERITED = frozenset({"COLUMNS", "LINES", "PYTHONDONTWRITEBYTECODE"})

_FRAME_END = b"\x1b[?2026l"
"""What parts one frame from the next, where the terminal says that it knows synchronised output."""


@dataclass(frozen=True, slots=True)
class Paint:
    """How a cell is painted; colours as six hexadecimal digits, or by their name where they have one."""

    foreground: str
    background: str
    is_bold: bool = False
    is_underlined: bool = False
    is_reversed: bool = False


@dataclass(frozen=True, slots=True)
class Painted:
    """A place on the screen where some text stands.

    Attributes:
        line: All of the row that it stands in.
        paints: Of its cells; one where all are painted alike.
    """

    line: str
    row: int
    column: int
    paints: frozenset[Paint]


class Terminal:
    """A program on a pseudo-terminal of its own.

    Attributes:
        pid: The program's process id.
    """

    def __init__(
        self,
        command: Sequence[str],
        *,
        columns: int = 120,
        rows: int = 40,
        environment: Mapping[str, str] | None = None,
        tells_frames: bool = False,
    ) -> None:
        """``tells_frames``: say that synchronised output is known, so that frames have an end."""
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self._unseen: list[bytes] = []
        self._raw = bytearray()
        self._has_ended = False
        self._owes_answer = tells_frames
        self.started_at = time.perf_counter()
        self.pid, self._descriptor = pty.fork()
        if self.pid == 0:
            # Set by the child: a program that starts quickly would else read the size before it is set.
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
            # Whoever runs in the background is deaf to Ctrl-C, and would pass that on.
            signal.signal(signal.SIGINT, signal.SIG_DFL)
            inherited = {name: value for name, value in os.environ.items() if name not in _NOT_INHERITED}
            variables = {**inherited, "TERM": "xterm-256color", "COLORTERM": "truecolor"}
            os.execvpe(command[0], list(command), {**variables, **(environment or {})})

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def press(
        self, keys: str, *, quiet_seconds: float = _QUIET_SECONDS, timeout_seconds: float = 10
    ) -> float:
        """Type keys; give the seconds until the last byte of what they caused to be drawn."""
        typed_at = time.perf_counter()
        self.type(keys)
        return self.wait_quiet(quiet_seconds=quiet_seconds, timeout_seconds=timeout_seconds) - typed_at

    def press_until(self, keys: str, text: str, *, timeout_seconds: float = 10) -> float:
        """Type keys; give the seconds until the program has written a text, in one piece, after them.

        Raises TimeoutError where it does not.
        """
        while self._read(0):
            pass
        start = len(self._raw)
        self.type(keys)
        typed_at = time.perf_counter()
        wanted = text.encode()
        while wanted not in self._raw[start:]:
            if time.perf_counter() > typed_at + timeout_seconds:
                raise TimeoutError(f"{text!r} did not appear within {timeout_seconds} s:\n{self.text()}")
            self._read(0.05)
        return time.perf_counter() - typed_at

    def type(self, keys: str) -> None:
        """Type keys and wait for nothing."""
        os.write(self._descriptor, keys.encode())

    def resize(self, columns: int, rows: int) -> None:
        """Give the terminal another size, and tell the program as terminals do."""
        self.text()
        self._screen.resize(rows, columns)
        # The kernel sends SIGWINCH to whoever is in the terminal's foreground.
        fcntl.ioctl(self._descriptor, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def wait_quiet(self, *, quiet_seconds: float = _QUIET_SECONDS, timeout_seconds: float = 10) -> float:
        """Read until the program has been quiet for a while; give the time of its last byte."""
        deadline = time.perf_counter() + timeout_seconds
        last_byte_at = time.perf_counter()
        has_output = False
        while (now := time.perf_counter()) < deadline:
            wait_seconds = min(quiet_seconds if has_output else deadline - now, deadline - now)
            if self._read(wait_seconds):
                last_byte_at, has_output = time.perf_counter(), True
            elif has_output:
                break
        return last_byte_at

    def wait_frame(self, timeout_seconds: float) -> float | None:
        """Read until a frame that begins from now on has its end; give the time, None where none comes.

        Only for a terminal that ``tells_frames``.
        """
        deadline = time.perf_counter() + timeout_seconds
        seen = len(self._raw)
        while (now := time.perf_counter()) < deadline:
            # The sign may come in two pieces.
            if self._read(deadline - now) and self._raw.find(_FRAME_END, max(seen - len(_FRAME_END), 0)) >= 0:
                return time.perf_counter()
            seen = len(self._raw)
        return None

    def wait_for(self, text: str, *, timeout_seconds: float = 60) -> float:
        """Read until the screen shows the text; give the time. Raises TimeoutError with the screen."""
        return self.wait_until(lambda: text in self.text(), repr(text), timeout_seconds=timeout_seconds)

    def wait_until(self, is_true: Callable[[], bool], wanted: str, *, timeout_seconds: float = 60) -> float:
        """Read until the screen is as it should be; give the time. Raises TimeoutError with the screen.

        ``wanted`` names in the error what did not appear.
        """
        deadline = time.perf_counter() + timeout_seconds
        seen_at = time.perf_counter()
        while not is_true():
            if time.perf_counter() > deadline:
                raise TimeoutError(f"{wanted} did not appear within {timeout_seconds} s:\n{self.text()}")
            if self._read(0.05):
                seen_at = time.perf_counter()
        return seen_at

    def text(self) -> str:
        """Give what the screen shows, one line per row."""
        while self._unseen:
            self._stream.feed(self._unseen.pop(0))
        return "\n".join(self._screen.display)

    def painted(self, text: str) -> list[Painted]:
        """Give every place within a row where the screen shows the text, from the top, with its paint."""
        self.text()
        found: list[Painted] = []
        for row in range(self._screen.lines):
            cells = [self._screen.buffer[row][column] for column in range(self._screen.columns)]
            # The second cell of a wide character holds nothing.
            columns = [column for column, cell in enumerate(cells) for _ in cell.data]
            line = "".join(cell.data for cell in cells)
            start = line.find(text)
            while start >= 0:
                end = start + len(text)
                paints = frozenset(_paint(cells[column]) for column in columns[start:end])
                found.append(Painted(line, row, columns[start], paints))
                start = line.find(text, end)
        return found

    def raw(self) -> str:
        """Give everything that the program wrote so far."""
        return self._raw.decode("utf-8", "replace")

    @property
    def has_ended(self) -> bool:
        """Whether the program has closed its side, as far as it was read."""
        return self._has_ended

    def wait_end(self, *, timeout_seconds: float = 60) -> None:
        """Read until the program has ended. Raises TimeoutError where it does not."""
        deadline = time.perf_counter() + timeout_seconds
        while not self._has_ended:
            self._read(0.2)
            if time.perf_counter() > deadline:
                raise TimeoutError(f"the program goes on after {timeout_seconds} s:\n{self.text()}")

    def close(self) -> None:
        """End the program, by force where it does not end by itself, and give the terminal back."""
        for number in (signal.SIGTERM, signal.SIGKILL):
            deadline = time.perf_counter() + _GRACE_SECONDS
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, number)
            while time.perf_counter() < deadline:
                self._read(0.02)
                with contextlib.suppress(ChildProcessError):
                    if os.waitpid(self.pid, os.WNOHANG)[0] == 0:
                        continue
                with contextlib.suppress(OSError):
                    os.close(self._descriptor)
                return

    def _read(self, wait_seconds: float) -> bool:
        readable, _, _ = select.select([self._descriptor], [], [], max(wait_seconds, 0))
        if not readable:
            return False
        try:
            data = os.read(self._descriptor, _READ_BYTES)
        except OSError:
            data = b""
        self._has_ended = not data
        self._unseen.append(data)
        self._raw += data
        if self._owes_answer and _SYNC_ASKED in self._raw:
            self._owes_answer = False
            os.write(self._descriptor, _SYNC_ANSWER)
        return bool(data)


def _paint(cell: pyte.screens.Char) -> Paint:
    return Paint(cell.fg, cell.bg, cell.bold, cell.underscore, cell.reverse)
