"""What two readers coded in the shipped documents, as it stands in ``codings.csv`` beside a document's texts.

A row for each unit and concept that a reader coded says what each of them said (1 or 0), what was settled, and why
where they differed; a row with an empty concept says that the unit was read.
"""

import csv
from pathlib import Path

from ..corpus.errors import FormatError

COLUMNS = ("unit_id", "concept_id", "english_reader", "chinese_reader", "settled", "note")
TAXONOMY = "tertium-core"


def read_reference(path: Path, column: str = "settled") -> dict[str, frozenset[str]]:
    """The concepts of each statement by one of the columns ``english_reader``, ``chinese_reader``, ``settled``.

    Raises ``FormatError`` with file and line.
    """
    codes: dict[str, set[str]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file, strict=True)
        if tuple(reader.fieldnames or ()) != COLUMNS:
            raise FormatError(path, 1, f"columns {', '.join(reader.fieldnames or ())}", ", ".join(COLUMNS))
        for row in reader:
            if row[column] not in ("0", "1"):
                raise FormatError(path, reader.line_num, f"{column} '{row[column]}'", "0 or 1")
            mine = codes.setdefault(row["unit_id"], set())
            if row["concept_id"] and row[column] == "1":
                mine.add(row["concept_id"])
    return {unit: frozenset(found) for unit, found in codes.items()}
