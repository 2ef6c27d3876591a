from reader.keywords.matcher import KeywordMatch, Matcher
from storage.model import ArticleData, ArticleTexts, HitData, Keyword, Picture, Scope

ARTICLE = ArticleData(
    guid="1",
    url="",
    title="Guards injured in Baghdad",
    author="Amina Baghdad",
    text="Baghdad woke to it. In Baghdad, nobody slept.",
    pictures=(
        Picture("", caption="His office in Baghdad", credit="Reuters"),
        Picture("", caption="Baghdad at night", credit="Reuters/N. N."),
    ),
)


def test_hits_count_each_part_apart_and_leave_out_zeros() -> None:
    matcher = Matcher([Keyword(1, "baghdad"), Keyword(2, "reuters"), Keyword(3, "tehran")])
    assert matcher.match_article(ARTICLE) == (
        HitData(1, ((Scope.TITLE, 1), (Scope.TEXT, 2), (Scope.CAPTION, 2), (Scope.AUTHOR, 1)), 18),
        HitData(2, ((Scope.CREDIT, 2),), 0),
    )


def test_a_keyword_looks_only_in_its_scopes() -> None:
    matcher = Matcher([Keyword(1, "baghdad", scopes=(Scope.CAPTION,))])
    assert matcher.match_article(ARTICLE) == (HitData(1, ((Scope.CAPTION, 2),), 14),)
    assert matcher.spans("Baghdad", Scope.TITLE) == []
    assert [span.start for span in matcher.spans("In Baghdad", Scope.CAPTION)] == [3]


def test_a_phrase_does_not_reach_from_one_caption_into_the_next_word_by_word() -> None:
    matcher = Matcher([Keyword(1, "reuters/n")])
    assert matcher.match_article(ARTICLE) == (HitData(1, ((Scope.CREDIT, 1),), 8),)


def test_stored_texts_give_the_same_hits_as_the_article_did() -> None:
    keywords = [Keyword(1, "baghdad"), Keyword(2, "/reuters/")]
    texts = ArticleTexts(
        7,
        title=ARTICLE.title,
        text=ARTICLE.text,
        captions="His office in Baghdad\nBaghdad at night",
        credits="Reuters\nReuters/N. N.",
        author=ARTICLE.author,
    )
    matcher = Matcher(keywords)
    assert matcher.match_texts(texts) == matcher.match_article(ARTICLE)
    match = KeywordMatch()
    assert match(keywords[0], texts) == matcher.match_article(ARTICLE)[0]
    assert match(Keyword(9, "nowhere"), texts) is None


def test_spans_ascend_without_overlap_and_prefer_the_longer() -> None:
    matcher = Matcher(
        [Keyword(1, "south"), Keyword(2, "south lebanon", color="accent"), Keyword(3, "lebanon*")]
    )
    text = "South Lebanon and the Lebanonese south"
    spans = matcher.spans(text, Scope.TEXT)
    assert [(text[span.start : span.end], span.keyword_id) for span in spans] == [
        ("South Lebanon", 2),
        ("Lebanon", 3),
        ("south", 1),
    ]
    assert spans[0].color == "accent"
