"""Codings that people (or other tools) made, read from CSV files, and a person's decisions, written one by one.

A file of *codings* has a row for each coding, with the columns ``unit_id`` and ``concept_id``; a row with an empty
``concept_id`` says that the unit was looked at and has none. Where there is a column ``coverage``, only ``covered``
counts, so that what ``tertium code`` writes can be read, too. Other columns are left alone.

A file of *decisions*, which ``tertium review`` writes, has a row for each decision, one line each, with the columns
COLUMNS. It is only ever appended to: the last row on a unit holds, and ``undone`` takes back the one before.
"""

import csv
import hashlib
import io
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from ..corpus.errors import FormatError, TertiumError, UnknownIdError

COLUMNS = ("unit_id", "text_sha256", "language", "taxonomy", "coder", "date", "verdict", "concepts", "proposed", "note")
VERDICTS = ("accepted", "changed", "none", "undone")


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person said of one unit: all concepts that apply, and which ones the machine had proposed."""

    unit_id: str
    text_sha256: str
    language: str
    taxonomy: str
    coder: str
    date: str
    verdict: str
    concepts: frozenset[str]
    proposed: frozenset[str] = frozenset()
    note: str = ""


@dataclass(frozen=True, slots=True)
class DecisionFile:
    """The decisions of a file that hold, by unit; ``torn`` is what a broken-off write left at its end."""

    path: Path
    sha256: str
    decisions: Mapping[str, Decision]
    torn: str = ""


def text_hash(text: str) -> str:
    """What ties a decision to the text that it was made on."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def read_codes(path: Path, concepts: Iterable[str]) -> dict[str, frozenset[str]]:
    """The concepts of each unit that a file of codings or of decisions speaks of.

    Raises ``FormatError`` with file and line, ``UnknownIdError`` for a concept that is none of ``concepts``.
    """
    known = set(concepts)
    if _header(path) == list(COLUMNS):
        decided = read_decisions(path, known).decisions
        return {unit: decision.concepts for unit, decision in decided.items()}
    codes: dict[str, set[str]] = {}
    for line, row in _rows(path, _content(path), ("unit_id", "concept_id")):
        unit, concept = (row["unit_id"] or "").strip(), (row["concept_id"] or "").strip()
        if not unit:
            raise FormatError(path, line, "no unit_id", "the id of a statement or provision")
        if concept and concept not in known:
            raise UnknownIdError(f"concept ({path}:{line})", concept, known)
        mine = codes.setdefault(unit, set())
        if concept and row.get("coverage", "covered") == "covered":
            mine.add(concept)
    return {unit: frozenset(found) for unit, found in codes.items()}


def read_decisions(path: Path, concepts: Iterable[str]) -> DecisionFile:
    """The decisions of a file that hold; raises as ``read_codes`` does."""
    known = set(concepts)
    content = _content(path)
    whole, _, torn = content.rpartition("\n")
    kept: dict[str, list[Decision]] = {}
    for line, row in _rows(path, whole + "\n", COLUMNS) if whole else ():
        if row["verdict"] not in VERDICTS:
            raise FormatError(path, line, f"verdict '{row['verdict']}'", ", ".join(VERDICTS))
        decision = _decision(row)
        for concept in sorted(decision.concepts - known):
            raise UnknownIdError(f"concept ({path}:{line})", concept, known)
        history = kept.setdefault(decision.unit_id, [])
        if decision.verdict != "undone":
            history.append(decision)
        elif not history:
            raise FormatError(path, line, f"'undone' for {decision.unit_id}, on which nothing was decided", "a decision")
        else:
            history.pop()
    holding = {unit: history[-1] for unit, history in kept.items() if history}
    return DecisionFile(path, hashlib.sha256(content.encode()).hexdigest(), holding, torn)


def append_decision(path: Path, decision: Decision) -> None:
    """Add one line and wait until it is on the disk; a new file begins with the header.

    A line that a broken-off write left unfinished is cut away first; the caller was told of it by ``read_decisions``.
    """
    cells = [_cell(getattr(decision, column)) for column in COLUMNS]
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow(cells)
    try:
        with path.open("a+b") as file:
            end = file.tell()
            if end:
                file.seek(0)
                end = file.read().rfind(b"\n") + 1
                file.truncate(end)
            if not end:
                file.write((",".join(COLUMNS) + "\n").encode())
            file.write(text.getvalue().encode())
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise TertiumError(f"{path}: the decision cannot be written ({error.strerror})") from None


def _cell(value: object) -> str:
    text = "; ".join(sorted(value)) if isinstance(value, frozenset) else str(value)
    text = " ".join(text.split())  # one line a decision, whatever was typed
    return "'" + text if text.startswith(("=", "+", "-", "@")) else text


def _decision(row: Mapping[str, str]) -> Decision:
    texts = {column: row[column] for column in COLUMNS if column not in ("concepts", "proposed")}
    return Decision(
        **texts, concepts=_set(row["concepts"]), proposed=_set(row["proposed"])  # type: ignore[arg-type]
    )


def _set(cell: str) -> frozenset[str]:
    return frozenset(filter(None, (part.strip() for part in cell.split(";"))))


def _content(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise FormatError(path, None, f"bytes that are not UTF-8 (at byte {error.start})", "a file in UTF-8") from None
    except OSError as error:
        raise TertiumError(f"{path}: cannot be read ({error.strerror}); expected a CSV of codings") from None


def _header(path: Path) -> list[str]:
    return next(csv.reader(io.StringIO(_content(path).partition("\n")[0])), [])


def _rows(path: Path, content: str, needed: Iterable[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows with their line numbers; raises for a file without the needed columns, or with a broken row."""
    reader = csv.DictReader(io.StringIO(content), strict=True)
    try:
        for column in needed:
            if column not in (reader.fieldnames or []):
                found = f"columns {', '.join(reader.fieldnames or []) or 'none'}"
                raise FormatError(path, 1, found, f"a column '{column}'")
        for row in reader:
            if None in row or None in row.values():
                raise FormatError(path, reader.line_num, "another number of cells than columns", "one cell for each")
            yield reader.line_num, row
    except csv.Error as error:
        raise FormatError(
            path, reader.line_num, f"not a readable CSV ({error})", "cells with quotes in quotes"
        ) from None
