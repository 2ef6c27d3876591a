"""Secure connections: a certificate that cannot be checked is named as the reason, and nothing is read."""

import asyncio
import ssl
import subprocess
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from reader.errors import FetchError, FetchProblem
from reader.ingest.fetch import Fetched
from reader.ingest.http_fetcher import HttpFetcher
from reader.setting_groups import RefreshSettings
from storage.model import Validators

ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok"


def now() -> datetime:
    return datetime(2026, 11, 24, tzinfo=UTC)


def openssl(*words: str) -> None:
    subprocess.run(["openssl", *words], check=True, capture_output=True)


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate authority of our own, with a good certificate and one for another name."""
    folder = tmp_path_factory.mktemp("ca")
    made = ("-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2")
    openssl("req", *made, "-subj", "/CN=Test CA", "-keyout", f"{folder}/ca.key", "-out", f"{folder}/ca.pem")
    for name, host in (("good", "localhost"), ("other", "elsewhere.example")):
        (folder / f"{name}.cnf").write_text(f"subjectAltName=DNS:{host}\n")
        key = ("-newkey", "rsa:2048", "-nodes", "-keyout", f"{folder}/{name}.key")
        openssl("req", *key, "-subj", f"/CN={host}", "-out", f"{folder}/{name}.csr")
        signed = ("-CA", f"{folder}/ca.pem", "-CAkey", f"{folder}/ca.key", "-CAcreateserial", "-days", "1")
        files = ("-in", f"{folder}/{name}.csr", "-out", f"{folder}/{name}.pem")
        openssl("x509", "-req", *files, *signed, "-extfile", f"{folder}/{name}.cnf")
    return folder


@pytest.fixture
async def serve(authority: Path) -> AsyncIterator[object]:
    servers: list[asyncio.Server] = []

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        # A greeting that is no HTTP is answered as well: it comes from the client that expects TLS.
        await reader.read(65_536)
        writer.write(ANSWER)
        await writer.drain()
        writer.close()

    async def start(certificate: str | None) -> int:
        context = None
        if certificate is not None:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(authority / f"{certificate}.pem", authority / f"{certificate}.key")
        server = await asyncio.start_server(answer, "127.0.0.1", 0, ssl=context)
        servers.append(server)
        return int(server.sockets[0].getsockname()[1])

    yield start
    for server in servers:
        server.close()


async def fetch(port: int) -> object:
    fetcher = HttpFetcher(RefreshSettings(total_timeout_seconds=3), now)
    try:
        return await fetcher.fetch(f"https://localhost:{port}/feed", Validators())
    finally:
        await fetcher.close()


async def test_an_unknown_authority_is_refused_and_named(serve) -> None:  # type: ignore[no-untyped-def]
    outcome = await fetch(await serve("good"))
    assert isinstance(outcome, FetchError)
    assert outcome.problem is FetchProblem.TLS
    assert "certificate" in outcome.detail


async def test_a_known_authority_is_believed_but_not_for_another_name(  # type: ignore[no-untyped-def]
    serve, authority: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    context = ssl.create_default_context(cafile=str(authority / "ca.pem"))
    monkeypatch.setattr("aiohttp.connector._SSL_CONTEXT_VERIFIED", context)
    assert isinstance(await fetch(await serve("good")), Fetched)
    outcome = await fetch(await serve("other"))
    assert isinstance(outcome, FetchError)
    assert outcome.problem is FetchProblem.TLS
    assert "localhost" in outcome.detail


async def test_a_server_that_speaks_no_tls_is_told(serve) -> None:  # type: ignore[no-untyped-def]
    outcome = await fetch(await serve(None))
    assert isinstance(outcome, FetchError)
    assert outcome.problem in (FetchProblem.TLS, FetchProblem.BROKEN, FetchProblem.UNREACHABLE)
