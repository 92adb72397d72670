"""Splitting loses no character, in both languages, and statements stand where they say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tertium.corpus.errors import FormatError
from tertium.corpus.splitting import detect_language, make_provision, parse_markdown, split_sentences

PIECES = st.text(st.sampled_from("abcXYZ019 .!?;,\"')]\n\t。！？；…”’）】，“（人工智能应当\U0001f600"), max_size=80)


@given(PIECES, st.sampled_from(["zh", "en"]))
def test_sentences_cover_the_text_without_gap_or_overlap(text, language):
    spans = split_sentences(text, language)
    assert "".join(text[start:end] for start, end in spans) == text
    assert all(start < end for start, end in spans)


@given(PIECES, st.sampled_from(["zh", "en"]), PIECES)
def test_statements_are_what_their_offsets_say_and_lose_only_white_space(text, language, before):
    whole = before + text
    provision = make_provision("doc", "a", whole, (len(before), len(whole)), language)
    assert all(whole[s.start : s.end] == s.text for s in provision.statements)
    joined = "".join("".join(s.text.split()) for s in provision.statements)
    assert joined == "".join(text.split())
    assert [s.id for s in provision.statements] == [f"doc#a.{n + 1}" for n in range(len(provision.statements))]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        (
            "zh",
            "应当公平。不得歧视！“可以吗？”可以；结束",
            ["应当公平。", "不得歧视！", "“可以吗？”", "可以；", "结束"],
        ),
        (
            "en",
            'Be fair. Do no harm! It said "stop." Then; end',
            ["Be fair.", "Do no harm!", 'It said "stop."', "Then;", "end"],
        ),
        (
            "en",
            "See Art. 5 and e.g. No. 3 of the U.S. Act. Next.",
            ["See Art. 5 and e.g. No. 3 of the U.S. Act.", "Next."],
        ),
        ("en", "Version 2.0 is out. 3 items follow", ["Version 2.0 is out. 3 items follow"]),
    ],
)
def test_sentences_are_cut_where_a_reader_would(language, text, expected):
    assert [text[start:end].strip() for start, end in split_sentences(text, language)] == expected


EDITION = """# Title

> A note.

## Group

### First {#p1}

1. One. Still one!
2. Two.

### Second {#p2}

Three sentences. Here they are; all of them.

### Unseen {#p3}

> content not seen
"""


def test_markdown_gives_provisions_headings_and_numbered_statements():
    first, second, unseen = parse_markdown(EDITION, "doc", "en")
    assert [s.id for s in first.statements] == ["doc#p1.1", "doc#p1.2"]
    assert first.statements[0].text == "One. Still one!"
    assert first.headings == ("Group", "First")
    assert [s.text for s in second.statements] == ["Three sentences.", "Here they are;", "all of them."]
    assert unseen.statements == ()
    assert all(EDITION[s.start : s.end] == s.text for p in (first, second) for s in p.statements)


@pytest.mark.parametrize(
    ("text", "line", "found"),
    [
        ("# T\n\nStray.\n", 3, "text before the first provision"),
        ("## A {#a}\n\n## B {#a}\n", 3, "a second provision 'a'"),
        ("## A {#a}\n\n1. One.\n3. Three.\n", 4, "statement number 3"),
        ("## A {#a}\n\n1. One.\n1. One.\n", 4, "statement number 1"),
    ],
)
def test_markdown_errors_name_file_and_line(text, line, found):
    with pytest.raises(FormatError, match=rf"edition\.md:{line}: {found}"):
        parse_markdown(text, "doc", "en", "edition.md")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("应当保护隐私", "zh"),
        ("Protect privacy", "en"),
        ("AI系统应当公平", "zh"),
        ("the term 和谐 (harmony)", "en"),
        ("", "en"),
    ],
)
def test_language_is_told_by_script(text, language):
    assert detect_language(text) == language
