"""The shipped documents hold together, say what they are, and a folder is all that a new one needs."""

import shutil
from collections import Counter
from pathlib import Path

import pytest

from tertium.corpus.catalogue import SHIPPED, Catalogue, load_edition, shipped
from tertium.corpus.checking import check_document, record_checksums
from tertium.corpus.errors import FormatError, TertiumError, UnknownIdError
from tertium.corpus.readers import read_csv

FORCES = {"must", "should", "encourage", "prohibit", "commit", "may", "descriptive"}


@pytest.fixture(params=sorted(path.parent.name for path in SHIPPED.glob("*/document.toml")))
def document(request):
    return shipped().load_document(request.param)


def test_every_document_passes_its_check(document):
    assert list(check_document(shipped(), document)) == []


def test_ids_are_unique_and_the_same_in_both_languages(document):
    editions = [load_edition(f"{document.id}@{code}") for code in ("en", "zh")]
    ids = [[s.id for s in edition.statements] + [p.id for p in edition.provisions] for edition in editions]
    assert sorted(ids[0]) == sorted(ids[1])
    assert len(set(ids[0])) == len(ids[0])
    assert all(identity.startswith(f"{document.id}#") for identity in ids[0])


def test_statements_stand_where_their_offsets_say_and_nothing_of_the_text_is_lost(document):
    for code in ("en", "zh"):
        edition = load_edition(f"{document.id}@{code}")
        rest = list(edition.text)
        for statement in edition.statements:
            assert edition.text[statement.start : statement.end] == statement.text
            rest[statement.start : statement.end] = " " * len(statement.text)
        for line in "".join(rest).splitlines():
            marker = line.strip()
            assert marker == "" or marker.startswith(("#", ">")) or marker.rstrip(".").isdigit(), marker


def test_every_statement_has_its_language_and_a_force(document):
    for code in ("en", "zh"):
        edition = load_edition(f"{document.id}@{code}")
        assert {s.language for s in edition.statements} == {code}
        for provision in edition.provisions:
            assert set(provision.facts["force"]) <= FORCES
            assert provision.locator
            assert provision.heading


def test_restatements_say_that_they_are(document):
    for code, word in (("en", "restate"), ("zh", "重")):
        edition = load_edition(f"{document.id}@{code}")
        assert edition.kind == "restatement"
        notes = [line for line in edition.text.splitlines() if line.startswith(">")]
        assert word in notes[0].lower()
        assert all(not s.text.startswith(">") for s in edition.statements)


def test_metadata_are_complete(document):
    table = document.metadata
    assert document.titles.keys() == document.issuers.keys() == {"en", "zh"}
    assert document.published
    assert table["link"]
    assert all(key in table for key in ("version", "legal_status", "licence", "structure", "issuer_type_note"))
    assert all(len(record.sha256) == 64 for record in document.editions)


@pytest.mark.parametrize(
    ("name", "provisions"),
    [("most-2019", 9), ("baai-2019", 16), ("aiia-2019", 18), ("tencent-2018", 19), ("eu-hleg-2019", 58)],
)
def test_structure_is_that_of_the_originals(name, provisions):
    assert len(load_edition(name).provisions) == provisions


def test_the_beijing_principles_are_seven_three_and_five():
    groups = Counter(p.headings[0] for p in load_edition("baai-2019").provisions if len(p.headings) > 1)
    assert list(groups.values()) == [7, 3, 5]


def test_most_has_its_eight_titles_in_both_languages():
    english, chinese = ([p.heading for p in load_edition(f"most@{code}").provisions[1:]] for code in ("en", "zh"))
    assert chinese == ["和谐友好", "公平公正", "包容共享", "尊重隐私", "安全可控", "共担责任", "开放协作", "敏捷治理"]
    assert english[0] == "Harmony and friendliness"
    assert english[7] == "Agile governance"


def test_the_contested_terms_of_most_have_both_english_versions():
    terms = {term["zh"]: " / ".join(term["en"]) for term in shipped().load_document("most").metadata["term"]}
    assert "societal security" in terms["社会安全"]
    assert "social security" in terms["社会安全"]
    assert "common destiny" in terms["人类命运共同体"]
    assert "shared future" in terms["人类命运共同体"]


def test_what_was_not_seen_is_marked():
    edition = load_edition("aiia")
    unseen = {p.id for p in edition.provisions if not p.statements}
    assert unseen == {"aiia-2019#art15", "aiia-2019#art16"}
    assert any(not s.confirmed for s in edition.statements)


@pytest.mark.parametrize(
    ("reference", "key"),
    [("most", "restatement.en"), ("MOST-2019@zh", "restatement.zh"), ("pledge@restatement.en", "restatement.en")],
)
def test_editions_are_found_by_alias_and_language(reference, key):
    assert load_edition(reference).key == key


def test_the_language_decides_where_the_reference_does_not():
    assert load_edition("most", "zh").language == "zh"
    assert load_edition("most@en", "zh").language == "en"


def test_an_unknown_id_names_the_nearest():
    with pytest.raises(UnknownIdError, match="most-2019"):
        load_edition("most-2091")
    with pytest.raises(UnknownIdError, match="restatement"):
        load_edition("most@fr")


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """A corpus folder with one document, free to be changed."""
    shutil.copytree(SHIPPED / "tencent-2018", tmp_path / "my-code")
    path = tmp_path / "my-code" / "document.toml"
    path.write_text(
        path.read_text(encoding="utf-8")
        .replace('id = "tencent-2018"', 'id = "my-code"')
        .replace('"tencent", "arcc"', '"mine"'),
        encoding="utf-8",
    )
    return tmp_path


def test_adding_a_document_is_adding_a_folder(copied):
    catalogue = Catalogue(copied)
    assert [document.id for document in catalogue.documents()] == ["my-code"]
    assert catalogue.load_edition("mine@zh").statements[0].id == "my-code#p1.0.1"


def test_a_corrected_text_is_noticed_until_its_checksum_is_recorded(copied):
    path = copied / "my-code" / "restatement.en.md"
    path.write_text(path.read_text(encoding="utf-8").replace("AI", "A.I.", 1), encoding="utf-8")
    document = Catalogue(copied).documents()[0]
    assert any("changed" in fault for fault in check_document(Catalogue(copied), document))
    assert any("changed" in warning for warning in Catalogue(copied).load_edition("mine").warnings)
    toml = copied / "my-code" / "document.toml"
    before = toml.read_text(encoding="utf-8")
    assert record_checksums(Catalogue(copied), document)
    after = toml.read_text(encoding="utf-8")
    changed = [line for line, other in zip(before.splitlines(), after.splitlines(), strict=True) if line != other]
    assert len(changed) == 1
    assert changed[0].startswith("sha256")
    catalogue = Catalogue(copied)
    assert list(check_document(catalogue, catalogue.documents()[0])) == []


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("{#p1.1}", "{#p1.9}", "p1.1, p1.9"),
        ("\n2. ", "\n4. ", "statement number 4"),
        ("{#p1.1}", "{#p1.0}", "a second provision 'p1.0'"),
    ],
)
def test_a_broken_edition_is_refused_by_file(copied, old, new, found):
    path = copied / "my-code" / "restatement.en.md"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    with pytest.raises(FormatError, match=found) as error:
        Catalogue(copied).load_edition("my-code")
    assert "restatement.en.md" in str(error.value)


def test_metadata_errors_name_the_key(copied):
    path = copied / "my-code" / "document.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("jurisdiction", "land"), encoding="utf-8")
    with pytest.raises(FormatError, match="no key 'jurisdiction'"):
        Catalogue(copied)


def test_csv_rows_are_provisions(write_csv):
    path = write_csv(
        "mine.csv",
        'id,text,heading,lang,document\n1.1,Be fair. Do no harm.,Fairness,,\nz1,"应当\n公平。",公平,zh,other\n',
        "utf-8-sig",
    )
    edition = read_csv(path)
    assert [p.id for p in edition.provisions] == ["mine#1.1", "other#z1"]
    assert [s.id for s in edition.statements] == ["mine#1.1.1", "mine#1.1.2", "other#z1.1"]
    assert [p.language for p in edition.provisions] == ["en", "zh"]
    assert edition.provisions[0].headings == ("Fairness",)
    assert all(edition.text[s.start : s.end] == s.text for s in edition.statements)
    assert edition.kind == "own"


@pytest.mark.parametrize(
    ("text", "encoding", "found"),
    [
        ("id,words\n1,a\n", "utf-8", r"mine\.csv:1: columns id, words; expected one column 'text'"),
        ("", "utf-8", r"mine\.csv:1: columns none"),
        ("id,text\n", "utf-8", "no rows"),
        ("id,text\n1,a\n1,b\n", "utf-8", r"mine\.csv:3: id 'mine#1' again \(first in line 2\)"),
        ("id,text\n1, \n", "utf-8", r"mine\.csv:2: no text for id '1'"),
        ("id,text\n,a\n", "utf-8", r"mine\.csv:2: a row without an id"),
        ("id,text,lang\n1,a,fr\n", "utf-8", r"mine\.csv:2: language 'fr'"),
        ("id,text\n1,a,b\n", "utf-8", r"mine\.csv:2: 2 columns in the header, another number here"),
        ("id,text\n1,公平\n", "gb18030", "not UTF-8"),
        ('id,text\n1,"open\n', "utf-8", "not a readable CSV"),
        ("id;text\n1;a\n", "utf-8", "separated by commas"),
        ("id,text,text\n1,a,b\n", "utf-8", "expected one column 'text'"),
        ('id,text\n"a\nb",c\n', "utf-8", "printable"),
    ],
)
def test_csv_errors_name_file_line_and_what_was_expected(write_csv, text, encoding, found):
    with pytest.raises(TertiumError, match=found):
        read_csv(write_csv("mine.csv", text, encoding))


def test_a_csv_may_come_from_a_spreadsheet(write_csv):
    path = write_csv("mine.csv", "ID,Text\r\n1,=1+1 is two.\r\n2," + "x" * 200_000 + "\r\n", "utf-8-sig")
    assert [p.id for p in read_csv(path).provisions] == ["mine#1", "mine#2"]


def test_the_preferred_language_is_taken_where_there_is_one(write_csv):
    both = write_csv("both.csv", "id,text\n1,Be fair.\n2,应当公平。\n")
    assert [p.id for p in load_edition(str(both), "zh").provisions] == ["both#2"]
    assert len(load_edition(str(both)).provisions) == 2
    assert load_edition(f"{both}@en").key == "own.en"
    assert load_edition(str(both)).key == "own.en+zh"
    english = write_csv("english.csv", "id,text\n1,Be fair.\n")
    assert len(load_edition(str(english), "zh").provisions) == 1
    with pytest.raises(FormatError, match="no rows in language 'zh'"):
        load_edition(f"{english}@zh")


def test_a_file_of_another_kind_is_named_but_hides_no_document(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "most").write_text("x")
    (tmp_path / "draft.docx").write_text("x")
    assert load_edition("most").document.id == "most-2019"
    with pytest.raises(TertiumError, match=r"a file of kind '\.docx'; expected one of \.csv"):
        load_edition("draft.docx")


def test_a_missing_file_is_an_error_of_the_users():
    with pytest.raises(TertiumError, match="cannot be read"):
        load_edition("nowhere.csv")
