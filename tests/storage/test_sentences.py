"""Numbers in sentences."""

from storage.sentences import counted, were


def test_numbers_agree_with_their_words() -> None:
    assert [counted(count, "feed") for count in (0, 1, 2, 14_507)] == [
        "0 feeds",
        "1 feed",
        "2 feeds",
        "14,507 feeds",
    ]
    assert (were(0), were(1), were(2)) == ("0 were", "1 was", "2 were")
