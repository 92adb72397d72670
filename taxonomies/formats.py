"""Reading taxonomies: TOML, or a CSV as people keep codebooks in spreadsheets. docs/taxonomies.md describes both."""

import csv
import hashlib
import io
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ..corpus.errors import FormatError
from .taxonomy import Concept, Phrases, Taxonomy

_TOP_KEYS = {"name", "version", "title", "source", "licence", "checked", "concept"}
_PHRASES = ("cues", "hints", "exclusions")
_CONCEPT_KEYS = {"id", "label", "definition", "broader", *_PHRASES}
_LANGUAGES = ("en", "zh")
_HAN = re.compile(r"[\u3400-\u9fff]")


def read_taxonomy(path: Path) -> Taxonomy:
    """The taxonomy in a TOML file, or in a CSV file with at least the columns ``id`` and ``label``.

    Raises ``FormatError`` naming the file, the line and the key that is wrong.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except OSError as error:
        raise FormatError(path, None, f"unreadable ({error.strerror})", "a taxonomy in TOML or CSV") from None
    except UnicodeDecodeError as error:
        raise FormatError(path, None, f"bytes that are not UTF-8 (at byte {error.start})", "a file in UTF-8") from None
    table, lines = _csv_table(path, text) if path.suffix.lower() == ".csv" else _toml_table(path, text)
    return _Parser(path, lines).taxonomy(table, hashlib.sha256(text.encode()).hexdigest())


def _toml_table(path: Path, text: str) -> tuple[dict[str, Any], list[int]]:
    """The table in a TOML file, and the lines where its concepts begin."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise FormatError(path, None, f"not readable as TOML ({error})", "valid TOML") from None
    lines = [n for n, line in enumerate(text.splitlines(), 1) if line.strip().startswith("[[concept]]")]
    return table, lines


def _csv_table(path: Path, text: str) -> tuple[dict[str, Any], list[int]]:
    """The rows of a CSV as the table that TOML would give.

    A column is a key (``label``, ``cues``), or one in a language (``label_zh``, ``cues_en``); a key alone is in the
    language that its text is written in. Phrases are separated by semicolons.
    """
    reader = csv.DictReader(io.StringIO(text), strict=True)
    columns = [name.strip().lower() for name in reader.fieldnames or []]
    reader.fieldnames = columns
    known = _CONCEPT_KEYS | {f"{key}_{code}" for key in _CONCEPT_KEYS - {"id", "broader"} for code in _LANGUAGES}
    unknown = sorted(set(columns) - known)
    if "id" not in columns or unknown:
        found = f"column '{unknown[0]}'" if unknown else "no column 'id'"
        raise FormatError(path, 1, found, f"columns of {', '.join(sorted(_CONCEPT_KEYS))}, also with _en or _zh")
    entries: list[dict[str, Any]] = []
    lines = []
    try:
        for row in reader:
            if None in row or None in row.values():
                raise FormatError(path, reader.line_num, "another number of cells than columns", "one cell for each")
            entries.append(_entry(row))
            lines.append(reader.line_num)
    except csv.Error as error:
        raise FormatError(path, reader.line_num, f"not a readable CSV ({error})", "quotes in quotes") from None
    return {"concept": entries}, lines


def _entry(row: Mapping[str, str]) -> dict[str, Any]:
    entry: dict[str, Any] = {key: row[key].strip() for key in ("id", "broader") if row.get(key, "").strip()}
    for column, cell in row.items():
        key, _, code = column.partition("_")
        pieces = [piece.strip() for piece in re.split("[;；]", cell)] if key in _PHRASES else [cell.strip()]
        for piece in filter(None, pieces if key not in ("id", "broader") else []):
            language = code or ("zh" if _HAN.search(piece) else "en")
            if key in _PHRASES:
                entry.setdefault(key, {}).setdefault(language, []).append(piece)
            else:
                entry.setdefault(key, {})[language] = piece
    return entry


class _Parser:
    """One file, with the lines of its concepts at hand so that a message can name where one stands."""

    def __init__(self, path: Path, lines: list[int]) -> None:
        self.path = path
        self.lines = lines

    def fail(self, index: int | None, found: str, expected: str) -> FormatError:
        line = self.lines[index] if index is not None and index < len(self.lines) else None
        return FormatError(self.path, line, found, expected)

    def taxonomy(self, table: Mapping[str, Any], digest: str) -> Taxonomy:
        unknown = sorted(set(table) - _TOP_KEYS)
        if unknown:
            raise self.fail(None, f"key '{unknown[0]}'", ", ".join(sorted(_TOP_KEYS)))
        for key in ("name", "version", "source", "licence", "checked"):
            if not isinstance(table.get(key, ""), str):
                raise self.fail(None, f"{key} = {table[key]!r}", f'{key} = "a text"')
        entries = table.get("concept")
        if not isinstance(entries, list) or not entries or not all(isinstance(entry, dict) for entry in entries):
            raise self.fail(None, "no [[concept]]", "at least one [[concept]] with id and label")
        concepts = tuple(self.concept(index, entry) for index, entry in enumerate(entries))
        self.check_ids(concepts)
        name = table.get("name") or self.path.stem
        return Taxonomy(
            name=name,
            version=table.get("version", ""),
            titles=self.texts(None, "the file", "title", table.get("title")) or {"en": name},
            source=table.get("source", ""),
            licence=table.get("licence", ""),
            sha256=digest,
            all_concepts=concepts,
            checked=table.get("checked", ""),
        )

    def check_ids(self, concepts: tuple[Concept, ...]) -> None:
        """Ids are unique, and going from narrower to broader ends somewhere."""
        broader = {concept.id: concept.broader for concept in concepts}
        ids = [concept.id for concept in concepts]
        for index, concept in enumerate(concepts):
            if concept.id in ids[:index]:
                raise self.fail(index, f"a second concept '{concept.id}'", "each id once")
            above = [concept.id]
            while parent := broader[above[-1]]:
                if parent not in broader:
                    raise self.fail(index, f"broader = '{parent}'", "the id of another concept of this file")
                if parent in above:
                    raise self.fail(index, f"a circle of broader concepts: {' -> '.join([*above, parent])}", "a tree")
                above.append(parent)

    def concept(self, index: int, entry: Mapping[str, Any]) -> Concept:
        identity = entry.get("id")
        if not isinstance(identity, str) or not identity or not identity.isprintable() or " " in identity:
            found = "a [[concept]] without id" if not identity else f"id = {identity!r}"
            raise self.fail(index, found, 'a text without spaces, as id = "privacy"')
        unknown = sorted(set(entry) - _CONCEPT_KEYS)
        if unknown:
            raise self.fail(index, f"key '{unknown[0]}' in concept '{identity}'", ", ".join(sorted(_CONCEPT_KEYS)))
        if not isinstance(entry.get("broader", ""), str):
            raise self.fail(index, f"broader = {entry['broader']!r} in concept '{identity}'", "the id of a concept")
        labels = self.texts(index, f"concept '{identity}'", "label", entry.get("label"))
        if not all(text.strip() for text in labels.values()) or not labels:
            raise self.fail(index, f"concept '{identity}' without label", "label.en or label.zh")
        return Concept(
            id=identity,
            labels=labels,
            definitions=self.texts(index, f"concept '{identity}'", "definition", entry.get("definition")),
            broader=entry.get("broader", ""),
            **{key: self.phrases(index, identity, key, entry.get(key, {})) for key in _PHRASES},
        )

    def texts(self, index: int | None, where: str, key: str, value: object) -> Mapping[str, str]:
        """``label = "…"`` (English) or ``label.en = "…"``, ``label.zh = "…"``."""
        if value is None:
            return {}
        by_language = {"en": value} if isinstance(value, str) else value
        if not isinstance(by_language, dict) or not all(
            code in _LANGUAGES and isinstance(text, str) for code, text in by_language.items()
        ):
            raise self.fail(index, f"{key} of {where}: {value!r}", f"{key}.en and {key}.zh as texts")
        return by_language

    def phrases(self, index: int, identity: str, key: str, value: object) -> Phrases:
        if not isinstance(value, dict) or not all(
            code in _LANGUAGES and isinstance(group, list) and all(isinstance(p, str) and _has_word(p) for p in group)
            for code, group in value.items()
        ):
            raise self.fail(index, f"{key} of concept '{identity}'", f"{key}.en and {key}.zh as lists of texts")
        return {code: tuple(group) for code, group in value.items()}


def _has_word(phrase: str) -> bool:
    """Whether a phrase has something to find: "*" alone would find every word."""
    return any(character.isalnum() for character in phrase)
