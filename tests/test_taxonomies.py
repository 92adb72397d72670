"""tertium-core is whole in both languages, and a user's file is read or refused with line and key."""

import pytest

from tertium.corpus.errors import FormatError, UnknownIdError
from tertium.taxonomies import load_taxonomy

CORE = load_taxonomy()


def test_the_core_has_two_levels_of_the_promised_size():
    assert len(CORE.themes) == 12
    assert 30 <= len(CORE.concepts) <= 40
    themes = {theme.id for theme in CORE.themes}
    assert all(concept.broader in themes for concept in CORE.concepts)


@pytest.mark.parametrize("concept", CORE.all_concepts, ids=lambda concept: concept.id)
def test_every_concept_speaks_both_languages(concept):
    for code in ("en", "zh"):
        assert concept.labels[code].strip()
        assert len(concept.definitions[code]) > 15


@pytest.mark.parametrize("concept", CORE.concepts, ids=lambda concept: concept.id)
def test_every_coded_concept_has_cues_in_both_languages_and_no_phrase_twice(concept):
    for code in ("en", "zh"):
        phrases = [*concept.cues[code], *concept.hints.get(code, ()), *concept.exclusions.get(code, ())]
        assert len(concept.cues[code]) >= 8
        assert len(phrases) == len(set(phrases))


def test_the_core_is_wide_enough_for_both_traditions():
    ids = {concept.id for concept in CORE.concepts}
    chinese = {"harmony", "shared-future", "social-stability", "open-collaboration", "agile-governance"}
    european = {"fundamental-rights", "rule-of-law", "human-agency", "democracy", "redress"}
    assert chinese | european <= ids


def test_an_unknown_taxonomy_names_those_there_are():
    with pytest.raises(UnknownIdError, match="tertium-core"):
        load_taxonomy("tertium-cor")


def test_a_users_file_needs_only_ids_and_labels(write_csv):
    path = write_csv(
        "mine.toml", '[[concept]]\nid = "a"\nlabel = "Fairness"\n\n[[concept]]\nid = "b"\nlabel.zh = "隐私"\n'
    )
    taxonomy = load_taxonomy(str(path))
    assert taxonomy.name == "mine"
    assert [concept.label("zh") for concept in taxonomy.concepts] == ["Fairness", "隐私"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("name = ", r"mine\.toml: not readable as TOML"),
        ('name = "x"\n', r"no \[\[concept\]\]"),
        ('[[concept]]\nlabel = "A"\n', r"mine\.toml:1: a \[\[concept\]\] without id"),
        (
            '[[concept]]\nid = "a"\nlabel = "A"\n\n[[concept]]\nid = "a"\nlabel = "B"\n',
            r"mine\.toml:5: a second concept 'a'",
        ),
        ('[[concept]]\nid = "a"\n', r"mine\.toml:1: concept 'a' without label"),
        ('[[concept]]\nid = "a"\nlabel = "A"\ncue.en = ["x"]\n', r"mine\.toml:1: key 'cue' in concept 'a'"),
        ('[[concept]]\nid = "a"\nlabel = "A"\ncues.en = "x"\n', r"mine\.toml:1: cues of concept 'a'"),
        ('[[concept]]\nid = "a"\nlabel = "A"\ncues.fr = ["x"]\n', r"mine\.toml:1: cues of concept 'a'"),
        ('[[concept]]\nid = "a"\nlabel = "A"\nbroader = "b"\n', r"mine\.toml:1: broader = 'b'"),
        ('[[concept]]\nid = "a"\nlabel = "A"\nbroader = 3\n', r"mine\.toml:1: broader = 3 in concept 'a'"),
        ('[[concept]]\nid = "a"\nlabel = "A"\nbroader = "a"\n', r"circle of broader concepts: a -> a"),
        (
            '[[concept]]\nid = "a"\nlabel = "A"\nbroader = "b"\n[[concept]]\nid = "b"\nlabel = "B"\nbroader = "a"\n',
            "circle of broader concepts: a -> b -> a",
        ),
        ('[[concept]]\nid = "a b"\nlabel = "A"\n', r"mine\.toml:1: id = 'a b'"),
        ('[[concept]]\nid = "a"\nlabel = ""\n', r"mine\.toml:1: concept 'a' without label"),
        ('[[concept]]\nid = "a"\nlabel = "A"\ncues.en = ["*"]\n', r"mine\.toml:1: cues of concept 'a'"),
        ('concept = ["a", "b"]\n', r"no \[\[concept\]\]"),
        ('nam = "x"\n[[concept]]\nid = "a"\nlabel = "A"\n', "key 'nam'"),
        ('title = 3\n[[concept]]\nid = "a"\nlabel = "A"\n', "title of the file: 3"),
        ('source = ["x"]\n[[concept]]\nid = "a"\nlabel = "A"\n', "source = "),
    ],
)
def test_errors_name_line_and_key(write_csv, text, found):
    with pytest.raises(FormatError, match=found):
        load_taxonomy(str(write_csv("mine.toml", text)))
