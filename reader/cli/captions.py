"""``captions``: what the archive knows of pictures, and building it again by better rules."""

from __future__ import annotations

import time
from collections.abc import Sequence

import click

from reader.cli.session import Session, with_session
from reader.feeds.bodies.content import build_content
from reader.feeds.titles import first_words
from reader.keywords.matcher import Matcher
from storage.archive import Archive
from storage.articles.rebuild import RebuiltArticle, StoredBody
from storage.model import ArticleTexts
from storage.query import Flag, Is

_BATCH = 200
_EXCERPT_CHARS = 300


@click.command("captions")
@click.option("--rebuild", "is_rebuild", is_flag=True, help="Build all captions again by the present rules.")
@with_session
def captions_command(session: Session, is_rebuild: bool) -> None:
    """Say how many articles have pictures and captions, and whose pictures they are.

    With --rebuild pictures, captions, credits and texts of all articles are built again from what
    the feeds said. Read marks, stars, tags and corrections stay. Interrupted, it goes on next time.
    """
    with session.open_archive() as archive:
        if is_rebuild:
            changed, done = rebuild(session, archive)
            session.console.data(f"{changed} of {done} articles changed")
        else:
            _describe(session, archive)


def _describe(session: Session, archive: Archive) -> None:
    for flag, words in ((Flag.HAS_PICTURE, "with pictures"), (Flag.HAS_CAPTION, "with captions")):
        session.console.data(f"{len(archive.open_listing(query=Is(flag))):>8} articles {words}")
    for credit, count in archive.credits(20):
        session.console.data(f"{count:>8} {credit}")


def rebuild(session: Session, archive: Archive) -> tuple[int, int]:
    """Build everything again; gives the numbers of articles that changed and of all that were done."""
    matcher = Matcher(archive.keywords())
    place = archive.rebuild_place()
    total = archive.counts().article_count
    changed = done = 0
    # What keywords do with articles that they now stand in is one change.
    step = time.time_ns()
    while bodies := archive.stored_bodies(place, _BATCH):
        place = bodies[-1].article_id
        changed += archive.store_rebuilt(_rebuild_all(bodies, matcher), place, step=step)
        done += len(bodies)
        if session.console.err.isatty():
            session.console.err.write(f"\r{done:,} of {total:,} articles")
            session.console.err.flush()
    archive.store_rebuilt((), 0)
    if session.console.err.isatty():
        session.console.err.write("\r\x1b[K")
    return changed, done


def _rebuild_all(bodies: Sequence[StoredBody], matcher: Matcher) -> list[RebuiltArticle]:
    return [_rebuild(body, matcher) for body in bodies]


def _rebuild(body: StoredBody, matcher: Matcher) -> RebuiltArticle:
    content = build_content(
        body=body.body_html,
        is_plain_text=body.is_body_plain_text,
        base_url=body.base_url,
        title=body.title,
        feed_pictures=body.feed_pictures,
        page_url=body.url,
    )
    texts = ArticleTexts(
        body.article_id,
        title=body.title,
        text=content.text,
        captions="\n".join(picture.caption for picture in content.pictures if picture.caption),
        credits="\n".join(picture.credit for picture in content.pictures if picture.credit),
        author=body.author,
    )
    return RebuiltArticle(
        body.article_id,
        content.pictures,
        content.text,
        first_words(content.text, _EXCERPT_CHARS),
        matcher.match_texts(texts),
    )
