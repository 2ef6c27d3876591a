"""Caption and credit parted, script by script; and what looks like a credit but is none."""

import csv
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.feeds.pictures.credits import MAX_CAPTION_CHARS, is_credit, split_caption, tidy_credit

SHARED_CASES = Path(__file__).parents[4].parent / "shared" / "captions" / "cases.tsv"

LATIN = [
    # bracket
    ("Rowers pass the old mill at Vell. (Reuters)", "Rowers pass the old mill at Vell.", "Reuters"),
    ("Rowers pass the old mill at Vell (Reuters).", "Rowers pass the old mill at Vell", "Reuters"),
    ("Rowers pass the old mill. [AFP]", "Rowers pass the old mill.", "AFP"),
    ("A ferry waits. (Photo by Ines OKORO / AFP)", "A ferry waits.", "Ines OKORO / AFP"),
    ("A ferry waits. (AP Photo/Ines Okoro)", "A ferry waits.", "AP Photo/Ines Okoro"),
    ("A ferry waits. (Ines Okoro/The Guardian via AP)", "A ferry waits.", "Ines Okoro/The Guardian via AP"),
    ("A ferry waits in Vell (right). (EPA)", "A ferry waits in Vell (right).", "EPA"),
    ("Die Fähre legt ab. (Foto: Ines Okoro/dpa)", "Die Fähre legt ab.", "Ines Okoro/dpa"),
    ("A quay at dusk (Image: Ines Okoro)", "A quay at dusk", "Ines Okoro"),
    ("A quay at dusk. (©Ines Okoro/dpa)", "A quay at dusk.", "Ines Okoro/dpa"),
    # slug
    ("A crane lifts the bell. REUTERS/Ines Okoro", "A crane lifts the bell.", "REUTERS/Ines Okoro"),
    ("A crane lifts the bell REUTERS/Ines Okoro", "A crane lifts the bell", "REUTERS/Ines Okoro"),
    ("La grúa alza la campana. EFE/Inés Okoro", "La grúa alza la campana.", "EFE/Inés Okoro"),
    ("The bell of Vell. AFP/Getty Images", "The bell of Vell.", "AFP/Getty Images"),
    # label, also glued
    ("Skaters on the canal. Photograph: Ines Okoro/Alamy", "Skaters on the canal.", "Ines Okoro/Alamy"),
    ("Skaters on the canal. Photo: PA", "Skaters on the canal.", "PA"),
    (
        "Skaters on the canal.Credit...Ines Okoro/Getty Images",
        "Skaters on the canal.",
        "Ines Okoro/Getty Images",
    ),
    ("Läufer auf dem Kanal.Foto: Ines Okoro/dpa", "Läufer auf dem Kanal.", "Ines Okoro/dpa"),
    ("Läufer auf dem Kanal. Quelle: Stadtarchiv Vell", "Läufer auf dem Kanal.", "Stadtarchiv Vell"),
    ("Patineurs sur le canal. Crédits : Inès Okoro", "Patineurs sur le canal.", "Inès Okoro"),
    (
        "Patinadores en el canal. Fuente: Ayuntamiento de Vell",
        "Patinadores en el canal.",
        "Ayuntamiento de Vell",
    ),
    ("Łyżwiarze na kanale. Źródło: PAP", "Łyżwiarze na kanale.", "PAP"),
    ("Skridskoåkare på kanalen. Foto: Ines Okoro/TT", "Skridskoåkare på kanalen.", "Ines Okoro/TT"),
    ("Skøyteløpere på kanalen. Foto:Ines Okoro / NTB", "Skøyteløpere på kanalen.", "Ines Okoro / NTB"),
    ("Kanalda patenciler. Kaynak: Anadolu", "Kanalda patenciler.", "Anadolu"),
    ("Trượt băng trên kênh. Ảnh: Reuters", "Trượt băng trên kênh.", "Reuters"),
    ("Two views of Vell. Composite: PA/Getty; AP via Alamy", "Two views of Vell.", "PA/Getty; AP via Alamy"),
    # copyright, separator, bare, via, courtesy, all
    ("Der Kanal im Winter. © Ines Okoro/dpa", "Der Kanal im Winter.", "Ines Okoro/dpa"),
    ("The canal in winter. (c) Ines Okoro", "The canal in winter.", "Ines Okoro"),
    ("The canal in winter | Getty Images", "The canal in winter", "Getty Images"),
    ("The canal in winter – Reuters", "The canal in winter", "Reuters"),
    ("The canal in winter • Ines Okoro / AFP", "The canal in winter", "Ines Okoro / AFP"),
    ("The canal in winter. Ines Okoro / AFP", "The canal in winter.", "Ines Okoro / AFP"),
    (
        "The canal in winter. Ines Okoro – stock.adobe.com",
        "The canal in winter.",
        "Ines Okoro – stock.adobe.com",
    ),
    ("The canal in winter. Ines Okoro/Shutterstock", "The canal in winter.", "Ines Okoro/Shutterstock"),
    ("Le canal en hiver. AFP", "Le canal en hiver.", "AFP"),
    ("The canal in winter. Handout via REUTERS", "The canal in winter.", "Handout via REUTERS"),
    ("The canal in winter. Courtesy Museum of Vell", "The canal in winter.", "Courtesy Museum of Vell"),
    ("The canal in winter. CC-BY-NC 2.0 Ines Okoro", "The canal in winter.", "CC-BY-NC 2.0 Ines Okoro"),
    ("Ines Okoro / AFP", "", "Ines Okoro / AFP"),
    ("© Ines Okoro/dpa", "", "Ines Okoro/dpa"),
    ("Photo: Ines Okoro/Anadolu via Getty Images", "", "Ines Okoro/Anadolu via Getty Images"),
    ("Getty Images", "", "Getty Images"),
    # instructions to editors are nobody's caption
    ("A tug at sea. REUTERS/Ines Okoro NO RESALES. NO ARCHIVES.", "A tug at sea.", "REUTERS/Ines Okoro"),
    ("A tug at sea. (Reuters) ATTENTION EDITORS - THIS IS A HANDOUT", "A tug at sea.", "Reuters"),
]
OTHER_SCRIPTS = [
    # Arabic, Persian
    ("قوارب الصيد في ميناء المدينة (رويترز)", "قوارب الصيد في ميناء المدينة", "رويترز"),
    ("قوارب الصيد في ميناء المدينة. (أ.ف.ب)", "قوارب الصيد في ميناء المدينة.", "أ.ف.ب"),
    ("قوارب الصيد في الميناء. تصوير: سامر حداد", "قوارب الصيد في الميناء.", "سامر حداد"),
    ("قایق‌ها در بندر (AFP)", "قایق‌ها در بندر", "AFP"),
    # Hebrew
    ("סירות דיג בנמל. צילום: רויטרס", "סירות דיג בנמל.", "רויטרס"),
    ("סירות דיג בנמל (צילום: דנה לוי)", "סירות דיג בנמל", "דנה לוי"),
    # Cyrillic
    ("Лодки в старом порту. Фото: Reuters", "Лодки в старом порту.", "Reuters"),
    ("Лодки в старом порту. Фото: Анна Лескова / ТАСС", "Лодки в старом порту.", "Анна Лескова / ТАСС"),
    ("Човни у порту (Джерело: УНІАН)", "Човни у порту", "УНІАН"),
    ("Лодки в порту. © РИА Новости", "Лодки в порту.", "РИА Новости"),
    # Greek
    ("Βάρκες στο λιμάνι (Reuters)", "Βάρκες στο λιμάνι", "Reuters"),
    ("Βάρκες στο λιμάνι. © Άννα Λέκκα/AFP", "Βάρκες στο λιμάνι.", "Άννα Λέκκα/AFP"),
    ("Βάρκες στο λιμάνι. Φωτογραφία: Άννα Λέκκα", "Βάρκες στο λιμάνι.", "Άννα Λέκκα"),
    # Han, Kana
    ("渔船停靠在港口。（新华社）", "渔船停靠在港口。", "新华社"),
    ("渔船停靠在港口。图片来源：路透社", "渔船停靠在港口。", "路透社"),
    ("港に並ぶ漁船 写真：共同", "港に並ぶ漁船", "共同"),
    ("港に並ぶ漁船＝ロイター", "港に並ぶ漁船", "ロイター"),
    ("港に並ぶ漁船（ロイター）", "港に並ぶ漁船", "ロイター"),
    # Hangul
    ("항구에 늘어선 어선. (연합뉴스)", "항구에 늘어선 어선.", "연합뉴스"),
    ("항구에 늘어선 어선. 사진: 뉴시스", "항구에 늘어선 어선.", "뉴시스"),
    # Devanagari, Bengali, Thai, Georgian, Armenian
    ("बंदरगाह में नावें। (PTI)", "बंदरगाह में नावें।", "PTI"),
    ("बंदरगाह में नावें। फोटो: पीटीआई", "बंदरगाह में नावें।", "पीटीआई"),
    ("বন্দরে নৌকা (Reuters)", "বন্দরে নৌকা", "Reuters"),
    ("เรือประมงที่ท่าเรือ (AFP)", "เรือประมงที่ท่าเรือ", "AFP"),
    ("ნავები ნავსადგურში (EPA)", "ნავები ნავსადგურში", "EPA"),
    ("Նավակներ նավահանգստում (AP)", "Նավակներ նավահանգստում", "AP"),
]
FILE_PHOTOS = [
    ("FILE PHOTO: The dam at Vell, May 2019. REUTERS/Ines Okoro/File Photo", "The dam at Vell, May 2019.",
     "REUTERS/Ines Okoro"),
    ("FILE - The dam at Vell. (AP Photo/Ines Okoro, File)", "The dam at Vell.", "AP Photo/Ines Okoro"),
    ("FILE – The dam at Vell.", "The dam at Vell.", ""),
    ("(FILES) The dam at Vell.", "The dam at Vell.", ""),
    ("File photo: The dam at Vell.", "The dam at Vell.", ""),
    ("The dam at Vell (File photo)", "The dam at Vell", ""),
    ("The dam at Vell (AFP/File)", "The dam at Vell", "AFP"),
    ("The dam at Vell. Ines Okoro/Reuters files", "The dam at Vell.", "Ines Okoro/Reuters"),
    ("Archivbild: Der Damm bei Vell. Foto: dpa", "Der Damm bei Vell.", "dpa"),
    ("Der Damm bei Vell. Archivfoto: Ines Okoro", "Der Damm bei Vell.", "Ines Okoro"),
    ("Foto de archivo: La presa de Vell. (EFE)", "La presa de Vell.", "EFE"),
    ("Photo d'archives : Le barrage de Vell. AFP", "Le barrage de Vell.", "AFP"),
    ("Архивное фото: Плотина. (ТАСС)", "Плотина.", "ТАСС"),
]  # fmt: skip
NO_CREDITS = [
    # brackets
    "The siren fell silent at five in the morning (0200 GMT).",
    "Troops trained at the pass (with live fire)",
    "Talks on the (Israeli) pull-out went on",
    "Dancers in the square (2019)",
    "Dancers in the square (1987-1991)",
    "The minister (L) greets her guest (R)",
    "From the drill: Anna Lek (2nd L)",
    "The twins Bo (l.) und Ida (r.)",
    "The summit hut at Vell (2348 m, BE)",
    "Skier Ida Lund (NOR)",
    "The painter (left) with her son (not pictured)",
    "A guard sleeps (Symbolbild)",
    "The winner (from left to right: Bo, Ida)",
    "Portrait of a sailor (c. 1890)",
    "The team (top row)",
    "The ballot box is sealed (AA)",
    "Lorries wait at the border (they may cross after noon)",
    "(0200 GMT)",
    "Unbalanced (brackets everywhere",
    "Unbalanced brackets) everywhere)",
    # agencies in prose
    "A Reuters reporter walks along the front line",
    "The agency AFP said that the bridge was closed",
    "Getty Images sued the company in March over its catalogue",
    "Workers leave the Reuters building in Vell after the shift",
    "The Shutterstock library holds the largest catalogue of its kind",
    # words that also label
    "A photo by the door shows the lost dog",
    "The image of the town has changed for good",
    "She found the source of the river",
    "A photograph of her mother stands on the shelf",
    "Photo finish at the race in Vell",
    "The harbour at Vell / the quay",
    "Two skippers: Ida Lund / Bo Lund",
    # numbers and signs
    "Squad number 10",
    "Vote: 51 to 49",
    "The score was 3/4",
    "The firm CC By the sea",
    "Bo Lund - one of nine",
    "حكومة جديدة (2021)",
    "新しい庁舎（2021年）",
    "新しい庁舎＝五日、横浜",
    "Новый мост (слева)",
    "גשר חדש (2021)",
    "새 다리 (2021)",
    "",
]  # fmt: skip


@pytest.mark.parametrize(("text", "caption", "credit"), [*LATIN, *OTHER_SCRIPTS])
def test_a_caption_is_parted_from_its_credit(text: str, caption: str, credit: str) -> None:
    parts = split_caption(text)
    assert (parts.caption, parts.credit, parts.is_file_photo) == (caption, credit, False)


@pytest.mark.parametrize(("text", "caption", "credit"), FILE_PHOTOS)
def test_a_file_photo_is_flagged_and_its_marker_cut(text: str, caption: str, credit: str) -> None:
    parts = split_caption(text)
    assert (parts.caption, parts.credit, parts.is_file_photo) == (caption, credit, True)


@pytest.mark.parametrize("text", NO_CREDITS)
def test_what_is_no_credit_stays_in_the_caption(text: str) -> None:
    parts = split_caption(text)
    assert (parts.caption, parts.credit, parts.is_file_photo) == (text, "", False)


@pytest.mark.parametrize(
    ("text", "credit", "is_file_photo"),
    [
        ("(Photo: Ines Okoro/AFP)", "Ines Okoro/AFP", False),
        ("© Ines Okoro", "Ines Okoro", False),
        ("Photo by Ines Okoro", "Ines Okoro", False),
        ("by Ines Okoro", "Ines Okoro", False),
        ("By: Ines Okoro.", "Ines Okoro", False),
        ("Foto:Ines Okoro / NTB", "Ines Okoro / NTB", False),
        ("AP Photo/Ines Okoro, File", "AP Photo/Ines Okoro", True),
        ("Reuters/File Photo", "Reuters", True),
        ("Handout via Reuters", "Handout via Reuters", False),
        ("Courtesy of the Okoro family", "Courtesy of the Okoro family", False),
        ("Ines O.", "Ines O.", False),
        ("Okoro Inc.", "Okoro Inc.", False),
        ("Naturfreunde e.V.", "Naturfreunde e.V.", False),
        ("None", "", False),
        ("null", "", False),
        ("n/a", "", False),
        ("-", "", False),
        ("unknown", "", False),
        ("  ", "", False),
    ],
)
def test_a_credit_is_kept_as_published_without_label_and_sign(
    text: str, credit: str, is_file_photo: bool
) -> None:
    assert tidy_credit(text) == (credit, is_file_photo)


@pytest.mark.parametrize(
    "text",
    [
        "Reuters", "AFP", "dpa", "رويترز", "רויטרס", "ТАСС", "共同", "新华社", "연합뉴스", "Photo: PA",
        "Ines Okoro/Reuters", "Ines Okoro for Getty Images", "Ines Okoro, AFP", "AFP/Pool", "Reuters 2019",
    ],
)  # fmt: skip
def test_an_agency_marked_or_alone_is_a_credit(text: str) -> None:
    assert is_credit(text)


@pytest.mark.parametrize(
    "text",
    [
        "", "AA", "TT", "PA", "(AA)", "2021", "0200 GMT", "L", "R", "left", "from left", "top row", "GER",
        "Ines Okoro", "said Reuters", "A Reuters reporter was among those who were waiting at the gate",
        "Symbolbild", "1024x768",
    ],
)  # fmt: skip
def test_what_could_mean_anything_is_no_credit(text: str) -> None:
    assert not is_credit(text)


@pytest.mark.parametrize("piece", ["(", "[", ")", "(Reuters", " / ", " | ", "Photo: ", "© ", "Photo ", ". "])
def test_hostile_captions_take_no_time(piece: str) -> None:
    start = time.process_time()
    split_caption(piece * 5_000)
    assert time.process_time() - start < 5


@given(st.text(max_size=200))
def test_a_caption_is_only_ever_shortened(text: str) -> None:
    parts = split_caption(text)
    collapsed = " ".join(text[:MAX_CAPTION_CHARS].split())
    assert parts.caption in collapsed
    assert parts.credit in collapsed


@pytest.mark.shared
@pytest.mark.skipif(not SHARED_CASES.is_file(), reason="the shared material is not beside the checkout")
def test_every_shared_case_is_parted_as_it_should_be() -> None:
    with SHARED_CASES.open(encoding="utf-8", newline="") as lines:
        cases = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    wrong: dict[str, tuple[str, str, bool]] = {}
    for case in cases:
        parts = split_caption(case["caption_in"])
        found = (parts.caption, parts.credit, parts.is_file_photo)
        if found != (case["caption_out"], case["credit_out"], case["is_file_photo"] == "1"):
            wrong[case["caption_in"]] = found
    assert len(cases) >= 44
    assert wrong == {}
