"""``import`` and ``export``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import click
from click.shell_completion import CompletionItem

from reader.cli.articles import list_rows, read_search
from reader.cli.session import Session, with_session
from reader.cli.shapes import article_shape, to_json
from reader.errors import TransferError
from reader.ingest.addresses import redact
from reader.transfer.export import pictures_to_csv, to_csv
from reader.transfer.opml import read_opml, write_opml
from storage.archive import Archive
from storage.imports.imported import NewFeed
from storage.listings.listing import Listing
from storage.model import Article, Order
from storage.sentences import counted, were
from storage.subscriptions.feeds import SAVED_URL

NEWSBOAT = "newsboat"


class _Source(click.Path):
    """A file, or the word that stands for a newsboat set-up."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        return value if value == NEWSBOAT else super().convert(value, param, ctx)

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        words = [CompletionItem(NEWSBOAT)] if incomplete and NEWSBOAT.startswith(incomplete) else []
        return words or super().shell_complete(ctx, param, incomplete)


@click.command("import")
@click.argument("source", metavar="FILE|newsboat", type=_Source(path_type=Path, exists=True, dir_okay=False))
@click.argument("directory", required=False, type=click.Path(path_type=Path, exists=True, file_okay=False))
@with_session
def import_command(session: Session, source: Path | str, directory: Path | None) -> None:
    """Subscribe to the feeds of an OPML file, with their folders; or bring in a newsboat set-up.

    From newsboat come the feeds (urls), the query feeds as saved searches, the articles with their read
    marks and flags (cache.db; a star, and each letter a tag: newsboat-a) and the highlights as keywords.
    Of a feed's several tags the first is its folder, and hidden feeds are muted. DIRECTORY is where its
    files are, in the place of the usual one. One undo takes back a whole import.
    """
    if isinstance(source, Path):
        if directory is not None:
            raise click.UsageError("A directory goes with newsboat only.")
        _import_opml(session, source)
        return
    # Imported here: an OPML file needs nothing of it.
    from reader.cli.newsboat import import_newsboat

    import_newsboat(session, directory)


def _import_opml(session: Session, file: Path) -> None:
    found = read_opml(file.read_bytes())
    if not found.feeds and not found.refused:
        raise TransferError(file, 0, "it holds no feeds")
    with session.open_archive() as archive:
        known = {feed.url for feed in archive.feeds()}
        new = [NewFeed(feed.url, feed.title, feed.folder) for feed in found.feeds if feed.url not in known]
        archive.import_feeds(new)
    already = len(found.feeds) - len(new)
    session.console.data(f"{counted(len(new), 'feed')} added, {were(already)} subscribed already")
    for written, reason in found.refused:
        session.console.fail(redact(written), reason)
    if new:
        session.console.note("cutline refresh fetches them")


@click.command("export")
@click.argument("kind", type=click.Choice(("opml", "json", "markdown", "csv")))
@click.option("--query", "query_text", default="", help="Only articles that this query finds.")
@click.option("--pictures", "is_pictures", is_flag=True, help="In CSV, a line per picture.")
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), help="Write there.")
@with_session
def export_command(
    session: Session, kind: str, query_text: str, is_pictures: bool, output: Path | None
) -> None:
    """Write the feeds as OPML, or articles as JSON, Markdown or CSV."""
    search = read_search(session, query_text)
    with session.open_archive() as archive:
        if kind == "opml":
            _write(session, output, _opml(session, archive))
            return
        if is_pictures:
            if kind != "csv":
                raise click.UsageError("--pictures goes with csv only.")
            _write(session, output, pictures_to_csv(list_rows(archive.open_pictures(query=search.query))))
            return
        listing = archive.open_listing(query=search.query, order=search.order or Order.NEWEST)
        if kind == "csv":
            _write(session, output, to_csv(list_rows(listing)))
        elif kind == "markdown":
            # Imported here: it takes bodies apart, which nothing else here does.
            from reader.transfer.markdown import to_markdown

            _write(session, output, to_markdown(_articles(archive, listing)))
        else:
            _write(session, output, _json(archive, listing))


def _opml(session: Session, archive: Archive) -> Iterator[str]:
    # Saved pages are no feed that anybody could subscribe to.
    feeds = [feed for feed in archive.feeds() if feed.url != SAVED_URL]
    yield write_opml(feeds, session.clock())
    secret = sum(redact(feed.url) != feed.url for feed in feeds)
    if secret:
        session.console.note(
            f"cutline: {secret} addresses hold passwords or tokens: keep the file to yourself"
        )


def _articles(archive: Archive, listing: Listing) -> Iterator[Article]:
    for article_id in listing.article_ids:
        yield archive.article(article_id)


def _json(archive: Archive, listing: Listing) -> Iterator[str]:
    is_empty = True
    for article in _articles(archive, listing):
        yield ("[\n" if is_empty else ",\n") + to_json(article_shape(article))
        is_empty = False
    yield "[]\n" if is_empty else "\n]\n"


def _write(session: Session, output: Path | None, pieces: Iterable[str]) -> None:
    if output is None:
        for piece in pieces:
            session.console.out.write(piece)
        return
    # Under another name until it is whole: a failure leaves no half a file.
    part = output.with_name(output.name + ".part")
    with part.open("w", encoding="utf-8") as file:
        file.writelines(pieces)
    part.replace(output)
    session.console.note(f"Wrote {output}")
