"""An application with nothing but an article view, and articles to open in it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from textual.app import App, ComposeResult

from reader.feeds.bodies.content import ArticleContent, build_content
from reader.tui.widgets.article_view import ArticleView
from storage.model import Article, ArticleRow

RowMaker = Callable[..., ArticleRow]
Opened = tuple[Article, ArticleContent]

FILLER = "<p>" + "The harbour was quiet and the bridge was open again. " * 12 + "</p>"


def figure(name: str) -> str:
    return (
        f'<figure><img src="https://example.org/{name}.jpg"><figcaption>The {name} in the morning.'
        " (Reuters)</figcaption></figure>"
    )


BODY = (
    figure("crane")
    + '<p>The <a href="https://example.org/bridge">bridge</a> opened late.</p>'
    + FILLER * 3
    + figure("quay")
    + FILLER * 3
    + '<p>See <a href="https://example.org/quay">the quay</a>.</p>'
    + figure("lighthouse")
)


class ViewApp(App[None]):
    """A screen with nothing but the article."""

    def __init__(self) -> None:
        super().__init__()
        self.view = ArticleView()
        self.links_opened: list[int] = []

    def compose(self) -> ComposeResult:
        yield self.view

    def on_article_view_link_opened(self, message: ArticleView.LinkOpened) -> None:
        self.links_opened.append(message.index)

    def painted(self) -> list[str]:
        lines = (self.view.render_line(y).text for y in range(self.view.size.height))
        return [line.replace("\u00a0", " ").rstrip() for line in lines]

    def first_words(self) -> str:
        return next(line.strip() for line in self.painted() if line.strip())


@pytest.fixture
def open_article(make_row: RowMaker) -> Callable[..., Opened]:
    """Opens an article with a given body."""

    def opened(body: str = BODY, **changes: object) -> Opened:
        row = make_row(**changes)
        content = build_content(
            body=body, is_plain_text=False, base_url="https://example.org/", title=row.title, feed_pictures=()
        )
        article = Article(row, content.text, body, False, "", (), content.pictures, (), (), "")
        return article, content

    return opened


@pytest.fixture
def app() -> ViewApp:
    """The application, not yet running."""
    return ViewApp()
