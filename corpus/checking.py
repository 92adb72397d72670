"""Whether a corpus folder holds together: what ``tertium corpus check`` looks at."""

import re
from collections.abc import Iterator

from .catalogue import Catalogue
from .document import Document, Edition
from .errors import TertiumError


def check_document(catalogue: Catalogue, document: Document) -> Iterator[str]:
    """Every fault of a document's folder as one line; nothing where all is well.

    Looked at: each edition can be read (its ids and numbers are those of document.toml), all editions have the same
    statements, ids are unique, and the texts are those whose checksums were recorded.
    """
    editions: list[Edition] = []
    for record in document.editions:
        try:
            editions.append(catalogue.load_edition(f"{document.id}@{record.key}"))
        except TertiumError as error:
            yield str(error)
    for edition in editions:
        ids = [provision.id for provision in edition.provisions] + [statement.id for statement in edition.statements]
        doubled = sorted({identity for identity in ids if ids.count(identity) > 1})
        if doubled:
            yield f"{edition.reference}: ids that stand twice: {', '.join(doubled)}"
        yield from edition.warnings
        differing = sorted({s.id for s in edition.statements} ^ {s.id for s in editions[0].statements})
        if differing:
            yield f"{edition.reference}: no counterpart in {editions[0].key} (or none here): {', '.join(differing)}"


def record_checksums(catalogue: Catalogue, document: Document) -> bool:
    """Write the checksums of the editions as they now are into document.toml; whether anything changed.

    Raises ``FormatError`` where an edition cannot be read; nothing is written then.
    """
    path = catalogue.root / document.id / "document.toml"
    text = path.read_text(encoding="utf-8")
    # Tables begin with a line in brackets; the split keeps every character.
    tables = re.split(r"(?m)^(?=\[)", text)
    for record in document.editions:
        digest = catalogue.load_edition(f"{document.id}@{record.key}").sha256
        name = re.compile(rf'(?m)^file\s*=\s*"{re.escape(record.file)}"')
        tables = [
            re.sub(r'(?m)^(sha256\s*=\s*)".*"', rf'\g<1>"{digest}"', table)
            if table.startswith("[[edition]]") and name.search(table)
            else table
            for table in tables
        ]
    result = "".join(tables)
    if result != text:
        path.write_text(result, encoding="utf-8", newline="\n")
    return result != text
