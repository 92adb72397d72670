"""READERS: file kind -> edition. Files of the user's own; CSV for now, the other kinds have their place here."""

import csv
import hashlib
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path

from .document import Document, Edition, Language, Provision
from .errors import FormatError, TertiumError
from .splitting import detect_language, make_provision

_SEPARATOR = "\n\n"


def read_csv(path: Path, language: Language | None = None) -> Edition:
    """An edition of kind ``own`` from a CSV with columns ``id,text`` and optionally ``heading,lang,document``.

    Each row is one provision; its id is ``DOCUMENT#ID``, where DOCUMENT is the row's ``document`` or the stem of the
    file's name. Without ``lang`` a row's language is told by its script. ``language`` keeps the rows of one language.
    The edition's text is the rows' texts with a blank line behind each.

    Raises ``FormatError`` with file and line: not UTF-8, a column missing, an empty or doubled id, an empty text, an
    unknown language, no rows.
    """
    first_line: dict[str, int] = {}
    provisions: list[Provision] = []
    text = ""
    for line, row in _rows(path):
        local_id, body = row["id"].strip(), row["text"]
        if not local_id:
            raise FormatError(path, line, "a row without an id", "an id in column 'id'")
        if not body.strip():
            raise FormatError(path, line, f"no text for id '{local_id}'", "a text in column 'text'")
        document_id = row.get("document", "").strip() or path.stem
        identity = f"{document_id}#{local_id}"
        if identity in first_line:
            raise FormatError(
                path, line, f"id '{identity}' again (first in line {first_line[identity]})", "each id once"
            )
        first_line[identity] = line
        row_language = _language(path, line, row.get("lang", "").strip(), body)
        if language in (None, row_language):
            headings = tuple(filter(None, [row.get("heading", "").strip()]))
            span = len(text), len(text) + len(body)
            text += body + _SEPARATOR
            provisions.append(make_provision(document_id, local_id, text, span, row_language, headings))
    if not provisions:
        found = f"no rows in language '{language}'" if language else "no rows"
        raise FormatError(path, None, found, "at least one row with id and text")
    return _own_edition(path, text, tuple(provisions))


def _rows(path: Path) -> list[tuple[int, Mapping[str, str]]]:
    """The rows with their line numbers; the header must name ``id`` and ``text``."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            header = [name.strip() for name in reader.fieldnames or []]
            reader.fieldnames = header
            for column in ("id", "text"):
                if column not in header:
                    raise FormatError(path, 1, f"columns {', '.join(header) or 'none'}", f"a column '{column}'")
            rows: list[tuple[int, Mapping[str, str]]] = []
            for row in reader:
                if None in row or None in row.values():
                    found = f"{len(header)} columns in the header, another number here"
                    raise FormatError(path, reader.line_num, found, "as many cells as columns")
                rows.append((reader.line_num, row))
            return rows
    except UnicodeDecodeError as error:
        found = f"bytes that are not UTF-8 (at byte {error.start})"
        raise FormatError(path, None, found, "a file saved as UTF-8 ('CSV UTF-8' in a spreadsheet)") from None
    except csv.Error as error:
        raise FormatError(
            path, None, f"not a readable CSV ({error})", "cells with line breaks or quotes in quotes"
        ) from None
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
    language = Counter(provision.language for provision in provisions).most_common(1)[0][0]
    document = Document(identity, (), {language: identity}, {}, "", "", (), (), {"path": path.name})
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Edition(document, f"own.{language}", "own", language, text, digest, provisions)


READERS: Mapping[str, Callable[[Path, Language | None], Edition]] = {".csv": read_csv}
