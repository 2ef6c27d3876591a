from collections.abc import Callable
from pathlib import Path
from typing import Any

Cutline = Callable[..., Any]


def test_add_fetches_and_stores_at_once(cutline: Cutline, wire: Path) -> None:
    answer = cutline("add", str(wire), "--folder", "World", "--json")
    assert answer.code == 0
    assert answer.json == [
        {
            "source": str(wire),
            "feed_id": 1,
            "url": wire.as_uri(),
            "title": "Wire",
            "articles_added": 2,
            "error": None,
            "note": "",
        }
    ]
    (feed,) = cutline("feeds", "--json").json
    assert set(feed) == {
        "feed_id",
        "url",
        "title",
        "site_url",
        "folder",
        "article_count",
        "unread_count",
        "fetched_at",
        "next_fetch_at",
        "error",
    }
    assert (feed["folder"], feed["article_count"], feed["unread_count"]) == ("World", 2, 2)
    assert feed["fetched_at"] == "2025-01-26T12:00:00Z"


def test_add_gives_a_title_of_ones_own(cutline: Cutline, wire: Path) -> None:
    cutline("add", str(wire), "--title", "Mine")
    assert cutline("feeds", "--json").json[0]["title"] == "Mine"


def test_one_bad_source_costs_one_line_and_the_rest_is_done(cutline: Cutline, wire: Path) -> None:
    page = wire.with_name("page.html")
    page.write_text("<!DOCTYPE html><html><body>Nothing to follow</body></html>")
    answer = cutline("add", "no such thing", str(page), str(wire))
    assert answer.code == 1
    assert answer.err.splitlines() == [
        "cutline: no such thing: this is neither an address nor a file that exists",
        f"cutline: {page.as_uri()}: this is a web page, not a feed (and it names no feed)",
    ]
    assert len(cutline("feeds", "--json").json) == 1


def test_an_empty_feed_is_subscribed_and_said_to_be_empty(cutline: Cutline, tmp_path: Path) -> None:
    feed = tmp_path / "empty.xml"
    feed.write_text('<rss version="2.0"><channel><title>Quiet</title></channel></rss>')
    answer = cutline("add", str(feed))
    assert answer.code == 0
    assert "it holds no articles yet" in answer.err
    assert cutline("feeds", "--json").json[0]["article_count"] == 0


def test_adding_twice_adds_nothing_new(cutline: Cutline, wire: Path) -> None:
    cutline("add", str(wire))
    again = cutline("add", str(wire))
    assert (again.code, "subscribed already" in again.err) == (0, True)
    assert [feed["article_count"] for feed in cutline("feeds", "--json").json] == [2]


def test_passwords_and_tokens_are_never_shown(cutline: Cutline) -> None:
    answer = cutline("add", "http://ann:secret@127.0.0.1:9/feed?token=abc123&page=2", "--json")
    assert answer.code == 1
    assert "secret" not in answer.out + answer.err
    assert "abc123" not in answer.out + answer.err
    assert "page=2" in answer.err


def test_remove_and_undo(cutline: Cutline, wire: Path) -> None:
    cutline("add", str(wire))
    cutline("mark", "starred", "1")
    assert cutline("remove", wire.as_uri()).code == 0
    assert cutline("feeds", "--json").json == []
    assert [row["article_id"] for row in cutline("list", "--json").json] == [1]
    assert cutline("undo").code == 0
    assert len(cutline("list", "--json").json) == 2


def test_removing_what_is_not_there_names_it(cutline: Cutline, wire: Path) -> None:
    cutline("add", str(wire))
    answer = cutline("remove", "77", "1")
    assert answer.code == 1
    assert "'77'" in answer.err
    assert cutline("feeds", "--json").json == []


def test_refresh_fetches_what_is_due_and_force_all(cutline: Cutline, wire: Path) -> None:
    cutline("add", str(wire))
    assert cutline("refresh", "--json").json["feeds_checked"] == 0
    wire.write_text(wire.read_text().replace("It stopped.", "It stopped at noon."))
    answer = cutline("refresh", "--force", "--json")
    assert set(answer.json) == {
        "feeds_checked",
        "feeds_unchanged",
        "feeds_failed",
        "articles_added",
        "articles_updated",
        "seconds",
        "failures",
    }
    assert (answer.json["feeds_checked"], answer.json["articles_updated"]) == (1, 1)


def test_a_failing_feed_is_told_kept_and_counted(cutline: Cutline, wire: Path) -> None:
    cutline("add", str(wire))
    wire.unlink()
    answer = cutline("refresh", "1", "--json")
    assert answer.code == 1
    (failure,) = answer.json["failures"]
    assert failure == {"feed_id": 1, "url": wire.as_uri(), "reason": failure["reason"]}
    assert "no such file" in failure["reason"]
    assert answer.err.startswith(f"cutline: {wire.as_uri()}: the file cannot be read")
    (feed,) = cutline("feeds", "--json").json
    assert (feed["article_count"], "no such file" in feed["error"]) == (2, True)
    assert "no such file" in cutline("check").out


def test_feeds_for_people_name_the_trouble(cutline: Cutline, wire: Path) -> None:
    assert "cutline add" in cutline("feeds").err
    cutline("add", str(wire))
    assert "2 of 2" in cutline("feeds").out
