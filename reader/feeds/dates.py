"""What feeds write as dates -> aware UTC. Rather no date than a wrong one.

The two standard forms (RFC 822 with its many slips, RFC 3339) are read here, by one regular
expression each. Everything else is a second reading: month names of other languages are
replaced, dates of bare numbers are put in order where the order is certain, and dateutil reads
the rest, believed only for a year, a month and a day that stand in the text.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo

_EARLIEST_YEAR = 1990  # before the web, so a slip: 0000, 1900 and 1970 are common ones
_FUTURE_DAYS = 2  # a clock that runs ahead, and the time zones
_MAX_CHARS = 80

# Each language's full name, its genitive where dates are written with it, and its abbreviation:
# English, French, German, Italian, Portuguese, Spanish, Dutch, the Nordic ones, Polish, Russian,
# Greek, Turkish, Hungarian. Whole words only, and none that means another month elsewhere
# (listopad is November in Polish and October in Croatian).
_MONTH_NAMES = (
    "jan january janv janvier januar jänner jän gen gennaio ene enero janeiro januari sty styczeń stycznia "
    "янв января январь ιαν ιανουαρίου ocak január",
    "feb february févr février fév fev fevereiro febbraio febrero februar februari lut luty lutego "
    "фев февраля февраль φεβ φεβρουαρίου şub şubat február",
    "mar march mars mär märz mrz marzo março marco mrt maart marts marzec marca мар марта март "
    "μαρ μαρτίου mart március márc",
    "apr april avr avril aprile abr abril kwi kwiecień kwietnia апр апреля апрель απρ απριλίου nisan "
    "április ápr",
    "may mai mayo maio maggio mag mei maj maja май мая μαϊ μαΐ μαΐου mayıs május máj",
    "jun june juin juni giu giugno junio junho cze czerwiec czerwca июн июня июнь ιουν ιουνίου haziran "
    "június jún",
    "jul july juil juillet juli lug luglio julio julho lipiec lipca июл июля июль ιουλ ιουλίου temmuz "
    "július júl",
    "aug august août aout agosto ago augustus augusti sie sierpień sierpnia авг августа август "
    "αυγ αυγούστου ağu ağustos augusztus",
    "sep september sept septembre settembre set septiembre setiembre setembro wrz wrzesień września "
    "сен сентября сентябрь σεπ σεπτεμβρίου eylül szeptember szept",
    "oct october octobre ottobre ott octubre outubro out okt oktober październik października paź "
    "окт октября октябрь οκτ οκτωβρίου ekim október",
    "nov november novembre noviembre novembro ноя ноября ноябрь νοε νοεμβρίου kasım",
    "dec december déc décembre dez dezember dic dicembre diciembre dezembro desember gru grudzień grudnia "
    "дек декабря декабрь δεκ δεκεμβρίου aralık",
)
_MONTHS = {name: number for number, names in enumerate(_MONTH_NAMES, 1) for name in names.split()}
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

# Names that are certain enough; IST, for one, is used in three countries.
_ZONE_HOURS = {
    name: int(hours)
    for hours, names in (
        ("0", "z ut utc gmt wet"),
        ("1", "bst west cet mez"),
        ("2", "cest mesz eet"),
        ("3", "eest msk"),
        ("8", "hkt sgt awst"),
        ("9", "jst kst"),
        ("10", "aest"),
        ("11", "aedt"),
        ("12", "nzst"),
        ("13", "nzdt"),
        ("-4", "edt"),
        ("-5", "est cdt"),
        ("-6", "cst mdt"),
        ("-7", "mst pdt"),
        ("-8", "pst akdt"),
        ("-9", "akst"),
        ("-10", "hst"),
    )
    for name in names.split()
}
_US_ZONES = {"est", "edt", "cst", "cdt", "mst", "mdt", "pst", "pdt"}

_CLOCK = r"(?P<hour>[0-2]?[0-9])[:.](?P<minute>[0-5][0-9])(?:[:.](?P<second>[0-6][0-9])(?:[.,][0-9]+)?)?"
_ZONE = (
    r"(?P<zone>(?:[A-Za-z]{1,5}\s*)?[+-][0-9]{1,2}:?[0-9]{2}(?::?[0-9]{2})?|[A-Za-z]{1,5}|[0-9]{2})?"
    r"(?:\s+(?:[A-Z]{2,5}|\([^)]*\)|[+-][0-9:]{4,6}))?"  # said twice
)
_RFC_822 = re.compile(
    r"(?:[A-Za-z]{2,9}\.?\s*,?\s*)?(?P<day>[0-3]?[0-9])(?:st|nd|rd|th)?[\s-]*"
    r"(?P<month>[A-Za-z]{3,9})\.?,?[\s-]*(?P<year>[0-9]{4}|[0-9]{2})"
    rf"(?:\s*,?\s*(?:{_CLOCK})\s*(?P<half>[AaPp]\.?[Mm]\.?)?\s*{_ZONE})?"
)
_RFC_3339 = re.compile(
    rf"(?P<year>[0-9]{{4}})-(?P<month>[0-9]{{1,2}})-(?P<day>[0-9]{{1,2}})(?:(?:[Tt]|\s+at\s+|\s+)(?:{_CLOCK})\s*(?P<half>[AaPp]\.?[Mm]\.?)?\s*{_ZONE})?"
)
_NUMBERS = re.compile(r"(?<![0-9:+-])([0-9]{1,4})([./ -])([0-9]{1,2})\2([0-9]{1,4})(?![0-9:])")
_UNIX = re.compile(r"[0-9]{9,10}|[0-9]{13}")
_WORD = re.compile(r"(?<![^\W_])[^\W\d_]+\.?(?![^\W_])")
_FILLING = re.compile(r",|\s-(?=\s)|\bT(?=\d)")
_FRONT_WORD = re.compile(r"\s*[^\W\d_]+\.?\s*,?\s*(?=\d)")
_TIME = re.compile(r"[0-9]{1,2}:[0-9]{2}")
_HALF_DAY = re.compile(r"[0-9]\s*([ap])\.?m\b\.?", re.IGNORECASE)
# JavaScript writes "GMT+0100 (Central European Time)"; dateutil would take the offset the other way
# round, as POSIX does.
_ZONE_NAMES = re.compile(r"\b(?:GMT|UTC|UT)\s?(?=[+-][0-9])|\([^()]*\)")
_REGION = re.compile(r"\b([A-Z][A-Za-z]+/[A-Z][A-Za-z_]+)\b")


def read_date(text: str, now: datetime | None = None) -> datetime | None:
    """Read a feed's date, or give None where it is missing, impossible or can be read in two ways.

    A date without a time zone counts as UTC, one without a time as midnight. In the standard
    forms a future date is taken as given (embargoes and slips; the listing does not sort by it);
    a guessed one that lies in the future is refused.

    Args:
        now: The present, by which a guess is judged; None judges nothing.
    """
    text = " ".join(text[: _MAX_CHARS * 2].split())
    if not text or len(text) > _MAX_CHARS or not any(character.isdigit() for character in text):
        return None
    for form in (_RFC_3339, _RFC_822):
        match = form.fullmatch(text) if text.isascii() else None
        if match:
            moment = _from_match(match)
            return moment if moment is not None and moment.year >= _EARLIEST_YEAR else None
    moment = _guess(text, now)
    return moment if moment is not None and _is_likely(moment, now) else None


def _is_likely(moment: datetime, now: datetime | None) -> bool:
    latest = now + timedelta(days=_FUTURE_DAYS) if now else datetime.max.replace(tzinfo=UTC)
    return moment.year >= _EARLIEST_YEAR and moment <= latest


def _from_match(match: re.Match[str]) -> datetime | None:
    parts = match.groupdict()
    month = int(parts["month"]) if parts["month"].isdigit() else _MONTHS.get(parts["month"].casefold())
    if not month:
        return None
    year = int(parts["year"])
    if len(parts["year"]) == 2:
        year += 2000 if year < 70 else 1900
    hour, half = int(parts["hour"] or 0), (parts["half"] or "")[:1].lower()
    if half:
        hour = hour % 12 + (12 if half == "p" else 0) if hour <= 12 else hour
    second = min(int(parts["second"] or 0), 59)  # leap seconds
    try:
        # Hour 24 is the midnight at the day's end.
        midnight = datetime(year, month, int(parts["day"]), tzinfo=UTC)
        clock = timedelta(hours=hour, minutes=int(parts["minute"] or 0), seconds=second)
        return midnight + clock - _offset(parts["zone"] or "") if hour <= 24 else None
    except (ValueError, OverflowError):
        return None


def _offset(zone: str) -> timedelta:
    """Give what a zone adds to UTC; an unknown name adds nothing, and no zone has 24 hours."""
    digits = re.search(r"([+-])([0-9]{1,2}):?([0-9]{2})", zone)
    if digits is None:
        return timedelta(hours=_ZONE_HOURS.get(zone.casefold(), 0))
    offset = timedelta(hours=int(digits[2]), minutes=int(digits[3]))
    if offset >= timedelta(hours=24):
        return timedelta(0)
    return -offset if digits[1] == "-" else offset


def _guess(text: str, now: datetime | None) -> datetime | None:
    if _UNIX.fullmatch(text):
        seconds = int(text) / (1000 if len(text) == 13 else 1)
        return datetime.fromtimestamp(seconds, UTC)
    numbers = _NUMBERS.search(text)
    if numbers:
        ordered = _order_numbers(numbers, text, now)
        if ordered is None:
            return None
        text = f"{text[: numbers.start()]} {ordered} {text[numbers.end() :]}"
    region = _REGION.search(text)
    text = _FILLING.sub(" ", _ZONE_NAMES.sub(" ", _REGION.sub(" ", text)))
    text = _WORD.sub(_to_english, _drop_weekday(text))
    return _read_with_dateutil(text, region.group() if region else "")


def _drop_weekday(text: str) -> str:
    """Drop a word in front where a month follows it: "mar" is Tuesday in French, and March."""
    front = _FRONT_WORD.match(text)
    if front is None:
        return text
    rest = text[front.end() :]
    has_month = any(word.casefold().rstrip(".") in _MONTHS for word in _WORD.findall(rest))
    return rest if has_month else text


def _to_english(match: re.Match[str]) -> str:
    """Give the month's English name, the words that tell a time as they are, and nothing for the rest."""
    word = match.group().casefold().rstrip(".")
    if word in _MONTHS:
        return f" {_MONTH_NAMES[_MONTHS[word] - 1][:3]} "
    is_kept = word in _ZONE_HOURS or word in ("am", "pm", "a", "p", "m", "t") or word[:3] in _WEEKDAYS
    return match.group() if is_kept else " "


def _order_numbers(numbers: re.Match[str], text: str, now: datetime | None) -> str | None:
    """Give a date of three numbers as year-month-day, or None where two orders are possible."""
    first, separator, second, last = numbers.groups()
    possible = {
        order: day
        for order, day in _possible_days(first, second, last).items()
        if day is not None and (now is None or _is_likely(day, now))
    }
    weekday = next(
        (place for place, name in enumerate(_WEEKDAYS) if re.search(rf"\b{name}", text, re.IGNORECASE)), None
    )
    if weekday is not None and len(possible) > 1:
        possible = {order: day for order, day in possible.items() if day.weekday() == weekday}
    if len(set(possible.values())) == 1:
        return f"{next(iter(possible.values())):%Y-%m-%d}"
    habit = possible.get(_habitual_order(numbers, separator, text))
    return f"{habit:%Y-%m-%d}" if habit else None


def _possible_days(first: str, second: str, last: str) -> dict[str, datetime | None]:
    """Give the day that each order means, None where it means none. A year has two digits or four."""
    if len(first) >= 3:
        return {"ymd": _day(first, second, last)}
    orders = {"dmy": (last, second, first), "mdy": (last, first, second), "ymd": (first, second, last)}
    return {order: _day(*parts) for order, parts in orders.items() if order != "ymd" or len(last) <= 2}


def _day(year: str, month: str, day: str) -> datetime | None:
    if len(year) not in (2, 4) or len(month) > 2 or len(day) > 2:
        return None
    try:
        return datetime(int(year) + (2000 if len(year) == 2 else 0), int(month), int(day), tzinfo=UTC)
    except ValueError:
        return None


def _habitual_order(numbers: re.Match[str], separator: str, text: str) -> str:
    """Give the order that the manner of writing tells, "" where it tells none.

    Dots are written where the day comes first, and so is a 24-hour clock; AM and PM and the
    zones of North America come with the month first. Bare ``03/05/2024`` tells nothing.
    """
    first = numbers.group(1)
    has_time = _TIME.search(text) is not None
    if separator == ".":
        return "dmy"
    if _HALF_DAY.search(text):
        return "mdy"
    is_padded = first.startswith("0")
    if separator == "-":
        return "dmy" if has_time or not is_padded else ""
    if separator != "/" or not has_time or " - " in text:
        return ""
    zone = text.rsplit(" ", 1)[-1].casefold()
    if zone in _US_ZONES:
        return "" if is_padded else "mdy"
    return "dmy" if is_padded else ""


def _read_with_dateutil(text: str, region: str) -> datetime | None:
    # Imported here, because nine feeds in ten never need it and it takes longer than they do.
    from dateutil import parser

    readings: set[datetime] = set()
    # Two defaults that differ in year, month and day show what the text does not say.
    for default in (datetime(2001, 1, 1), datetime(2002, 2, 2)):
        try:
            readings.add(parser.parse(text, default=default, tzinfos=_zone_of))
        except (ValueError, OverflowError, TypeError, AttributeError, RecursionError):
            return None
    if len(readings) != 1:
        return None
    moment = readings.pop()
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=_region_zone(region) if region else UTC)
    try:
        return moment.astimezone(UTC)
    except (OverflowError, ValueError):
        return None


def _zone_of(name: str | None, offset: int | None) -> timezone | None:
    """Answer dateutil, which asks for text without a zone as well."""
    if name is None and offset is None:
        return None
    if offset is not None:
        return timezone(timedelta(seconds=offset)) if abs(offset) < 86_400 else UTC
    return timezone(timedelta(hours=_ZONE_HOURS.get((name or "").casefold(), 0)))


def _region_zone(name: str) -> tzinfo:
    from zoneinfo import ZoneInfo

    try:
        return ZoneInfo(name)
    except (ValueError, OSError, LookupError):
        return UTC
