"""``python -m reader`` is ``cutline``."""

from reader.cli import main

main()
