"""What a pattern finds, script by script."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.keywords.pattern import PatternError, SearchedText, check_pattern, parse_pattern


def found(pattern: str, text: str, *, is_regex: bool = False) -> list[str]:
    parsed = parse_pattern(pattern, is_regex=is_regex)
    searched = SearchedText(text)
    pieces = [text[start:end] for start, end in parsed.spans(searched)]
    assert parsed.count(SearchedText(text)) == len(pieces)
    return pieces


LATIN = [
    ("beyrouth", "BEYROUTH sous tension", ["BEYROUTH"]),
    ("Muller", "Frau Müller sagt", ["Müller"]),
    ("Müller", "Frau Muller sagt", ["Muller"]),
    ("Muller", "Frau Mu\u0308ller sagt", ["Mu\u0308ller"]),
    ("strasse", "an der Straße", ["Straße"]),
    ("Straße", "AN DER STRASSE", ["STRASSE"]),
    ("iran", "Iran's answer", ["Iran"]),
    ("iran", "Tirana", []),
    ("iran", "Iranian", []),
    ("iran*", "Iranian and Iran", ["Iran", "Iran"]),
    ("al-Kadhimi", "Mustafa al–Kadhimi", ["al–Kadhimi"]),
    ("al-Kadhimi", "al Kadhimi", []),
    ("O'Neill", "Ms O’Neill spoke", ["O’Neill"]),
    ("south lebanon", "in South\nLebanon", ["South\nLebanon"]),
    ("south lebanon", "in South\u00a0Lebanon", ["South\u00a0Lebanon"]),
    ("  south   lebanon ", "in South Lebanon", ["South Lebanon"]),
    ("south lebanon", "south of Lebanon", []),
    ("office", "the oﬃce", ["oﬃce"]),
    ("unifil", "ＵＮＩＦＩＬ says", ["ＵＮＩＦＩＬ"]),
    ("ＵＮＩＦＩＬ", "Unifil says", ["Unifil"]),
    ("naqoura", "na\u00adqou\u00adra", ["na\u00adqou\u00adra"]),
    ("istanbul", "İSTANBUL", ["İSTANBUL"]),
    ("ıstanbul", "Istanbul", ["Istanbul"]),
    ("c++", "C++ and C", ["C++"]),
    (".net", "the .NET way", [".NET"]),
    ("at&t", "AT&T said", ["AT&T"]),
    ("covid-19", "COVID‑19 cases", ["COVID‑19"]),
    ("2025", "in 2025.", ["2025"]),
    ("2025", "12025", []),
    ("un", "UN, un. (UN)", ["UN", "un", "UN"]),
    ("el niño", "EL NINO", ["EL NINO"]),
    ("Ærø", "ærø", ["ærø"]),
    ("naïve", "naive", ["naive"]),
    ("dvořák", "Dvorak’s ninth", ["Dvorak"]),
    ("Việt Nam", "Viet Nam", ["Viet Nam"]),
    ("łódź", "ŁÓDŹ", ["ŁÓDŹ"]),
    ("lodz", "w Łodzi i Łódź", ["Łódź"]),
    ("tromso", "Tromsø, TROMSØ", ["Tromsø", "TROMSØ"]),
    ("Đà Nẵng", "Da Nang", ["Da Nang"]),
    ("Malmø", "Malmo", ["Malmo"]),
    ("Hal Għaxaq", "HAL GHAXAQ", ["HAL GHAXAQ"]),
    ('"south korea"', "in South Korea, not south of Korea", ["South Korea"]),
    ("“south korea”", "South Korea", ["South Korea"]),
    ('"bridge*"', "bridges, a bridge*", ["bridge*"]),
    ('"south kor"*', "South Koreans", ["South Kor"]),
    ('he said "no"', 'and he said "no".', ['he said "no"']),
    ("a", "banana a", ["a"]),
    ("aa", "aa aaa", ["aa"]),
    ("new york", "New York New York", ["New York", "New York"]),
    ("snake_case", "a snake_case name", ["snake_case"]),
]
CYRILLIC_GREEK = [
    ("москва", "МОСКВА и область", ["МОСКВА"]),
    ("москва", "Московская", []),
    ("моск*", "Московская", ["Моск"]),
    ("елка", "Ёлка на площади", ["Ёлка"]),
    ("ёлка", "елка", ["елка"]),
    ("київ", "у Києві", []),
    ("київ", "КИЇВ", ["КИЇВ"]),
    ("путин", "«Путин»", ["Путин"]),
    ("αθηνα", "Η Αθήνα σήμερα", ["Αθήνα"]),
    ("κόσμος", "ΚΟΣΜΟΣ", ["ΚΟΣΜΟΣ"]),
    ("κόσμος", "του κόσμου", []),
    ("σεισμός", "σεισμος", ["σεισμος"]),
]
ARABIC_HEBREW = [
    ("احمد", "قال أحمد", ["أحمد"]),
    ("أحمد", "قال احمد", ["احمد"]),
    ("لبنان", "لُبْنَان", ["لُبْنَان"]),
    ("لبنان", "لبـــنان", ["لبـــنان"]),
    ("لبنان", "اللبنانية", []),
    ("لبنان*", "لبنانية", ["لبنان"]),
    ("مسؤول", "مسوول", ["مسوول"]),
    ("مصطفى", "مصطفي الكاظمي", ["مصطفي"]),
    ("الكاظمي", "مصطفى الكاظمى", ["الكاظمى"]),
    ("إيران", "ايران", ["ايران"]),
    ("آسيا", "اسيا", ["اسيا"]),
    ("تهران", "تهران، ایران", ["تهران"]),
    ("ایران", "إيران", ["إيران"]),
    ("کابل", "كابل", ["كابل"]),
    ("بغداد", "في بغداد.", ["بغداد"]),
    ("بغداد", "ببغداد", []),
    ("ירושלים", "יְרוּשָׁלַיִם", ["יְרוּשָׁלַיִם"]),
    ("ירושלים", "בירושלים", []),
    ("תל־אביב", "תל-אביב", ["תל-אביב"]),
    ("שלום", "שָׁלוֹם לכם", ["שָׁלוֹם"]),
]
EAST_ASIAN = [
    ("東京", "東京都知事", ["東京"]),
    ("京都", "東京都知事", ["京都"]),
    ("首相", "岸田首相が", ["首相"]),
    ("トランプ", "トランプ大統領", ["トランプ"]),
    ("トランプ", "ﾄﾗﾝﾌﾟ大統領", ["ﾄﾗﾝﾌﾟ"]),
    ("か", "がぎ", []),
    ("は", "ぱんは", ["は"]),
    ("が", "か\u3099く", ["か\u3099"]),
    ("NATO", "NATOは声明", ["NATO"]),
    ("nato", "米ＮＡＴＯ軍", ["ＮＡＴＯ"]),
    ("北京", "在北京的会议", ["北京"]),
    ("北京", "南京", []),
    ("习近平", "国家主席习近平说", ["习近平"]),
    ("中国*", "中国人", ["中国"]),
    ("서울", "서울 시장", ["서울"]),
    ("서울", "서울대학교", ["서울"]),
    ("서울*", "서울에서", ["서울"]),
    ("한국", "한국은 주한국", ["한국", "한국"]),
    ("서울 시장", "서울 시장은", ["서울 시장"]),
    ("BTS", "BTS는 무대에", ["BTS"]),
    ("하", "한국", []),
    ("북한", "북한, 미사일", ["북한"]),
    ("กรุงเทพ", "ในกรุงเทพมหานคร", ["กรุงเทพ"]),
    ("กา", "กาแฟ", ["กา"]),
    ("ก", "กี่", []),
    ("ວຽງຈັນ", "ນະຄອນຫຼວງວຽງຈັນ", ["ວຽງຈັນ"]),
    ("ရန်ကုန်", "ရန်ကုန်မြို့", ["ရန်ကုန်"]),
    ("ភ្នំពេញ", "រាជធានីភ្នំពេញ", ["ភ្នំពេញ"]),
]
INDIC_AND_OTHERS = [
    ("दिल्ली", "नई दिल्ली में", ["दिल्ली"]),
    ("दिल", "दिल्ली", []),
    ("मोदी", "मोदी ने कहा", ["मोदी"]),
    ("कल", "काल", []),
    ("ঢাকা", "ঢাকা শহর", ["ঢাকা"]),
    ("ঢাক", "ঢাকা", []),
    ("சென்னை", "சென்னை நகரம்", ["சென்னை"]),
    ("ಬೆಂಗಳೂರು", "ಬೆಂಗಳೂರು ನಗರ", ["ಬೆಂಗಳೂರು"]),
    ("თბილისი", "თბილისი დღეს", ["თბილისი"]),
    ("თბილის", "თბილისი", []),
    ("Երևան", "երևան քաղաք", ["երևան"]),
    ("አዲስ አበባ", "በአዲስ አበባ", []),
    ("አዲስ አበባ", "አዲስ አበባ ከተማ", ["አዲስ አበባ"]),
    ("🙂", "so 🙂 there", ["🙂"]),
]
MORE_SCRIPTS = [
    ("ਦਿੱਲੀ", "ਨਵੀਂ ਦਿੱਲੀ ਵਿੱਚ", ["ਦਿੱਲੀ"]),
    ("ਦਿੱਲ", "ਦਿੱਲੀ", []),
    ("અમદાવાદ", "અમદાવાદ શહેર", ["અમદાવાદ"]),
    ("అమరావతి", "అమరావతి నగరం", ["అమరావతి"]),
    ("കൊച്ചി", "കൊച്ചി നഗരം", ["കൊച്ചി"]),
    ("കൊച്ച", "കൊച്ചി", []),
    ("කොළඹ", "කොළඹ නගරය", ["කොළඹ"]),
    ("ଓଡ଼ିଶା", "ଓଡ଼ିଶା ରାଜ୍ୟ", ["ଓଡ଼ିଶା"]),
    ("ལྷ་ས", "ལྷ་ས གྲོང་ཁྱེར", ["ལྷ་ས"]),
    ("улаан*", "Улаанбаатар хот", ["Улаан"]),
    ("Улаанбаатар", "УЛААНБААТАР", ["УЛААНБААТАР"]),
    ("სომხეთი", "სომხეთი, დღეს", ["სომხეთი"]),
    ("ՀԱՅԱՍՏԱՆ", "Հայաստան", ["Հայաստան"]),
    ("Ηράκλειο", "ΗΡΑΚΛΕΙΟ", ["ΗΡΑΚΛΕΙΟ"]),
    ("Αθήνα", "Αθήνας", []),
    ("Кремль", "Кремля", []),
    ("кремл*", "КРЕМЛЯ", ["КРЕМЛ"]),
    ("חיפה", "חֵיפָה", ["חֵיפָה"]),
    ("חיפה", "לחיפה", []),
    ("دمشق", "دِمَشْق", ["دِمَشْق"]),
    ("دمشق", "ودمشق", []),
    ("أنقرة", "انقرة", ["انقرة"]),
    ("台北", "在台北市", ["台北"]),
    ("台北", "台灣", []),
    ("大阪", "大阪府", ["大阪"]),
    ("부산", "부산, 오늘", ["부산"]),
    ("부산", "부산시", ["부산"]),
    ("산부", "부산시", []),
    ("เชียงใหม่", "ที่เชียงใหม่วันนี้", ["เชียงใหม่"]),
    ("ផ្សារ", "ផ្សារ​ធំ", ["ផ្សារ"]),
    ("Åland", "Aland", ["Aland"]),
    ("Ελλάδα*", "Ελλάδας", ["Ελλάδα"]),
    ("São Paulo", "SAO PAULO", ["SAO PAULO"]),
    ("são paulo", "São Paulos", []),
    ("zürich", "ZURICH", ["ZURICH"]),
]
EXACT = [
    ("=US", "the US and us", ["US"]),
    ("=US", "USA", []),
    ("=Müller", "Muller, Müller", ["Müller"]),
    ("=Who", "the who asked Who", ["Who"]),
    ("=", "a = b", ["="]),
]
REGEXES = [
    ("/hez?bollah/", "Hezbollah HEBOLLAH", ["Hezbollah", "HEBOLLAH"]),
    (r"/\b(iraq|syria)\b/", "Iraq; Syrian", ["Iraq"]),
    (r"/\d+ guards/", "7 guards, 12 guards", ["7 guards", "12 guards"]),
    ("/(?-i:US)/", "US us", ["US"]),
    ("/x*/", "abc", []),
    ("/é+/", "caféé", ["éé"]),
    ("//", "a // b", ["//"]),
    ("/", "a / b", ["/"]),
]


CASES = [
    *LATIN,
    *CYRILLIC_GREEK,
    *ARABIC_HEBREW,
    *EAST_ASIAN,
    *INDIC_AND_OTHERS,
    *MORE_SCRIPTS,
    *EXACT,
    *REGEXES,
]


def test_the_cases_are_many_and_of_many_scripts() -> None:
    # The first word of a letter's Unicode name is its script, but for a few that are no scripts.
    no_scripts = {"FULLWIDTH", "HALFWIDTH", "MODIFIER"}
    scripts = {
        unicodedata.name(character).split()[0]
        for pattern, _, _ in CASES
        for character in pattern
        if character.isalpha()
    } - no_scripts
    assert len({(pattern, text) for pattern, text, _ in CASES}) >= 150
    assert len(scripts) >= 12
    assert any(not pieces for _, _, pieces in CASES)


@pytest.mark.parametrize(("pattern", "text", "pieces"), CASES)
def test_a_pattern_finds_what_it_means(pattern: str, text: str, pieces: list[str]) -> None:
    assert found(pattern, text) == pieces


def test_an_option_makes_the_whole_text_a_regular_expression() -> None:
    assert found("drones?", "Drone drones", is_regex=True) == ["Drone", "drones"]
    assert found("/", "a/b", is_regex=True) == ["/"]


@pytest.mark.parametrize(
    ("pattern", "is_regex", "position", "words"),
    [
        ("", False, 0, "no word"),
        ("  ", False, 0, "no word"),
        ("*", False, 0, "no word"),
        ("= ", False, 1, "no word"),
        ("/ /", False, 1, "empty"),
        ("/a(b/", False, 1, "missing"),
        ("/x(?=a)/", False, 2, "look-around"),
        ("[z", True, 0, "missing"),
        (r"(a)\1", True, 3, "invalid escape"),
        ("a" * 501, False, 500, "over 500"),
    ],
)
def test_a_bad_pattern_is_refused_with_place_and_reason(
    pattern: str, is_regex: bool, position: int, words: str
) -> None:
    with pytest.raises(PatternError) as caught:
        parse_pattern(pattern, is_regex=is_regex)
    assert caught.value.position == position
    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("pattern", "position", "words"),
    [
        ("*korea", 0, "at the end of a word only"),
        ('"south korea', 0, "has no other"),
        ('south korea"', 11, "has no other"),
        ('"south" "korea', 8, "has no other"),
        ("/tr.mp/i", 7, "case-blind"),
        ("/tr.mp", 0, "never closed"),
        ("/(a|b)", 0, "never closed"),
        ("", 0, "no word"),
    ],
)
def test_a_new_pattern_that_its_writer_meant_otherwise_is_refused(
    pattern: str, position: int, words: str
) -> None:
    with pytest.raises(PatternError) as caught:
        check_pattern(pattern)
    assert caught.value.position == position
    assert words in str(caught.value)


@pytest.mark.parametrize("pattern", ["/pol", "/usr/bin", "=*x", '=27"', "//", '"a"', "/a.b/", "b*"])
def test_other_new_patterns_are_read(pattern: str) -> None:
    assert check_pattern(pattern)


def test_no_pattern_can_hang() -> None:
    assert found("(a+)+$", "a" * 5000 + "!", is_regex=True) == []


@given(st.text(max_size=30), st.text(max_size=60))
def test_what_a_word_pattern_finds_is_in_the_text(pattern: str, text: str) -> None:
    try:
        parsed = parse_pattern(pattern)
    except PatternError:
        return
    last_end = 0
    for start, end in parsed.spans(SearchedText(text)):
        assert last_end <= start < end <= len(text)
        last_end = end
