import csv
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.feeds.dates import read_date

NOW = datetime(2026, 11, 24, 15, 30, tzinfo=UTC)
SHARED_DATES = Path(__file__).parents[3].parent / "shared" / "payloads" / "dates.tsv"
MIN_SHARE_READ = 0.95


def written(moment: datetime | None) -> str:
    """As "2026-11-18 06:05:04" in UTC, "" for no date."""
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M:%S}" if moment else ""


STANDARD = [
    ("Wed, 18 Nov 2026 06:05:04 +0100", "2026-11-18 05:05:04"),
    ("Wed, 18 Nov 2026 06:05:04 -0330", "2026-11-18 09:35:04"),
    ("Wed, 18 Nov 2026 06:05:04 GMT", "2026-11-18 06:05:04"),
    ("Wed, 18 Nov 2026 06:05:04 Z", "2026-11-18 06:05:04"),
    ("18 Nov 26 06:05 UT", "2026-11-18 06:05:00"),
    ("Sunday, 06-Nov-94 08:49:37 GMT", "1994-11-06 08:49:37"),
    ("2026-11-18T06:05:04Z", "2026-11-18 06:05:04"),
    ("2026-11-18t06:05:04z", "2026-11-18 06:05:04"),
    ("2026-11-18T06:05:04.987+01:00", "2026-11-18 05:05:04"),
    ("2026-11-18T06:05:04.123456789Z", "2026-11-18 06:05:04"),
    ("2026-11-18T23:30:00-08:00", "2026-11-19 07:30:00"),
    ("2026-11-18", "2026-11-18 00:00:00"),
    ("20261118T060504Z", "2026-11-18 06:05:04"),
]
SLIPS = [
    ("  Wed,  18 Nov\n2026 06:05:04   GMT ", "2026-11-18 06:05:04"),
    ("Fri, 18 Nov 2026 06:05:04 GMT", "2026-11-18 06:05:04"),  # it was a Wednesday
    ("Wed,18 Nov 2026 06:05:04 GMT", "2026-11-18 06:05:04"),
    ("Wed, 18th Nov 2026 06:05:04 GMT", "2026-11-18 06:05:04"),
    ("Wed, 18 November 2026, 06:05", "2026-11-18 06:05:00"),
    ("Wed, 18 Nov 2026 06.05.04 GMT", "2026-11-18 06:05:04"),
    ("18-Nov-2026", "2026-11-18 00:00:00"),
    ("2026-11-18 06:05:04", "2026-11-18 06:05:04"),
    ("2026-11-18T6:05Z", "2026-11-18 06:05:00"),
    ("2026-11-18T24:00:00Z", "2026-11-19 00:00:00"),
    ("2026-12-31T23:59:60Z", "2026-12-31 23:59:59"),
    ("2026-11-18 06:05:04.123456 +0000 UTC", "2026-11-18 06:05:04"),
    ("Wed Nov 18 06:05:04 2026", "2026-11-18 06:05:04"),
    ("November 18th, 2026", "2026-11-18 00:00:00"),
    ("Wednesday, November 18, 2026 - 18:05", "2026-11-18 18:05:00"),
    ("1794981904", "2026-11-18 06:05:04"),
    ("1794981904000", "2026-11-18 06:05:04"),
]
HALF_DAYS = [
    ("Wed, 18 Nov 2026 1:55 PM", "2026-11-18 13:55:00"),
    ("Wed, 18 Nov 2026 1:55 a.m. GMT", "2026-11-18 01:55:00"),
    ("Wed, 18 Nov 2026 12:10 AM", "2026-11-18 00:10:00"),
    ("November 18, 2026, 12:10 p.m.", "2026-11-18 12:10:00"),
    ("Wed, 18 Nov 2026 18:05 PM", "2026-11-18 18:05:00"),
]
ZONES = [
    ("Wed, 18 Nov 2026 06:05:04 PST", "2026-11-18 14:05:04"),
    ("Wed, 18 Nov 2026 06:05:04 CET", "2026-11-18 05:05:04"),
    ("Sat, 18 Jul 2026 06:05:04 CEST", "2026-07-18 04:05:04"),
    ("Wed, 18 Nov 2026 06:05:04 JST", "2026-11-17 21:05:04"),
    ("Wed, 18 Nov 2026 06:05:04 +0100 (CET)", "2026-11-18 05:05:04"),
    ("Wed, 18 Nov 2026 06:05:04 GMT+0100", "2026-11-18 05:05:04"),
    ("Wed, 18 Nov 2026 06:05:04 GMT-5", "2026-11-18 11:05:04"),
    ("November 18, 2026 06:05 UTC+0200", "2026-11-18 04:05:00"),
    ("Wed Nov 18 2026 06:05:04 GMT+0100 (Central European Time)", "2026-11-18 05:05:04"),
    ("Wed, 18 Nov 2026 06:05:04 Europe/Brussels", "2026-11-18 05:05:04"),
    ("2026-07-18 06:05 America/New_York", "2026-07-18 10:05:00"),
    ("Wed, 18 Nov 2026 06:05:04 Nowhere/Atall", "2026-11-18 06:05:04"),
    ("Wed, 18 Nov 2026 06:05:04 IST", "2026-11-18 06:05:04"),  # three countries': no guess
    ("2026-11-18T06:05:04+99:00", "2026-11-18 06:05:04"),
]
LANGUAGES = [
    ("mercredi 18 novembre 2026 à 06:05", "2026-11-18 06:05:00"),
    ("mer., 18 févr. 2026 06:05:04 +0100", "2026-02-18 05:05:04"),
    ("mar 18 août 2026", "2026-08-18 00:00:00"),
    ("18. März 2026, 06:05 Uhr", "2026-03-18 06:05:00"),
    ("Mi, 9 Dez 2026 06:05:04 +0100", "2026-12-09 05:05:04"),
    ("mercoledì 18 maggio 2026", "2026-05-18 00:00:00"),
    ("sex, 20 fev 2026 08:00:00 -0300", "2026-02-20 11:00:00"),
    ("18 de setembro de 2026", "2026-09-18 00:00:00"),
    ("martes, 10 de marzo de 2026", "2026-03-10 00:00:00"),
    ("18 mei 2026", "2026-05-18 00:00:00"),
    ("18 października 2026", "2026-10-18 00:00:00"),
    ("18 сентября 2026", "2026-09-18 00:00:00"),
    ("18 Ağustos 2026", "2026-08-18 00:00:00"),
    ("2026. október 18.", "2026-10-18 00:00:00"),
]
NUMBERS_IN_ORDER = [
    ("18/11/2026", "2026-11-18 00:00:00"),
    ("11/18/2026", "2026-11-18 00:00:00"),
    ("2026/03/05", "2026-03-05 00:00:00"),
    ("2026.03.05 06:05", "2026-03-05 06:05:00"),
    ("05.03.2026", "2026-03-05 00:00:00"),
    ("05.03.26 06:05", "2026-03-05 06:05:00"),
    ("05/03/2026 06:05:04", "2026-03-05 06:05:04"),
    ("3/5/2026 6:05 PM", "2026-03-05 18:05:00"),
    ("Thu, 03/05/2026", "2026-03-05 00:00:00"),  # the weekday decides
    ("Thu, 05/03/2026", "2026-03-05 00:00:00"),
]
NO_DATE = [
    *["", "   ", "n/a", "yesterday", "3 hours ago", "06:05", "2026", "2026-11", "Nov 18", "November 2026"],
    *["03/05/2026", "03-05-2026", "12/11/10", "Mon, 03/05/2026"],  # two days possible, or none
    *["2026-02-30", "2026-13-01", "Wed, 31 Feb 2026 06:05:04 GMT", "15/15/2026", "13/13/13"],
    *["Wed, 18 Nov 2026 25:05:04 GMT", "0000-00-00 00:00:00", "0001-01-01T00:00:00Z", "1899-12-30"],
    *["1970-01-01T00:00:00Z", "Thu, 01 Jan 1970 00:00:00 GMT", "0", "1794981", "9" * 79, "9" * 5000],
    *["18 listopada 2026"],  # November in Polish, October in Croatian
    *["January 5, 2099, 1:00 p.m.", "4073803504"],  # a guess in the future
]


@pytest.mark.parametrize(
    ("text", "moment"), [*STANDARD, *SLIPS, *HALF_DAYS, *ZONES, *LANGUAGES, *NUMBERS_IN_ORDER]
)
def test_a_date_is_read_as_its_writer_meant_it(text: str, moment: str) -> None:
    assert written(read_date(text, NOW)) == moment
    assert written(read_date(text)) == moment


@pytest.mark.parametrize("text", NO_DATE)
def test_what_is_missing_impossible_or_ambiguous_is_no_date(text: str) -> None:
    assert read_date(text, NOW) is None


def test_a_future_date_in_a_standard_form_is_taken_as_given() -> None:
    assert written(read_date("2099-01-01T00:00:00Z", NOW)) == "2099-01-01 00:00:00"
    assert written(read_date("Thu, 01 Jan 2099 00:00:00 GMT", NOW)) == "2099-01-01 00:00:00"


def test_the_present_settles_which_day_is_meant() -> None:
    assert written(read_date("07/12/2026", NOW)) == "2026-07-12 00:00:00"
    assert read_date("07/12/2026") is None


@given(st.text(alphabet=st.sampled_from("0123456789 :-/.,+TZaApPmMonové年\0\ud800"), max_size=40))
def test_any_text_gives_an_aware_date_of_our_time_or_none(text: str) -> None:
    moment = read_date(text, NOW)
    assert moment is None or (moment.tzinfo is UTC and moment.year >= 1990)


@pytest.mark.shared
@pytest.mark.skipif(not SHARED_DATES.is_file(), reason="the shared material is not beside the checkout")
def test_collected_forms_give_the_right_day_or_none() -> None:
    with SHARED_DATES.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t"))
    days = [(row["date_string"], row["expected_day"], read_date(row["date_string"], NOW)) for row in rows]
    wrong = [text for text, expected, moment in days if moment and f"{moment:%Y-%m-%d}" != expected]
    unread = [text for text, expected, moment in days if expected and moment is None]
    assert rows
    assert wrong == []
    assert len(unread) <= (1 - MIN_SHARE_READ) * len(rows)
