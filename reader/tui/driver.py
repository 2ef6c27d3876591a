"""The keyboard, read so that a lone Esc is told apart from an escape sequence without being felt."""

from __future__ import annotations

import os
import select
from codecs import getincrementaldecoder

from textual._xterm_parser import XTermParser
from textual.driver import Driver
from textual.drivers.linux_driver import LinuxDriver

_ESCAPE_SECONDS = 0.014
"""A little more than the delay after which a look finds a lone Esc: a sequence comes within milliseconds."""

_LOOK_SECONDS = 0.1
_READ_BYTES = 4096


class PromptDriver(LinuxDriver):
    """Textual's driver, which looks for the end of a lone Esc only ten times a second otherwise."""

    def run_input_thread(self) -> None:
        """Hand out what is typed, until the driver is told to end."""
        parser = XTermParser(self._debug)
        decode = getincrementaldecoder("utf-8")("replace").decode
        wait_seconds = _LOOK_SECONDS
        while not self.exit_event.is_set():
            readable, _, _ = select.select([self.fileno], [], [], wait_seconds)
            wait_seconds = _LOOK_SECONDS
            if readable:
                received = os.read(self.fileno, _READ_BYTES)
                if not received:
                    return
                typed = decode(received)
                if typed.endswith("\x1b"):
                    wait_seconds = _ESCAPE_SECONDS
                for message in parser.feed(typed):
                    self.process_message(message)
            for message in parser.tick():
                self.process_message(message)


def prompt(driver: type[Driver]) -> type[Driver]:
    """The driver that answers Esc promptly, where it is Textual's own for a terminal."""
    return PromptDriver if driver is LinuxDriver else driver
