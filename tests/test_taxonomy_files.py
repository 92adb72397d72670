"""Taxonomies go out to other tools and come back the same; doubtful ones are told of."""

from dataclasses import replace

import pytest
from click.testing import CliRunner
from pyrefiqda import RefiCodebook
from rdflib import Graph
from rdflib.namespace import RDF, SKOS

from tertium.cli import cli
from tertium.corpus.errors import FormatError
from tertium.taxonomies import load_taxonomy, taxonomy_names
from tertium.taxonomies.checking import check_taxonomy
from tertium.taxonomies.export import to_csv, to_qdc, to_skos, to_toml
from tertium.taxonomies.formats import read_taxonomy


@pytest.fixture(params=taxonomy_names())
def shipped(request):
    return load_taxonomy(request.param)


def test_every_shipped_taxonomy_passes_its_check(shipped):
    assert list(check_taxonomy(shipped)) == []


def test_every_shipped_taxonomy_has_its_provenance(shipped):
    assert shipped.version
    assert shipped.licence
    assert len(shipped.source) > 20
    assert {"en", "zh"} <= shipped.titles.keys()
    for concept in shipped.all_concepts:
        assert {"en", "zh"} <= concept.labels.keys() & concept.definitions.keys(), concept.id


def test_toml_comes_back_equal(shipped, tmp_path):
    path = tmp_path / "again.toml"
    path.write_text(to_toml(shipped), encoding="utf-8")
    again = read_taxonomy(path)
    assert replace(again, sha256="") == replace(shipped, sha256="")
    assert to_toml(again) == to_toml(shipped)


def test_csv_comes_back_with_the_same_concepts(shipped, tmp_path):
    path = tmp_path / "again.csv"
    path.write_text(to_csv(shipped), encoding="utf-8-sig")
    again = read_taxonomy(path)
    assert [concept.id for concept in again.all_concepts] == [concept.id for concept in shipped.all_concepts]
    for concept, other in zip(again.concepts, shipped.concepts, strict=True):
        assert concept.labels == other.labels
        assert concept.definitions == other.definitions
        assert {code: p for code, p in concept.cues.items() if p} == {code: p for code, p in other.cues.items() if p}


def test_an_independent_reader_loads_the_codebook(shipped, tmp_path):
    path = tmp_path / "book.qdc"
    path.write_text(to_qdc(shipped), encoding="utf-8")
    book = RefiCodebook.load(path)

    def names(codes):
        return [name for code in codes for name in (code.name, *names(code.code))]

    assert sorted(names(book.codes.code)) == sorted(concept.label("en") for concept in shipped.all_concepts)
    assert "zh: " in book.codes.code[0].description
    assert to_qdc(shipped) == path.read_text(encoding="utf-8")


def test_skos_is_read_as_a_concept_scheme(shipped):
    graph = Graph().parse(data=to_skos(shipped), format="turtle")
    assert len(list(graph.subjects(RDF.type, SKOS.Concept))) == len(shipped.all_concepts)
    assert len(list(graph.subject_objects(SKOS.broader))) == sum(bool(c.broader) for c in shipped.all_concepts)
    languages = {label.language for label in graph.objects(None, SKOS.prefLabel)}
    assert languages == {"en", "zh"}


def test_a_codebook_in_a_spreadsheet_is_a_taxonomy(write_csv):
    path = write_csv(
        "mine.csv", "ID,Label,Definition,Cues,Broader\ndata,Data,About data.,,\np,隐私,,隐私；个人信息; privacy,data\n"
    )
    taxonomy = load_taxonomy(str(path))
    assert [concept.id for concept in taxonomy.concepts] == ["p"]
    assert taxonomy.concepts[0].labels == {"zh": "隐私"}
    assert taxonomy.concepts[0].cues == {"zh": ("隐私", "个人信息"), "en": ("privacy",)}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("label\nA\n", "no column 'id'"),
        ("id,label,colour\na,A,red\n", "column 'colour'"),
        ("id,label\na,A\nb\n", r"mine\.csv:3: another number of cells"),
        ("id,label\na,A\na,B\n", r"mine\.csv:3: a second concept 'a'"),
        ("id,label\na,\n", r"mine\.csv:2: concept 'a' without label"),
        ("id,label,broader\na,A,c\n", r"mine\.csv:2: broader = 'c'"),
    ],
)
def test_csv_errors_name_file_and_line(write_csv, text, found):
    with pytest.raises(FormatError, match=found):
        load_taxonomy(str(write_csv("mine.csv", text)))


DOUBTFUL = """
[[concept]]
id = "a"
label.en = "Same"
label.zh = "甲"
cues.en = ["fair", "just"]
hints.en = ["Fair"]

[[concept]]
id = "b"
label.en = "Same"
definition.en = "Something."
"""


def test_doubts_name_concept_and_key(write_csv):
    doubts = list(check_taxonomy(load_taxonomy(str(write_csv("mine.toml", DOUBTFUL)))))
    assert doubts == [
        "a: no definition; its vector rests on the label alone",
        "b: no label.zh, though other concepts have one",
        "label.en 'Same': 2 concepts have it",
        "a: cues.en but no cues.zh; the languages will not be found equally well",
        "a: 'fair' stands in cues.en and in hints.en",
    ]


def test_the_command_checks_and_exports(write_csv, tmp_path):
    broken = write_csv("broken.toml", '[[concept]]\nid = "a"\n')
    result = CliRunner().invoke(cli, ["taxonomy", "check", str(broken)])
    assert result.exit_code == 1
    assert "broken.toml:1: concept 'a' without label" in result.stdout
    doubtful = write_csv("doubtful.toml", DOUBTFUL)
    assert CliRunner().invoke(cli, ["taxonomy", "check", str(doubtful)]).exit_code == 1
    assert CliRunner().invoke(cli, ["taxonomy", "check", "tertium-core"]).exit_code == 0
    path = tmp_path / "core.qdc"
    assert (
        CliRunner().invoke(cli, ["taxonomy", "export", "tertium-core", "--to", "qdc", "-o", str(path)]).exit_code == 0
    )
    assert path.read_text(encoding="utf-8") == to_qdc(load_taxonomy())
    assert CliRunner().invoke(cli, ["taxonomy", "export", "nothing", "--to", "qdc"]).exit_code == 2
