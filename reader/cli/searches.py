"""``search``: searches with a name."""

from __future__ import annotations

import click

from reader.cli.articles import read_query
from reader.cli.session import Session, with_session
from reader.cli.shapes import Shape, write_array
from reader.text import clean_line, clean_text
from storage.searches import SavedSearch
from storage.sentences import counted


@click.group("search")
def search_command() -> None:
    """Keep searches under a name; the feeds' tree shows them with what is unread."""


# A query may begin with "-word": what looks like an option and is none belongs to it.
@search_command.command("save", context_settings={"ignore_unknown_options": True})
@click.argument("name")
@click.argument("words", nargs=-1, required=True, metavar="QUERY")
@with_session
def save_search(session: Session, name: str, words: tuple[str, ...]) -> None:
    """Save a search in the place of one of the same name. QUERY is what / understands in the reader."""
    clean_name, text = clean_line(name), clean_text(" ".join(words))
    if read_query(session, words) is None or not clean_name:
        raise click.UsageError("A saved search needs a name and a query.")
    with session.open_archive() as archive:
        change = archive.save_search(clean_name, text)
    session.console.data(change.sentence)


@search_command.command("list")
@click.option("--json", "is_json", is_flag=True, help="Write a JSON array.")
@with_session
def list_searches(session: Session, is_json: bool) -> None:
    """List the saved searches with what they find now."""
    with session.open_archive() as archive:
        searches = archive.count_searches(lambda text: read_query(session, text))
    if is_json:
        write_array(session.console, map(_shape, searches))
        return
    for search in searches:
        articles = counted(search.article_count, "article")
        session.console.data(
            f"{search.name}: {articles}, {search.unread_count:,} unread  {search.query_text}"
        )
    if not searches:
        session.console.note("No saved searches yet: cutline search save NAME QUERY")


@search_command.command("remove")
@click.argument("name")
@with_session
def remove_search(session: Session, name: str) -> None:
    """Forget a saved search; cutline undo brings it back."""
    with session.open_archive() as archive:
        change = archive.remove_search(name)
    if change.change_id:
        session.console.data(change.sentence)
    else:
        session.console.fail(name, "no search has this name; cutline search list shows those that are")


def _shape(search: SavedSearch) -> Shape:
    return {
        "name": search.name,
        "query": search.query_text,
        "article_count": search.article_count,
        "unread_count": search.unread_count,
    }
