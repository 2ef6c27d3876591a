"""Modules that are loaded when they are first used: reading a first screen needs a third of them."""

from __future__ import annotations

from importlib import import_module


class Later:
    """Stands for a module until something of it is asked for, which any thread may be the first to do.

    Type checkers are given the module itself, under ``if TYPE_CHECKING``.
    """

    def __init__(self, name: str) -> None:
        """``name`` is the module's whole name."""
        self._name = name

    def __getattr__(self, attribute: str) -> object:
        return getattr(import_module(self._name), attribute)
