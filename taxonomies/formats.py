"""Reading taxonomies: TOML now; SKOS, SSSOM and REFI-QDA codebooks have their place here.

The TOML is described in docs/taxonomies.md.
"""

import hashlib
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ..corpus.errors import FormatError
from .taxonomy import Concept, Phrases, Taxonomy

_PHRASES = ("cues", "hints", "exclusions")
_CONCEPT_KEYS = {"id", "label", "definition", "broader", *_PHRASES}
_LANGUAGES = ("en", "zh")


def read_toml(path: Path) -> Taxonomy:
    """The taxonomy in a TOML file; raises ``FormatError`` naming the file, the line and the key that is wrong."""
    try:
        text = path.read_bytes().decode("utf-8").replace("\r\n", "\n")
    except OSError as error:
        raise FormatError(path, None, f"unreadable ({error.strerror})", "a taxonomy in TOML") from None
    except UnicodeDecodeError as error:
        raise FormatError(path, None, f"bytes that are not UTF-8 (at byte {error.start})", "a file in UTF-8") from None
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise FormatError(path, None, f"not readable as TOML ({error})", "valid TOML") from None
    return _Parser(path, text.splitlines()).taxonomy(table, hashlib.sha256(text.encode()).hexdigest())


class _Parser:
    """One file, with its lines at hand so that a message can name where the concept stands."""

    def __init__(self, path: Path, lines: list[str]) -> None:
        self.path = path
        self.headers = [number for number, line in enumerate(lines, 1) if line.strip().startswith("[[concept]]")]

    def fail(self, index: int | None, found: str, expected: str) -> FormatError:
        line = self.headers[index] if index is not None and index < len(self.headers) else None
        return FormatError(self.path, line, found, expected)

    def taxonomy(self, table: Mapping[str, Any], digest: str) -> Taxonomy:
        name = table.get("name", self.path.stem)
        entries = table.get("concept")
        if not isinstance(name, str) or not name:
            raise self.fail(None, "key 'name' is not a text", 'name = "my-taxonomy"')
        if not isinstance(entries, list) or not entries:
            raise self.fail(None, "no [[concept]]", "at least one [[concept]] with id and label")
        concepts = tuple(self.concept(index, entry) for index, entry in enumerate(entries))
        ids = [concept.id for concept in concepts]
        for index, concept in enumerate(concepts):
            if concept.id in ids[:index]:
                raise self.fail(index, f"a second concept '{concept.id}'", "each id once")
            if concept.broader and concept.broader not in ids:
                raise self.fail(index, f"broader = '{concept.broader}'", "the id of another concept of this file")
        titles = table.get("title", {})
        if isinstance(titles, str):
            titles = {"en": titles}
        return Taxonomy(
            name=name,
            version=str(table.get("version", "")),
            titles=titles or {"en": name},
            source=str(table.get("source", "")),
            licence=str(table.get("licence", "")),
            sha256=digest,
            all_concepts=concepts,
        )

    def concept(self, index: int, entry: Mapping[str, Any]) -> Concept:
        identity = entry.get("id")
        if not isinstance(identity, str) or not identity.strip():
            raise self.fail(index, "a [[concept]] without id", 'id = "privacy"')
        unknown = sorted(set(entry) - _CONCEPT_KEYS)
        if unknown:
            raise self.fail(index, f"key '{unknown[0]}' in concept '{identity}'", ", ".join(sorted(_CONCEPT_KEYS)))
        labels = self.texts(index, identity, "label", entry.get("label"))
        if not labels:
            raise self.fail(index, f"concept '{identity}' without label", "label.en or label.zh")
        return Concept(
            id=identity,
            labels=labels,
            definitions=self.texts(index, identity, "definition", entry.get("definition")),
            broader=str(entry.get("broader", "")),
            **{key: self.phrases(index, identity, key, entry.get(key, {})) for key in _PHRASES},
        )

    def texts(self, index: int, identity: str, key: str, value: object) -> Mapping[str, str]:
        """``label = "…"`` (English) or ``label.en = "…"``, ``label.zh = "…"``."""
        if value is None:
            return {}
        by_language = {"en": value} if isinstance(value, str) else value
        if not isinstance(by_language, dict) or not all(
            code in _LANGUAGES and isinstance(text, str) for code, text in by_language.items()
        ):
            raise self.fail(index, f"{key} of concept '{identity}': {value!r}", f"{key}.en and {key}.zh as texts")
        return by_language

    def phrases(self, index: int, identity: str, key: str, value: object) -> Phrases:
        if not isinstance(value, dict) or not all(
            code in _LANGUAGES and isinstance(group, list) and all(isinstance(p, str) and p.strip() for p in group)
            for code, group in value.items()
        ):
            raise self.fail(index, f"{key} of concept '{identity}'", f"{key}.en and {key}.zh as lists of texts")
        return {code: tuple(group) for code, group in value.items()}
