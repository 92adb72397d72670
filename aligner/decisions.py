"""What people decided on statements, read from CSV files, and which of it holds.

``tertium review`` writes a row for each decision, one line each, with the columns COLUMNS, and only ever appends. So a
later row on a statement (in the same language) replaces an earlier one, ``undone`` takes back the one before it, and
``noted`` is a note on a statement that was not decided yet.
"""

import csv
import hashlib
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, cast, get_args

from ..corpus.document import LANGUAGES, Language
from ..corpus.errors import FormatError, TertiumError

# The date stands last: it has a fixed length, so that a line which was never finished can be told from one that only
# lacks its line end.
COLUMNS = ("unit_id", "text_sha256", "language", "taxonomy", "coder", "verdict", "concepts", "proposed", "note", "date")
Verdict = Literal["accepted", "changed", "none", "undone", "noted"]
Key = tuple[str, Language]

_DATE = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_FORMULA = ("=", "+", "-", "@", "\t")


@dataclass(frozen=True, slots=True)
class Decision:
    """One row: all ``concepts`` that a person gave a statement, and the ``proposed`` ones the machine had covered.

    ``text_sha256`` is that of the statement's text, see ``text_hash``; ``line`` is where it stands in its file.
    """

    unit_id: str
    text_sha256: str
    language: Language
    taxonomy: str
    coder: str
    verdict: Verdict
    concepts: frozenset[str]
    proposed: frozenset[str]
    note: str
    date: str
    line: int = field(default=0, compare=False)

    @property
    def key(self) -> Key:
        return self.unit_id, self.language


class Ledger:
    """Rows one after another, and what holds after the last of them."""

    def __init__(self) -> None:
        self.rows: list[Decision] = []
        self.notes: dict[Key, str] = {}
        self._kept: list[Decision] = []

    def add(self, row: Decision) -> None:
        """Raises ``LookupError`` for an ``undone`` with nothing to take back."""
        if row.verdict == "noted":
            self.notes[row.key] = row.note
        elif row.verdict == "undone":
            places = [k for k, kept in enumerate(self._kept) if kept.key == row.key]
            if not places:
                raise LookupError(row.unit_id)
            self.notes[row.key] = self._kept.pop(places[-1]).note
        else:
            self._kept.append(row)
            self.notes.pop(row.key, None)
        self.rows.append(row)

    def holding(self) -> dict[Key, Decision]:
        """The last decision on each statement, in the order of the file."""
        found: dict[Key, Decision] = {}
        for row in self._kept:
            found.pop(row.key, None)
            found[row.key] = row
        return found


@dataclass(frozen=True, slots=True)
class DecisionFile:
    """A file of decisions: those that hold, and the ledger of all rows.

    ``torn`` is what a write that was broken off left at the end, and counts for nothing; ``unended`` says that the last
    line is whole and only lacks its line end.
    """

    path: Path
    sha256: str
    ledger: Ledger
    torn: str = ""
    torn_size: int = 0
    unended: bool = False

    @property
    def decisions(self) -> Mapping[Key, Decision]:
        return self.ledger.holding()

    @property
    def torn_note(self) -> str:
        return f"{self.path.name}: the last line was never finished and does not count: {self.torn!r}"


def text_hash(text: str) -> str:
    """What ties a decision to the text that it was made on."""
    return hashlib.sha256(text.encode()).hexdigest()


def read_decisions(path: Path) -> DecisionFile:
    """All decisions of a file; concepts are not looked up.

    Raises ``FormatError`` with file and line for what is not as ``tertium review`` writes it.
    """
    content = read_bytes(path)
    whole, torn, unended = _without_torn(content)
    # A file with nothing but the beginning of a header is ours; any other without a whole line is not.
    rows = whole if whole or not header_text().encode().startswith(torn or b" ") else header_text().encode()
    ledger = Ledger()
    for line, cells in csv_rows(path, decoded(path, rows), COLUMNS):
        row = _decision(path, line, cells)
        try:
            ledger.add(row)
        except LookupError:
            found = f"'undone' for {row.unit_id} in {row.language}, on which nothing is decided"
            raise FormatError(path, line, found, "a decision above it; take the line out") from None
    digest = hashlib.sha256(content).hexdigest()
    return DecisionFile(path, digest, ledger, torn.decode("utf-8", "replace"), len(torn), unended)


def row_text(decision: Decision) -> str:
    """A decision as one line of CSV with its line end; a cell that a spreadsheet would compute gets an apostrophe."""
    values = (getattr(decision, column) for column in COLUMNS)
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow([_cell(value) for value in values])
    return text.getvalue()


def header_text() -> str:
    return ",".join(COLUMNS) + "\n"


def unguarded(cell: str) -> str:
    """A cell without the apostrophe that keeps a spreadsheet from computing it."""
    return cell[1:] if cell.startswith("'") and cell.lstrip("'").startswith(_FORMULA) else cell


def _cell(value: object) -> str:
    text = "; ".join(sorted(value)) if isinstance(value, frozenset) else str(value)
    text = " ".join(text.split())  # one line a decision, whatever was typed
    return "'" + text if text.lstrip("'").startswith(_FORMULA) else text


def _decision(path: Path, line: int, cells: Mapping[str, str]) -> Decision:
    row = {column: unguarded(cells[column].strip()) for column in COLUMNS}
    for column, good, expected in (
        ("unit_id", bool(row["unit_id"]), "the id of a statement"),
        ("text_sha256", bool(_SHA256.fullmatch(row["text_sha256"])), "64 digits of a SHA-256"),
        ("language", row["language"] in LANGUAGES, " or ".join(LANGUAGES)),
        ("taxonomy", bool(row["taxonomy"]), "the name of a taxonomy"),
        ("coder", bool(row["coder"]), "who decided"),
        ("verdict", row["verdict"] in get_args(Verdict), ", ".join(get_args(Verdict))),
        ("date", bool(_DATE.fullmatch(row["date"])), "a date as 2026-01-31"),
    ):
        if not good:
            raise FormatError(path, line, f"{column} '{row[column]}'", expected)
    concepts = _set(row["concepts"])
    if bool(concepts) != (row["verdict"] in ("accepted", "changed")):
        found = f"{len(concepts)} concepts with the verdict '{row['verdict']}'"
        raise FormatError(path, line, found, "concepts with 'accepted' and 'changed' only")
    return Decision(
        unit_id=row["unit_id"],
        text_sha256=row["text_sha256"],
        language=cast("Language", row["language"]),
        taxonomy=row["taxonomy"],
        coder=row["coder"],
        verdict=cast("Verdict", row["verdict"]),
        concepts=concepts,
        proposed=_set(row["proposed"]),
        note=row["note"],
        date=row["date"],
        line=line,
    )


def _set(cell: str) -> frozenset[str]:
    return frozenset(filter(None, (part.strip() for part in cell.split(";"))))


def _without_torn(content: bytes) -> tuple[bytes, bytes, bool]:
    """The lines that count, what is left of one that was never finished, and whether only the line end is missing."""
    whole, newline, last = content.rpartition(b"\n")
    if not last:
        return content, b"", False
    try:
        cells = next(csv.reader([last.decode("utf-8")], strict=True), [])
    except (csv.Error, UnicodeDecodeError):
        cells = []
    if newline and len(cells) == len(COLUMNS) and _DATE.fullmatch(cells[-1].strip()):
        return content, b"", True
    return whole + newline, last, False


def read_bytes(path: Path) -> bytes:
    """The content of a CSV file; raises ``TertiumError`` naming it."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise TertiumError(f"{path}: cannot be read ({error.strerror}); expected a readable CSV file") from None


def decoded(path: Path, content: bytes) -> str:
    """The content as text with LF line ends; raises ``FormatError`` where it is not UTF-8."""
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        found = f"bytes that are not UTF-8 (at byte {error.start})"
        raise FormatError(path, None, found, "a file saved as UTF-8 ('CSV UTF-8' in a spreadsheet)") from None


def csv_rows(
    path: Path, content: str, needed: tuple[str, ...], *, short: bool = False
) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows with their line numbers; raises ``FormatError`` where a column is missing or a row is broken.

    With ``short`` a row may end early, and lacks nothing but its last cells.
    """
    reader = csv.DictReader(io.StringIO(content, newline=""), strict=True)
    try:
        header = [name.strip() for name in reader.fieldnames or []]
        reader.fieldnames = header
        for column in needed:
            if header.count(column) != 1:
                hint = ", separated by commas" if any(";" in name or "\t" in name for name in header) else ""
                raise FormatError(path, 1, f"columns {', '.join(header) or 'none'}", f"a column '{column}'{hint}")
        for cells in reader:
            row = {column: cell or "" for column, cell in cells.items()} if short else cells
            if None in row or None in row.values():
                raise FormatError(path, reader.line_num, "another number of cells than columns", "one cell for each")
            yield reader.line_num, row
    except csv.Error as error:
        found = f"not a readable CSV ({error})"
        raise FormatError(path, reader.line_num, found, "cells with quotes or line breaks in quotes") from None
