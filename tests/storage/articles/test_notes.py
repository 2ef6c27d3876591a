"""Notes on articles: written, found, taken back."""

from typing import Any

from storage.archive import Archive
from storage.query import Flag, Is


def noted(archive: Archive) -> list[int]:
    return list(archive.open_listing(query=Is(Flag.HAS_NOTE)).article_ids)


def test_a_note_is_written_found_changed_and_removed(archive: Archive, fill: Any) -> None:
    fill.feed(count=3)
    change = archive.set_note(2, "  ask Ann\nabout the date ")
    assert (change.sentence, change.article_ids) == ("Wrote a note", (2,))
    assert archive.article(2).note == "ask Ann\nabout the date"
    assert archive.article(1).note == ""
    assert noted(archive) == [2]
    assert archive.set_note(2, "ask Ben").change_id
    assert archive.article(2).note == "ask Ben"
    assert archive.set_note(2, " ").sentence == "Removed the note"
    assert noted(archive) == []


def test_a_note_is_taken_back_and_made_again(archive: Archive, fill: Any) -> None:
    fill.feed(count=1)
    archive.set_note(1, "first")
    archive.set_note(1, "second")
    archive.set_note(1, "")
    seen = []
    for step in (archive.undo, archive.undo, archive.undo, archive.redo, archive.redo, archive.redo):
        change = step()
        assert change is not None
        assert change.article_ids == (1,)
        seen.append(archive.article(1).note)
    assert seen == ["second", "first", "", "first", "second", ""]


def test_what_changes_nothing_is_no_change(archive: Archive, fill: Any) -> None:
    fill.feed(count=1)
    archive.set_note(1, "same")
    assert archive.set_note(1, "same ").change_id == 0
    assert archive.set_note(99, "no such article").change_id == 0
    assert archive.set_note(99, "").change_id == 0
    assert archive.check().problems == ()
