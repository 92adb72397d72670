"""Documents by id: a folder of folders, each with ``document.toml`` and one Markdown file per edition.

Adding a document means adding a folder; nothing else lists them. docs/corpus.md explains the files.
"""

import hashlib
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, cast

from .document import LANGUAGES, Document, Edition, EditionRecord, Language
from .errors import FormatError, TertiumError, UnknownIdError
from .readers import READERS
from .splitting import parse_markdown, with_facts

SHIPPED = Path(__file__).parent / "texts"
_REQUIRED = ("id", "title", "issuer", "issuer_type", "jurisdiction", "edition", "provision")


class Catalogue:
    """The documents of one corpus folder."""

    def __init__(self, root: Path = SHIPPED) -> None:
        self.root = root
        self._documents: dict[str, Document] = {}
        self._names: dict[str, str] = {}
        for path in sorted(root.glob("*/document.toml")):
            document = read_metadata(path)
            self._documents[document.id] = document
            for name in (document.id, *document.aliases):
                if self._names.setdefault(name.lower(), document.id) != document.id:
                    raise FormatError(path, None, f"the name '{name}', taken by {self._names[name.lower()]}", "its own")

    def documents(self) -> tuple[Document, ...]:
        """All documents, by id."""
        return tuple(self._documents.values())

    def load_document(self, name: str) -> Document:
        """The document with this id or alias; raises ``UnknownIdError`` with the nearest names."""
        try:
            return self._documents[self._names[name.lower()]]
        except KeyError:
            hint = "'tertium corpus list' shows all; a path to a CSV file works too"
            raise UnknownIdError("document", name, self._names, hint) from None

    def load_edition(self, reference: str, language: Language | None = None) -> Edition:
        """The edition that ``ID``, ``ID@zh`` or ``ID@restatement.zh`` names.

        ``language`` decides where the reference does not; without both the edition is the English one.
        """
        name, at, wanted = reference.partition("@")
        document = self.load_document(name)
        record = _choose(document, wanted if at else language or "en")
        return _read_edition(self.root / document.id, document, record)


def _choose(document: Document, wanted: str) -> EditionRecord:
    for record in document.editions:
        if wanted in (record.key, record.language):
            return record
    known = [record.key for record in document.editions] + sorted({record.language for record in document.editions})
    raise UnknownIdError(f"edition of {document.id}", wanted, known)


def read_metadata(path: Path) -> Document:
    """The document that a ``document.toml`` describes; raises ``FormatError`` with the key that is missing or wrong."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise FormatError(path, None, f"not readable as TOML ({error})", "valid TOML in UTF-8") from None
    for key in _REQUIRED:
        if key not in table:
            raise FormatError(path, None, f"no key '{key}'", f"the keys {', '.join(_REQUIRED)}")
    if table["id"] != path.parent.name:
        raise FormatError(path, None, f"id '{table['id']}'", f"the name of the folder, '{path.parent.name}'")
    return Document(
        id=table["id"],
        aliases=tuple(table.get("aliases", ())),
        titles={code: table["title"][code] for code in LANGUAGES if code in table["title"]},
        issuers={code: table["issuer"][code] for code in LANGUAGES if code in table["issuer"]},
        issuer_type=table["issuer_type"],
        jurisdiction=table["jurisdiction"],
        dates=tuple((date["event"], str(date["value"])) for date in table.get("date", ())),
        editions=tuple(_record(path, entry) for entry in table["edition"]),
        metadata=table,
    )


def _record(path: Path, entry: Mapping[str, Any]) -> EditionRecord:
    for key in ("file", "kind", "lang", "sha256"):
        if key not in entry:
            raise FormatError(path, None, f"an [[edition]] without '{key}'", "file, kind, lang and sha256")
    if entry["lang"] not in LANGUAGES:
        raise FormatError(path, None, f"an [[edition]] in '{entry['lang']}'", " or ".join(LANGUAGES))
    key = f"{entry['kind']}.{entry['lang']}"
    return EditionRecord(key, entry["kind"], entry["lang"], entry["file"], entry["sha256"], entry.get("licence", ""))


def _read_edition(folder: Path, document: Document, record: EditionRecord) -> Edition:
    path = folder / record.file
    try:
        # The checksum is that of the text with LF line ends, so that a checkout on Windows has the same.
        text = path.read_bytes().decode("utf-8").replace("\r\n", "\n")
    except FileNotFoundError:
        raise FormatError(
            folder / "document.toml", None, f"an edition in '{record.file}'", "that file beside it"
        ) from None
    except UnicodeDecodeError as error:
        raise FormatError(path, None, f"bytes that are not UTF-8 (at byte {error.start})", "a file in UTF-8") from None
    digest = hashlib.sha256(text.encode()).hexdigest()
    entries = cast("list[dict[str, Any]]", document.metadata["provision"])
    facts = {entry["id"]: entry for entry in entries}
    provisions = with_facts(parse_markdown(text, document.id, record.language, path), facts)
    found = [provision.id.partition("#")[2] for provision in provisions]
    if found != list(facts):
        odd = sorted(set(found) ^ set(facts)) or ["the same ids in another order"]
        raise FormatError(
            path, None, f"provisions that differ from document.toml: {', '.join(odd)}", "the same, in order"
        )
    for provision in provisions:
        wanted = len(cast("list[str]", provision.facts.get("force", ())))
        if len(provision.statements) != wanted:
            found_n = f"{len(provision.statements)} statements in {provision.id}"
            raise FormatError(path, None, found_n, f"{wanted}, one for each 'force' in document.toml")
    changed = f"{document.id}@{record.key}: the text was changed since its checksum was recorded"
    warnings = (changed,) if digest != record.sha256 else ()
    return Edition(document, record.key, record.kind, record.language, text, digest, provisions, warnings)


@cache
def shipped() -> Catalogue:
    """The documents that come with tertium."""
    return Catalogue()


def read_languages(text: str) -> tuple[Language | None, Language | None]:
    """``zh``, ``en`` or ``zh:en`` as the languages of source and target; nothing for an empty text."""
    left, colon, right = text.partition(":")
    for part in (left, right if colon else left):
        if part not in ("", "zh", "en"):
            raise TertiumError(f"language '{text}'; expected zh, en or a pair such as zh:en")
    return cast("Language | None", left or None), cast("Language | None", (right if colon else left) or None)


def load_edition(reference: str, language: Language | None = None, catalogue: Catalogue | None = None) -> Edition:
    """The edition that an id or alias names, or the one read from a path to a file of the user's own.

    A reference is taken for a path where its ending has a reader (``.csv``). ``language`` decides where the reference
    names none; a file without a row in it is taken as it is.
    """
    name, _, wanted = reference.rpartition("@")
    path = Path(name) if wanted in LANGUAGES else Path(reference)
    reader = READERS.get(path.suffix.lower())
    if reader:
        return reader(path, wanted if wanted in LANGUAGES else None, language)
    try:
        return (catalogue or shipped()).load_edition(reference, language)
    except UnknownIdError:
        if path.is_file():
            known = ", ".join(sorted(READERS))
            raise TertiumError(f"{path}: a file of kind '{path.suffix}'; expected one of {known}") from None
        raise


def load_editions(
    references: Iterable[str], language: Language | None = None, catalogue: Catalogue | None = None
) -> tuple[Edition, ...]:
    """``load_edition`` for each reference, in the order given."""
    return tuple(load_edition(reference, language, catalogue) for reference in references)


def load_counterpart(edition: Edition, catalogue: Catalogue | None = None) -> Edition | None:
    """The edition of the same kind in the document's other language, where there is one."""
    for record in edition.document.editions:
        if record.kind == edition.kind and record.language != edition.language:
            return (catalogue or shipped()).load_edition(f"{edition.document.id}@{record.key}")
    return None
