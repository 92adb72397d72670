"""Codings that people (or other tools) made, read from CSV files.

A file has a row for each coding, with the columns ``unit_id`` and ``concept_id``; a row with an empty ``concept_id``
says that the unit was looked at and has none. Where there is a column ``coverage``, only ``covered`` counts, so that
what ``tertium code`` writes can be read, too. Other columns are left alone.
"""

import csv
from collections.abc import Iterable
from pathlib import Path

from ..corpus.errors import FormatError, TertiumError, UnknownIdError


def read_codes(path: Path, concepts: Iterable[str]) -> dict[str, frozenset[str]]:
    """The concepts of each unit that the file speaks of.

    Raises ``FormatError`` with file and line, ``UnknownIdError`` for a concept that is none of ``concepts``.
    """
    known = set(concepts)
    codes: dict[str, set[str]] = {}
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            for column in ("unit_id", "concept_id"):
                if column not in (reader.fieldnames or []):
                    found = f"columns {', '.join(reader.fieldnames or []) or 'none'}"
                    raise FormatError(path, 1, found, f"a column '{column}'")
            for row in reader:
                unit, concept = (row["unit_id"] or "").strip(), (row["concept_id"] or "").strip()
                if not unit:
                    raise FormatError(path, reader.line_num, "no unit_id", "the id of a statement or provision")
                if concept and concept not in known:
                    raise UnknownIdError(f"concept ({path}:{reader.line_num})", concept, known)
                mine = codes.setdefault(unit, set())
                if concept and row.get("coverage", "covered") == "covered":
                    mine.add(concept)
    except UnicodeDecodeError as error:
        raise FormatError(path, None, f"bytes that are not UTF-8 (at byte {error.start})", "a file in UTF-8") from None
    except csv.Error as error:
        raise FormatError(path, None, f"not a readable CSV ({error})", "cells with quotes in quotes") from None
    except OSError as error:
        raise TertiumError(f"{path}: cannot be read ({error.strerror}); expected a CSV of codings") from None
    return {unit: frozenset(found) for unit, found in codes.items()}
