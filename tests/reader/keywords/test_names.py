"""Which word of a line is meant, and which name a headline is about."""

import pytest

from reader.keywords.names import likely_name, word_span


@pytest.mark.parametrize(
    ("headline", "name"),
    [
        ("Israeli pull-out from south Lebanon is delayed", "Lebanon"),
        ("We hear that Angela Merkel is in Paris", "Angela Merkel"),
        ("Beirut port reopens", "Beirut"),
        ("“Beirut is open”", "Beirut"),
        ("the bridge is open again", "bridge"),
        ("New Rules For Every City In The Country", "Country"),
        ("FLOODS IN THE NORTH OF THE COUNTRY", "COUNTRY"),
        ("Frau Müller-Lüdenscheidt geht", "Frau Müller-Lüdenscheidt"),
        ("МОСКВА и Владимир Путин", "Владимир Путин"),
        ("غارة على بيروت", "بيروت"),
        ("東京都知事選", ""),
        ("…", ""),
        ("", ""),
    ],
)
def test_the_likely_name_of_a_headline(headline: str, name: str) -> None:
    assert likely_name(headline) == name


def test_the_word_at_a_place() -> None:
    line = "In Al-Qaim, O’Neill said"
    words = {place: line[slice(*span)] for place in range(len(line)) if (span := word_span(line, place))}
    assert [words.get(place) for place in (0, 2, 3, 5, 9, 10, 12, 17)] == [
        "In",
        None,
        "Al-Qaim",
        "Al-Qaim",
        "Al-Qaim",
        None,
        "O’Neill",
        "O’Neill",
    ]
    assert word_span("", 0) is None
    assert word_span("x", 5) is None
