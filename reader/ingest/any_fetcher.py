"""The fetcher for every address a person may name: files on this machine, commands, and the web."""

from __future__ import annotations

import asyncio
from importlib import import_module

from reader.clock import Clock
from reader.errors import FetchError, FetchProblem
from reader.ingest.addresses import is_web_address
from reader.ingest.fetch import Fetcher, FetchOutcome
from reader.ingest.files import is_file_address, read_feed_file
from reader.ingest.scripts import ScriptFetcher, is_script_address
from reader.setting_groups import RefreshSettings
from storage.model import Validators
from storage.options import PLAIN, FeedOptions


class AnyFetcher:
    """Files are read in a thread; the HTTP client is loaded when a web address is first asked for."""

    def __init__(self, settings: RefreshSettings, clock: Clock) -> None:
        """Opens nothing yet."""
        self._settings = settings
        self._clock = clock
        self._web: Fetcher | None = None
        self._scripts = ScriptFetcher(settings, self._fetch_document)

    async def fetch(
        self,
        url: str,
        validators: Validators,
        options: FeedOptions = PLAIN,
        *,
        may_be_private: bool = True,
    ) -> FetchOutcome:
        """See ``Fetcher``."""
        if not may_be_private and not is_web_address(url):
            return FetchError(url, FetchProblem.FORBIDDEN_REDIRECT, "it is on this machine")
        if is_script_address(url):
            return await self._scripts.fetch(url, validators, options)
        return await self._fetch_document(url, validators, options, may_be_private=may_be_private)

    async def _fetch_document(
        self,
        url: str,
        validators: Validators,
        options: FeedOptions = PLAIN,
        *,
        may_be_private: bool = True,
    ) -> FetchOutcome:
        if is_file_address(url):
            return await asyncio.to_thread(read_feed_file, url, validators, self._settings.max_bytes)
        if self._web is None:
            # aiohttp takes 0.1 s to import: a start on local files need not wait for it, nor the loop.
            module = await asyncio.to_thread(import_module, "reader.ingest.http_fetcher")
            # Another fetch may have been quicker.
            self._web = self._web or module.HttpFetcher(self._settings, self._clock)
        return await self._web.fetch(url, validators, options, may_be_private=may_be_private)

    async def close(self) -> None:
        """Let go of all connections."""
        if self._web is not None:
            await self._web.close()
