"""The command line: one module per group of commands, each loaded only when it is called."""

from __future__ import annotations


def main() -> None:
    """Run the ``cutline`` command and leave the process with its exit code."""
    from reader.cli.run import run

    raise SystemExit(run())
