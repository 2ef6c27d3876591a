import time

from reader.feeds.document import parse_document
from reader.feeds.documents.rawitems import take_out_known
from reader.feeds.job import ParseJob
from storage.model import FeedData

URL = "https://press.example/feed"


def rss(*items: str) -> str:
    inner = "".join(f"<item>{item}</item>" for item in items)
    return f'<rss version="2.0"><channel><title>Press</title>{inner}</channel></rss>'


def parse(document: str, known: dict[str, int] | None = None) -> FeedData:
    feed = parse_document(ParseJob(URL, document.encode(), known_hashes=known or {}))
    assert isinstance(feed, FeedData)
    return feed


def hashes(feed: FeedData) -> dict[str, int]:
    return {article.guid: article.entry_hash for article in feed.articles}


A = "<title>A</title><guid>a</guid>"
B = "<title>B</title><guid>b</guid>"
C = "<title>C</title><guid>c</guid>"


def test_known_items_are_not_parsed_and_named_as_unchanged() -> None:
    known = hashes(parse(rss(A, B)))
    feed = parse(rss(C, A, B), known)
    assert [article.guid for article in feed.articles] == ["c"]
    assert set(feed.unchanged_guids) == {"a", "b"}
    assert feed.title == "Press"


def test_a_document_of_known_items_only_is_complete() -> None:
    known = hashes(parse(rss(A, B)))
    feed = parse(rss(A, B), known)
    assert (feed.articles, feed.is_complete) == ((), True)


def test_one_changed_letter_is_a_change() -> None:
    known = hashes(parse(rss(A, B)))
    feed = parse(rss(A.replace(">A<", ">Ä<"), B), known)
    assert [article.title for article in feed.articles] == ["Ä"]


def test_an_end_tag_in_cdata_ends_no_item() -> None:
    tricky = "<title>T</title><guid>t</guid><description><![CDATA[say </item> here]]></description>"
    known = hashes(parse(rss(tricky, A)))
    feed = parse(rss(tricky, A, B), known)
    texts = {article.guid: article.text for article in feed.articles}
    assert "b" in texts
    assert {"t", "a"} <= {*texts, *feed.unchanged_guids}


def test_items_with_one_guid_keep_their_identities_when_one_is_left() -> None:
    one = "<title>1</title><guid>g</guid><link>https://press.example/1</link>"
    two = "<title>2</title><guid>g</guid><link>https://press.example/2</link>"
    known = hashes(parse(rss(one, two)))
    changed = two.replace("<title>2", "<title>two")
    feed = parse(rss(one, changed), known)
    assert [article.guid for article in feed.articles] == ["g|https://press.example/2"]
    assert feed.articles[0].guid in known


def test_the_same_item_twice_is_two_articles_each_time() -> None:
    first = parse(rss(A, A))
    assert len(first.articles) == 2
    again = parse(rss(A, A), hashes(first))
    assert {article.guid for article in again.articles} <= set(hashes(first))


def test_atom_entries_and_prefixed_items_are_found() -> None:
    assert len(take_out_known("<feed><entry a='1'>x</entry><entry>y</entry></feed>", {}).hashes) == 2
    assert len(take_out_known("<r><rss:item>x</rss:item><items><li/></items></r>", {}).hashes) == 1


def test_many_openings_without_an_end_take_no_time() -> None:
    started = time.process_time()
    take_out_known("<item>" * 200_000, {})
    take_out_known("<item></item>" * 50_000, {})
    assert time.process_time() - started < 5
