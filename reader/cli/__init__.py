"""The command line: one module per group of commands, each loaded only when it is called."""

from __future__ import annotations

import gc
import os
import sys


def main() -> None:
    """Run the ``cutline`` command and leave the process with its exit code."""
    raise SystemExit(_run())


def _run() -> int:
    # Looking for garbage among what is imported takes a tenth of a start and finds none.
    gc.disable()
    from reader import paths
    from reader.cli.opening import opening_session

    session = opening_session(sys.argv[1:]) if paths.COMPLETION_VARIABLE not in os.environ else None
    if session is None:
        from reader.cli.run import run

        gc.enable()
        return run()
    from reader.cli.border import guarded, set_streams
    from reader.cli.interface import open_interface

    set_streams()
    return guarded(lambda: open_interface(session), session.console)
