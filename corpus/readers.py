"""READERS: file kind -> edition. Files of the user's own; CSV for now, the other kinds have their place here."""

import csv
import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from .document import Document, Edition, Language, Provision
from .errors import FormatError, TertiumError
from .splitting import detect_language, make_provision

_SEPARATOR = "\n\n"


def read_csv(path: Path, language: Language | None = None, preferred: Language | None = None) -> Edition:
    """An edition of kind ``own`` from a CSV with columns ``id,text`` and optionally ``heading,lang,document``.

    Each row is one provision; its id is ``DOCUMENT#ID``, where DOCUMENT is the row's ``document`` or the stem of the
    file's name. Without ``lang`` a row's language is told by its script. ``language`` keeps the rows of one language,
    ``preferred`` does so only where there are any.
    The edition's text is the rows' texts with a blank line behind each.

    Raises ``FormatError`` with file and line: not UTF-8, a column missing, an empty or doubled id, an empty text, an
    unknown language, no rows.
    """
    first_line: dict[str, int] = {}
    kept: list[_Row] = []
    for row in _rows(path):
        if row.identity in first_line:
            found = f"id '{row.identity}' again (first in line {first_line[row.identity]})"
            raise FormatError(path, row.line, found, "each id once")
        first_line[row.identity] = row.line
        kept.append(row)
    if language or any(row.language == preferred for row in kept):
        kept = [row for row in kept if row.language == (language or preferred)]
    if not kept:
        found = f"no rows in language '{language}'" if language else "no rows"
        raise FormatError(path, None, found, "at least one row with id and text")
    provisions: list[Provision] = []
    text = ""
    for row in kept:
        span = len(text), len(text) + len(row.text)
        text += row.text + _SEPARATOR
        provisions.append(make_provision(row.document_id, row.local_id, text, span, row.language, row.headings))
    return _own_edition(path, text, tuple(provisions))


@dataclass(frozen=True, slots=True)
class _Row:
    line: int
    document_id: str
    local_id: str
    text: str
    language: Language
    headings: tuple[str, ...]

    @property
    def identity(self) -> str:
        return f"{self.document_id}#{self.local_id}"


def _rows(path: Path) -> Iterator[_Row]:
    for line, cells in _cells(path):
        local_id, text = cells["id"].strip(), cells["text"]
        if not local_id or not local_id.isprintable():
            found = f"id {local_id!r}" if local_id else "a row without an id"
            raise FormatError(path, line, found, "an id of printable characters in column 'id'")
        if not text.strip():
            raise FormatError(path, line, f"no text for id '{local_id}'", "a text in column 'text'")
        language = _language(path, line, cells.get("lang", "").strip(), text)
        headings = tuple(filter(None, [cells.get("heading", "").strip()]))
        yield _Row(line, cells.get("document", "").strip() or path.stem, local_id, text, language, headings)


def _cells(path: Path) -> Iterator[tuple[int, Mapping[str, str]]]:
    """The rows with their line numbers; the header must name ``id`` and ``text``, in any case."""
    # Python refuses cells over 128 kB, which a whole document in one cell can be.
    csv.field_size_limit(2**31 - 1)
    line = None
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            header = [name.strip().lower() for name in reader.fieldnames or []]
            reader.fieldnames = header
            for column in ("id", "text"):
                if header.count(column) != 1:
                    hint = ", separated by commas" if any(";" in name or "\t" in name for name in header) else ""
                    raise FormatError(path, 1, f"columns {', '.join(header) or 'none'}", f"one column '{column}'{hint}")
            for row in reader:
                line = reader.line_num
                if None in row or None in row.values():
                    found = f"{len(header)} columns in the header, another number here"
                    raise FormatError(path, line, found, "as many cells as columns")
                yield line, row
    except UnicodeDecodeError as error:
        found = f"bytes that are not UTF-8 (at byte {error.start})"
        raise FormatError(path, None, found, "a file saved as UTF-8 ('CSV UTF-8' in a spreadsheet)") from None
    except csv.Error as error:
        found = f"not a readable CSV after this line ({error})"
        raise FormatError(path, line or 1, found, "cells with line breaks or quotes in quotes") from None
    except OSError as error:
        raise TertiumError(f"{path}: cannot be read ({error.strerror}); expected a readable CSV file") from None


def _language(path: Path, line: int, given: str, text: str) -> Language:
    code = given.lower().replace("_", "-").partition("-")[0]
    if code == "zh":
        return "zh"
    if code == "en":
        return "en"
    if code:
        raise FormatError(path, line, f"language '{given}'", "'zh' or 'en' (or an empty cell: told by the script)")
    return detect_language(text)


def _own_edition(path: Path, text: str, provisions: tuple[Provision, ...]) -> Edition:
    """A user's file as a document of its own, named by its rows where they agree, else by the file."""
    ids = {provision.document_id for provision in provisions}
    identity = ids.pop() if len(ids) == 1 else path.stem
    languages = Counter(provision.language for provision in provisions)
    language = languages.most_common(1)[0][0]
    document = Document(identity, (), {language: identity}, {}, "", "", (), (), {"path": path.name})
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Edition(document, f"own.{'+'.join(sorted(languages))}", "own", language, text, digest, provisions)


READERS: Mapping[str, Callable[[Path, Language | None, Language | None], Edition]] = {".csv": read_csv}
