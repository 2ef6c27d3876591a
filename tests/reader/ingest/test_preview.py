from pathlib import Path
from typing import Any

from reader.ingest.ingest import Ingest
from reader.setting_groups import RefreshSettings
from sample_feeds import sample_files
from storage.archive import Archive

FILES = {sample.path.name: sample.path for sample in sample_files()}


async def preview(tmp_path: Path, source: str) -> Any:
    with Archive.open(tmp_path / "cutline.db") as archive:
        async with Ingest(archive, RefreshSettings(total_timeout_seconds=3)) as ingest:
            found = await ingest.preview(source)
        assert archive.feeds() == []
    return found


async def test_a_page_of_several_feeds_is_a_choice_with_counts_and_headlines(
    server: Any, tmp_path: Path
) -> None:
    links = "".join(
        f'<link rel="alternate" type="application/rss+xml" href="/{name}">'
        for name in ("levant-wire.xml", "photo-wire.xml", "gone.xml")
    )
    page = f"<!DOCTYPE html><html><head>{links}</head><body><p>Welcome</p></body></html>".encode()
    server.say("/", "200 OK", "Content-Type: text/html", body=page)
    for name in ("levant-wire.xml", "photo-wire.xml"):
        server.say(f"/{name}", "200 OK", "Content-Type: application/rss+xml", body=FILES[name].read_bytes())
    found = await preview(tmp_path, server.url("/"))
    assert found.error == ""
    assert [(feed.title, feed.article_count) for feed in found.feeds] == [
        ("Levant Wire", 4),
        ("Photo Wire", 2),
    ]
    assert found.feeds[0].newest_at.isoformat() == "2025-01-24T16:46:00+00:00"
    assert found.feeds[1].headlines == ("The week in five frames", "Light in the archive")


async def test_what_is_no_feed_is_said_in_a_sentence(server: Any, tmp_path: Path) -> None:
    server.say("/", "200 OK", "Content-Type: text/html", body=b"<!DOCTYPE html><html><body>Hi</body></html>")
    assert "names no feed" in (await preview(tmp_path, server.url("/"))).error
    assert "neither an address" in (await preview(tmp_path, "what is this")).error
